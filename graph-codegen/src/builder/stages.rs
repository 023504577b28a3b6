use std::{collections::BTreeSet, path::PathBuf};

use super::{
    embedded,
    input::{Input, Loader},
    other_version::OtherVersion,
};
use crate::{
    Error,
    csdl::Limits,
    diagnostic::{Code, Diagnostic, Diagnostics, Sources},
    edm::{Model, TypeId},
    plan::Package,
    selection::{NeededDeclarations, SelectedRequest, Selection, Selector, close_beside},
};

/// Says where a name of Graph that is not in the metadata may be, in the last diagnostic about one.
pub(crate) fn add_origin_note(model: &Model, diagnostics: &mut Diagnostics) {
    let origin = model.origin();
    if !model.is_microsoft_graph() {
        return;
    }
    let (version, other) = match origin.version() {
        Some("beta") => (" (beta)", "v1.0"),
        Some(_) => (" (v1.0)", "beta"),
        None => ("", "beta"),
    };
    let note = match origin.is_embedded() {
        true => {
            let version = origin.chosen_version().unwrap_or_default();
            format!(
                "no metadata was given, so names refer to the embedded metadata of Graph {version} as of {}; for \
                 {other}, another cloud or a newer version, download its metadata with the command `fetch`, and give \
                 the file",
                embedded::date(version)
            )
        }
        false => {
            format!(
                "it is not in {}{version}; {other} and the other clouds have documents of their own",
                origin.named()
            )
        }
    };
    // A misspelt name is in this document.
    let is_elsewhere = |diagnostic: &Diagnostic| {
        let help = diagnostic.help.as_deref().unwrap_or_default();
        diagnostic.code == Code::SelectorUnknown
            && diagnostic.message.contains("has no ")
            && !help.starts_with("did you mean")
    };
    diagnostics.add_note(&note, is_elsewhere);
}

/// A resolved model and its sources, as [`Builder::resolve`](crate::Builder::resolve) returns it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Resolved {
    /// The model.
    pub model: Model,
    /// The texts of the documents.
    pub sources: Sources,
    /// Warnings so far.
    pub diagnostics: Diagnostics,
    /// The metadata in which unknown names are looked up.
    pub(crate) other_versions: Vec<OtherVersion>,
    /// The files that were read.
    pub inputs: Vec<PathBuf>,
    /// The number of sources that were set; the others were referenced by them.
    #[cfg_attr(not(feature = "tools"), expect(dead_code, reason = "slices name it"))]
    pub(crate) given: usize,
    /// The highest CSDL version of the documents.
    #[cfg_attr(not(feature = "tools"), expect(dead_code, reason = "slices name it"))]
    pub(crate) csdl_version: Option<String>,
    /// Whether a document is OpenAPI.
    #[cfg_attr(not(feature = "tools"), expect(dead_code, reason = "comparisons need it"))]
    pub(crate) is_openapi: bool,
}

/// A model and a selection from it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Selected {
    /// The model, its sources and the warnings so far.
    pub resolved: Resolved,
    /// The selected elements.
    pub selection: Selection,
}

/// A selection and the plan of the code generated for it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Planned {
    /// The selection, its model, its sources and all warnings.
    pub selected: Selected,
    /// The modules, names and types of the generated code.
    pub package: Package,
}

impl Selected {
    /// Returns the requests that are selected, by all their paths; see [`Selection::requests`].
    #[must_use]
    pub fn requests(&self) -> Vec<SelectedRequest> {
        self.selection.requests(&self.resolved.model)
    }
}

impl Resolved {
    /// Selects the elements that selectors name, and those that they depend on.
    ///
    /// Each text holds selectors, one per line.
    ///
    /// # Errors
    ///
    /// Returns diagnostics about the selectors.
    pub fn select<T: Into<String>>(self, selectors: impl IntoIterator<Item = T>) -> Result<Selected, Error> {
        let settings = selectors.into_iter().fold(crate::Builder::new(), crate::Builder::select);
        self.close(&settings.selectors, Limits::default(), &BTreeSet::new())
    }

    /// `extern_types` are not generated, so that what only they need is not selected.
    pub(super) fn close(
        mut self,
        inputs: &[Input],
        limits: Limits,
        extern_types: &BTreeSet<TypeId>,
    ) -> Result<Selected, Error> {
        let mut loader = Loader::default();
        let mut selectors = Vec::new();
        for input in inputs {
            if let Some(file) = loader.load(input, limits.size, &mut self.sources, &mut self.diagnostics) {
                selectors.extend(Selector::parse_all(file, &self.sources, &mut self.diagnostics));
            }
        }
        self.inputs.append(&mut loader.paths);
        // Also if some selectors are not valid, so that all mistakes are reported at once.
        let selection = close_beside(&self.model, &selectors, extern_types, &mut self.diagnostics);
        if self.diagnostics.has_deferred() {
            let needed = NeededDeclarations::of(&self.model, &selection);
            self.diagnostics.settle(|diagnostic| needed.contains(diagnostic));
        }
        self.diagnostics.sort_errors();
        add_origin_note(&self.model, &mut self.diagnostics);
        if self.diagnostics.has_errors() {
            self.other_versions.iter().for_each(|other| other.add_notes(&selectors, &mut self.diagnostics));
        }
        match self.diagnostics.stop() {
            Ok(()) => Ok(Selected { resolved: self, selection }),
            Err(_) => Err(Error::new(self.diagnostics, self.sources)),
        }
    }
}
