//! The first segments of paths: entity sets, singletons and imports.

use super::{RootResource, Target, Walk};
use crate::{
    csdl::is_identifier,
    openapi::{
        Method, OperationType,
        describe::{
            options::ResourceOptions,
            template::{Argument, Segment},
            types::Found,
        },
    },
};

impl<'d, 'a> Walk<'_, 'd, 'a, '_> {
    /// Determines what the first segment of a path is.
    pub(super) fn root(&mut self, id: usize, name: &str) -> Target {
        if self.resources.is_called(id, OperationType::Action) {
            return self.action(id, None, name);
        }
        if self.resources.is_called(id, OperationType::Function) {
            return self.function(id, None, name, &[]);
        }
        let is_key = |segment: &Segment<'_>| matches!(segment, Segment::Key(_));
        let key = self.resources.child(id, is_key).or_else(|| self.predicate(id, name));
        let got = self.get_type(id);
        let is_set = key.is_some() || got.as_ref().is_some_and(|found| found.is_collection);
        let entity = key.and_then(|key| self.entity(key));
        let found = entity.or(got).or_else(|| self.entity(id)).filter(|found| !found.item.starts_with("Edm."));
        let type_name = match found {
            Some(found) => found.item,
            None => match self.type_named_like(name) {
                Some(type_name) => type_name,
                None => return Target::Unknown,
            },
        };
        if !is_identifier(name) {
            return Target::Unknown;
        }
        self.walked.entities.push(type_name.clone());
        let span = self.resources.list[id].span;
        let mut options = ResourceOptions::default();
        options.record(self.schemas, self.resources, id);
        self.walked.root.push(RootResource {
            name: name.to_owned(),
            type_name: type_name.clone(),
            is_set,
            options,
            span,
        });
        Target::Value(type_name, is_set)
    }

    /// Returns the entity type that the methods of a segment return or accept.
    pub(super) fn entity(&mut self, id: usize) -> Option<Found> {
        if let Some(found) = self.get_type(id) {
            return Some(found);
        }
        let (document, operation) = [Method::Patch, Method::Put, Method::Post]
            .into_iter()
            .find_map(|method| self.resources.operation(id, method))?;
        self.schemas.sent(document, operation)
    }

    /// Returns the sibling that is the same collection with a key in parentheses, as in `People('{UserName}')`.
    pub(super) fn predicate(&self, id: usize, name: &str) -> Option<usize> {
        let parent = self.resources.list[id].parent;
        self.resources.child(
            parent,
            |segment| matches!(segment, Segment::Call(other, arguments) if *other == name && !arguments.is_empty()),
        )
    }

    /// Returns a type with the name of a segment. An excerpt of a description may have `/roleManagement/directory` and
    /// not `/roleManagement`, and singletons are named after their types.
    pub(super) fn type_named_like(&self, name: &str) -> Option<String> {
        let namespace = &self.schemas.root_namespace;
        let candidates = [format!("{namespace}.{name}"), format!("{namespace}.{name}Root")];
        candidates.into_iter().find(|candidate| self.schemas.type_index.contains_key(&**candidate))
    }

    pub(super) fn root_call(&mut self, id: usize, name: &str, arguments: &[Argument<'d>]) -> Target {
        let set = self.walked.root.iter().find(|root| root.is_set && root.name == name);
        let type_name = match set {
            Some(set) => Some(set.type_name.clone()),
            // The path of the collection itself may be missing or follow later.
            None if !self.resources.is_called(id, OperationType::Function) => {
                let sibling = self.resources.child(0, |segment| *segment == Segment::Name(name));
                match sibling.and_then(|sibling| self.get_type(sibling)).or_else(|| self.get_type(id)) {
                    Some(found) if !found.item.starts_with("Edm.") && !arguments.is_empty() => Some(found.item),
                    _ => None,
                }
            }
            None => None,
        };
        match type_name {
            Some(type_name) => {
                let sibling = self.resources.child(0, |segment| *segment == Segment::Name(name));
                self.key_predicate(id, sibling, type_name, arguments)
            }
            None => self.function(id, None, name, arguments),
        }
    }

    pub(super) fn key_predicate(
        &mut self,
        id: usize,
        sibling: Option<usize>,
        type_name: String,
        arguments: &[Argument<'d>],
    ) -> Target {
        let span = self.resources.list[id].span;
        let has_key =
            sibling.is_some_and(|at| self.resources.child(at, |segment| matches!(segment, Segment::Key(_))).is_some());
        let names: Vec<&str> = arguments
            .iter()
            .map(|argument| if argument.name.is_empty() { argument.placeholder } else { argument.name })
            .collect();
        if has_key {
            self.walked.keys.record_alternate(self.schemas, &type_name, &names, span);
        } else {
            self.walked.keys.record(self.schemas, &type_name, &names, span);
        }
        self.walked.entities.push(type_name.clone());
        Target::Value(type_name, false)
    }
}
