//! The first segment of a path: an entity set, a singleton or an operation import.

use super::{ArenaTarget, Cursor, End};
use crate::{
    diagnostic::{Code, Diagnostic, closest},
    edm::OperationId,
    selection::{
        graph::{EntryPoint, Import},
        selector::Segment,
    },
};

impl<'a> Cursor<'_, 'a> {
    pub(super) fn after_container(&mut self, segment: &Segment) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
        let graph = self.graph();
        let entry_point = |name: &str| {
            let found = graph.entry_points().iter().find(|entry_point| entry_point.name == name);
            // Graph ignores case, and its documentation is not consistent.
            found.or_else(|| graph.entry_points().iter().find(|known| known.name.eq_ignore_ascii_case(name)))
        };
        let import = |name: &str| {
            let found = graph.imports().iter().find(|import| import.name == name);
            found.or_else(|| graph.imports().iter().find(|import| import.name.eq_ignore_ascii_case(name)))
        };
        match segment {
            Segment::Rest => Ok(vec![ArenaTarget::new(self.target.path, End::Everything)]),
            Segment::AnyOne => {
                let mut targets: Vec<_> = graph.entry_points().iter().map(|known| self.enter(known)).collect();
                targets.extend(graph.imports().iter().map(|known| self.import(known, known.overloads.to_vec())));
                Ok(targets)
            }
            Segment::Key | Segment::KeyPredicate(_) | Segment::ItemPath => {
                Err(self.error("a path begins with an entity set, a singleton or an operation import"))
            }
            Segment::Name(name) => {
                if let Some(known) = entry_point(name) {
                    return Ok(vec![self.enter(known)]);
                }
                let import = import(name).ok_or_else(|| self.no_child(name))?;
                Ok(vec![self.import(import, self.called_without_arguments(import.overloads.to_vec()))])
            }
            Segment::Call(name, arguments) => {
                if let Some(known) = entry_point(name) {
                    let collection = self.enter(known);
                    return self.keyed(collection.path, known.shape, arguments);
                }
                let import = import(name).ok_or_else(|| self.no_child(name))?;
                let overloads = self.called_with(name, arguments, import.overloads.to_vec())?;
                Ok(vec![self.import(import, overloads)])
            }
        }
    }

    fn enter(&mut self, entry_point: &EntryPoint<'a>) -> ArenaTarget<'a> {
        ArenaTarget::after(self.target.path, entry_point.step(), self.arena)
    }

    fn import(&self, import: &Import<'a>, overloads: Vec<OperationId>) -> ArenaTarget<'a> {
        let end = End::Operations { caller: None, import: Some(import.name), overloads };
        ArenaTarget::new(self.target.path, end)
    }

    fn no_child(&self, name: &str) -> Diagnostic {
        let graph = self.graph();
        let Some(container) = graph.container() else {
            return self.error("the metadata has no entity container, so it has no paths");
        };
        let system = match name {
            "$batch" => Some("a batch is not an operation of the metadata; the runtime sends it: `Batch`"),
            "$metadata" => Some("the metadata is not a resource of the service; the command `fetch` downloads it"),
            "$entity" => Some("`$entity` is not supported; write the path of the entity"),
            _ => None,
        };
        if let Some(message) = system {
            return Diagnostic::error(Code::Unsupported, message).at(self.span);
        }
        let message = format!("`{}` has no entity set, singleton or operation import `{name}`", container.name.name());
        let diagnostic = self.error(message);
        let entry_points = graph.entry_points().iter().map(|entry_point| entry_point.name);
        match closest(name, entry_points.chain(graph.imports().iter().map(|import| import.name))) {
            Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
            None => diagnostic,
        }
    }
}
