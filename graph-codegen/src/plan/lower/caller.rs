//! Plans methods for operations, on a resource or on the service.

use std::collections::{BTreeMap, HashMap};

use super::{
    planner::Planner,
    service::{Builders, Structures},
};
use crate::{
    customization::Element,
    edm::{Operation, OperationId, OperationKind, QualifiedName},
    naming::{Distance, Scope, Wanted, qualified_camel, qualified_snake},
    plan::Method,
    selection::{ResourceShape, SelectedOperation, path_syntax},
};

/// A resource or the service, while methods for its operations are planned.
pub(super) struct Caller<'p, 'm> {
    pub(super) planner: &'p mut Planner<'m>,
    /// The parameter structs so far.
    pub(super) structures: &'p mut Structures,
    pub(super) builders: &'p Builders,
    /// The method names that are taken.
    pub(super) scope: &'p mut Scope,
    pub(super) methods: &'p mut Vec<Method>,
    /// The type of the resource, or the container.
    pub(super) owner: &'m QualifiedName,
    /// The path template of the resource.
    pub(super) template: &'p str,
    /// What the operations are called on.
    pub(super) kind: CallerKind<'p>,
}

/// What operations are called on.
#[derive(Clone, Copy, Debug)]
pub(super) enum CallerKind<'p> {
    /// A resource, to which they are bound.
    Resource(ResourceShape),
    /// The service, into which they are imported under this name.
    Import(&'p str),
}

impl<'m> Caller<'_, 'm> {
    /// Adds methods for the selected operations: actions first, then functions, each sorted by name.
    pub(super) fn add(&mut self, operations: &BTreeMap<OperationId, SelectedOperation>) {
        let model = self.planner.model;
        let mut sorted: Vec<(OperationId, &Operation, &SelectedOperation)> =
            operations.iter().map(|(id, selected)| (*id, model.operation(*id), selected)).collect();
        sorted.sort_by(|(_, left, _), (_, right, _)| order(left).cmp(&order(right)));
        let mut overloads: HashMap<&str, usize> = HashMap::new();
        for (_, operation, _) in sorted.iter().filter(|(_, operation, _)| operation.kind == OperationKind::Function) {
            *overloads.entry(operation.name.name()).or_default() += 1;
        }
        for (id, operation, selected) in sorted {
            match operation.kind {
                OperationKind::Action => self.action(id),
                OperationKind::Function => {
                    let is_overloaded = overloads.get(operation.name.name()).is_some_and(|count| *count > 1);
                    self.function(id, selected, is_overloaded);
                }
            }
        }
    }

    /// The path segment of an operation, without arguments.
    pub(super) fn segment(&self, operation: &'m Operation) -> String {
        match self.kind {
            CallerKind::Import(name) => name.to_owned(),
            CallerKind::Resource(_) => self.planner.graph.operation_segment(operation).to_owned(),
        }
    }

    /// The name that methods are named after.
    pub(super) fn simple_name(&self, operation: &'m Operation) -> String {
        match self.kind {
            CallerKind::Import(name) => name.to_owned(),
            CallerKind::Resource(_) => operation.name.name().to_owned(),
        }
    }

    /// The method name that an operation wants. It begins with its namespace if others have an operation with its name
    /// for the resource.
    pub(super) fn wanted(&self, operation: &'m Operation, name: &str) -> Wanted {
        let wanted = self.planner.wanted(&Element::Operation { on: self.owner, name }, name);
        match self.kind {
            CallerKind::Resource(shape) if wanted.distance != Distance::Chosen => {
                let before = self.planner.operation_namespace(shape, operation);
                Wanted { identifier: qualified_snake(&before, &wanted.identifier), ..wanted }
            }
            _ => wanted,
        }
    }

    /// The name of an operation in names of types, for the resource that it is declared for.
    pub(super) fn camel_name(&self, declared: Option<ResourceShape>, operation: &'m Operation, name: &str) -> String {
        let before = declared.map_or_else(Default::default, |shape| self.planner.operation_namespace(shape, operation));
        qualified_camel(&before, name)
    }

    /// The path template of a call.
    pub(super) fn call_template(&self, id: OperationId) -> String {
        let import = match self.kind {
            CallerKind::Import(name) => Some(name),
            CallerKind::Resource(_) => None,
        };
        path_syntax::append(self.template, &self.planner.graph.call_segment(id, import))
    }
}

/// Sorts actions before functions, then by name, then by the names of parameters.
fn order(operation: &Operation) -> (bool, &str, &str, Vec<&str>) {
    let parameters = operation.call_parameters().iter().map(|parameter| parameter.name.as_str()).collect();
    (operation.kind == OperationKind::Function, operation.name.name(), operation.name.as_str(), parameters)
}
