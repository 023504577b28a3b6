//! Adds requests and operations to a closure.

use std::sync::Arc;

use super::{Closure, Request};
use crate::{
    diagnostic::Span,
    edm::OperationId,
    selection::{
        graph::{PathId, ResourceShape, Restrictions, path_syntax::append},
        result::{Reason, RequestEntry, RequestKind, ResourceMethod, SelectedOperation},
    },
};

impl Closure<'_> {
    /// Adds a request on the resource at the end of a path.
    pub(super) fn request(&mut self, path: PathId, method: ResourceMethod, reason: &Reason) {
        if method == ResourceMethod::Get {
            return self.read(path, reason);
        }
        let Some(shape) = self.arena.end(path) else { return };
        let id = shape.entity_type();
        let is_excluded = self.exclusions.has_type(id)
            || self.exclusions.has_path(self.arena.template(path))
            || self.exclusions.has_path_that(|| method.template(self.arena.template(path)));
        if is_excluded {
            return;
        }
        self.select_path(path, reason);
        if method.has_body() {
            self.add_type(id, || Reason::SentTo(shape));
        }
        self.log_request(path, shape, method.clone(), reason);
        let Some(found) = self.resources.get_mut(shape) else { return };
        match found.requests.binary_search_by(|known| known.method.cmp(&method)) {
            Ok(at) => {
                let known = &mut found.requests[at];
                if self.arena.is_better(path, known.path) {
                    known.path = path;
                }
            }
            Err(at) => {
                let facts = self.log.last().and_then(|entry| entry.facts.clone());
                let facts = facts.unwrap_or_else(|| Arc::clone(&self.unknown));
                found.requests.insert(at, Request { method, path, reason: reason.clone(), facts });
            }
        }
    }

    /// Adds `GET` on the resource at the end of a path.
    pub(super) fn read(&mut self, path: PathId, reason: &Reason) {
        let Some(shape) = self.arena.end(path) else { return };
        if self.exclusions.has_path(self.arena.template(path)) || self.exclusions.has_type(shape.entity_type()) {
            return;
        }
        self.select_path(path, reason);
        self.log_request(path, shape, ResourceMethod::Get, reason);
        if let Some(found) = self.resources.get_mut(shape) {
            found.resource.get.get_or_insert_with(|| reason.clone());
        }
        self.add_type(shape.entity_type(), || Reason::ReadFrom(shape));
    }

    /// Remembers a request by this path, besides others to the same resource.
    fn log_request(&mut self, path: PathId, shape: ResourceShape, method: ResourceMethod, reason: &Reason) {
        let facts = method.facts_under(&Restrictions::of(self.arena.steps_backwards(path), self.graph));
        self.log.push(RequestEntry {
            template: self.arena.template_range(path),
            import: None,
            kind: RequestKind::Resource(shape, method),
            reason: reason.clone(),
            facts: facts.map(Arc::new),
        });
    }

    /// Adds the call of an operation on the resource at the end of a path; the path is empty for an import.
    pub(super) fn call(
        &mut self,
        path: PathId,
        import: Option<&str>,
        id: OperationId,
        reason: &Reason,
        named_at: Option<Span>,
    ) {
        let operation = self.model.operation(id);
        let name = operation.name.name();
        let on = self.arena.end(path);
        let template = || append(self.arena.template(path), &self.graph.call_segment(id, import));
        let excluded = |shape: ResourceShape| self.exclusions.has_member(self.model, shape.entity_type(), name);
        if self.exclusions.has_path_that(template) || on.is_some_and(excluded) {
            return;
        }
        self.select_path(path, reason);
        self.log.push(RequestEntry {
            template: self.arena.template_range(path),
            import: import.map(Into::into),
            kind: RequestKind::Operation(on, id),
            reason: reason.clone(),
            facts: None,
        });
        let Some(selected) = self.operation(on, import, id, reason) else { return };
        if selected.call.is_some() {
            return;
        }
        selected.call = Some(reason.clone());
        for parameter in operation.call_parameters() {
            let why = || Reason::ParameterOf { operation: id, parameter: parameter.name.clone() };
            self.add_signature(&parameter.type_ref, why, named_at);
        }
        if let Some(returned) = &operation.return_type {
            self.add_signature(&returned.type_ref, || Reason::ReturnedBy(id), named_at);
        }
    }

    /// Returns the entry of an operation, which is added if necessary.
    pub(super) fn operation(
        &mut self,
        on: Option<ResourceShape>,
        import: Option<&str>,
        id: OperationId,
        reason: &Reason,
    ) -> Option<&mut SelectedOperation> {
        let operations = match (on, import) {
            (_, Some(import)) => self.selection.imports.entry(import.to_owned()).or_default(),
            (Some(shape), None) => &mut self.resources.get_mut(shape)?.resource.operations,
            (None, None) => return None,
        };
        let new = || SelectedOperation { reason: reason.clone(), call: None, leads_to: None };
        Some(operations.entry(id).or_insert_with(new))
    }
}
