//! Says that another version has what a selector names, in errors.

use super::{Builder, embedded, input::Input};
use crate::{
    diagnostic::{Code, Diagnostics, Note, Span},
    edm::Version,
    selection::Selector,
};

/// The metadata of another version, in which the names are looked up that the model does not have.
#[derive(Clone, Debug)]
pub(crate) struct OtherVersion {
    version: Version,
    settings: Lookup,
}

/// The settings that say where the documents of the other version are.
#[derive(Clone, Debug)]
struct Lookup {
    metadata: Vec<Input>,
    base_dir: Option<std::path::PathBuf>,
    reference_dirs: Vec<std::path::PathBuf>,
    limits: crate::Limits,
}

impl OtherVersion {
    /// Returns the other versions of Graph for a run whose metadata is of `own`: those that settings give, and those
    /// that are embedded.
    pub(super) fn of(settings: &Builder, own: Option<&str>, is_graph: bool) -> Vec<Self> {
        let own = own.and_then(Version::from_name);
        let mut others = Vec::new();
        for version in Version::ALL.into_iter().filter(|version| Some(*version) != own) {
            let given = settings.searched.iter().filter(|(given, _)| *given == version);
            let mut metadata: Vec<Input> = given.map(|(_, input)| input.clone()).collect();
            // The name of a document need not say its version.
            if metadata.is_empty() && is_graph && own.is_some() {
                metadata.extend(embedded::documents(version).iter().map(Input::Embedded));
            }
            if !metadata.is_empty() {
                let (base_dir, reference_dirs) = (settings.base_dir.clone(), settings.reference_dirs.clone());
                let limits = settings.limits;
                others.push(Self { version, settings: Lookup { metadata, base_dir, reference_dirs, limits } });
            }
        }
        others
    }

    /// Adds a note to each error about a selector that this version does not have, and the other has.
    pub(super) fn add_notes(&self, selectors: &[Selector], diagnostics: &mut Diagnostics) {
        let is_unknown = |span: Option<Span>, selector: &Selector| {
            let is_inside = |span: Span| {
                span.file == selector.span.file && span.start >= selector.span.start && span.end <= selector.span.end
            };
            span.is_some_and(is_inside)
        };
        let unknown: Vec<&Selector> = selectors
            .iter()
            .filter(|selector| {
                let mut errors = diagnostics.list().iter().filter(|error| error.code == Code::SelectorUnknown);
                errors.any(|error| is_unknown(error.span, selector))
            })
            .take(Self::MAX_LOOKED_UP)
            .collect();
        if unknown.is_empty() {
            return;
        }
        let Lookup { metadata, base_dir, reference_dirs, limits } = self.settings.clone();
        let builder = Builder { metadata, base_dir, reference_dirs, limits, ..Builder::new() };
        // Mistakes of a document that is not needed are not reported.
        let Ok(resolved) = builder.resolve() else { return };
        for selector in unknown {
            let mut found = Diagnostics::default();
            crate::selection::close(&resolved.model, std::slice::from_ref(selector), &mut found);
            if found.has_errors() {
                continue;
            }
            let version = self.version;
            let setting = format!("`.version(Version::{version:?})`");
            let message =
                format!("{version} has it: generate a second module for what only {version} has, with {setting}");
            diagnostics.add_notes(Note { message, span: None }, |error| {
                error.code == Code::SelectorUnknown && is_unknown(error.span, selector)
            });
        }
    }

    const MAX_LOOKED_UP: usize = 20;
}
