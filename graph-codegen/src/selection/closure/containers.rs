//! Entity containers whose children no path reaches.

use super::Closure;
use crate::{
    diagnostic::Diagnostic,
    edm::EntityContainer,
    selection::selector::{PathPattern, Pattern, Segment, Selector},
};

impl Closure<'_> {
    /// Reports a container that the service's one extends and whose document was not given, if selectors need it.
    /// Warns of ignored containers if selectors select everything.
    ///
    /// Returns whether the selectors can be followed.
    pub(super) fn check_containers(&mut self, selectors: &[Selector]) -> bool {
        let selectors = || selectors.iter().filter(|selector| !selector.is_exclusion);
        let needs_paths = |selector: &Selector| match &selector.pattern {
            Pattern::Path(_) => true,
            Pattern::Name(name) => name.name.as_str().contains("**"),
        };
        if let Some((container, base)) = self.model.missing_base_container()
            && selectors().any(needs_paths)
        {
            let message = format!("entity container `{}` extends it", container.name);
            let error = self.model.missing_document(base.namespace()).error(base).at(container.span);
            self.diagnostics.push(error.note(message, None));
            return false;
        }
        let is_everything = |selector: &Selector| match &selector.pattern {
            Pattern::Path(path) => matches!(path.segments[..], [(Segment::Rest, _)]),
            Pattern::Name(_) => false,
        };
        if selectors().any(is_everything) {
            let ignored = self.model.ignored_containers();
            let is_missed = |container: &&EntityContainer| {
                let mut types = container.entity_types();
                types.any(|id| !self.extern_types.contains(&id)) || container.imports_operations()
            };
            let missed: Vec<Diagnostic> = ignored
                .into_iter()
                .filter(is_missed)
                .map(|container| self.model.ignored_container(container))
                .collect();
            self.diagnostics.extend(missed);
        }
        true
    }

    /// Adds to the error for a path that its first segment is in a container that is ignored.
    pub(super) fn with_ignored_child(&self, error: Diagnostic, path: &PathPattern) -> Diagnostic {
        let Some((Segment::Name(first) | Segment::Call(first, _), span)) = path.segments.first() else { return error };
        if error.span != Some(*span) {
            return error;
        }
        let mut ignored = self.model.ignored_containers().into_iter();
        match ignored.find(|container| container.has_child(first)) {
            Some(container) => {
                let note = format!("`{}` has it, which is ignored: a service has one entity container", container.name);
                error.note(note, container.span).help("generate from the documents of one service at a time")
            }
            None => error,
        }
    }
}
