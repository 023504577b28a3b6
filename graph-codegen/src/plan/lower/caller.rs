//! What operations are called on.

use std::collections::BTreeMap;

use super::{
    planner::Planner,
    service::{Builders, Structures},
};
use crate::{
    edm::{Operation, OperationId, OperationKind, QualifiedName},
    naming::{Identifier, Scope},
    plan::Method,
    selection::{ResourceShape, SelectedOperation, ServiceGraph},
};

/// A resource, or the service itself, while the methods for its operations are planned.
pub(super) struct Caller<'p, 'm> {
    pub(super) planner: &'p mut Planner<'m>,
    /// Where structs of parameters go.
    pub(super) structures: &'p mut Structures,
    pub(super) builders: &'p Builders,
    /// The names of methods so far.
    pub(super) scope: &'p mut Scope,
    pub(super) methods: &'p mut Vec<Method>,
    /// The type, or the container.
    pub(super) owner: &'m QualifiedName,
    /// The path template of the resource.
    pub(super) template: &'p str,
    /// What is called on.
    pub(super) kind: CallerKind<'p>,
}

/// Whether operations are bound or imported.
#[derive(Clone, Copy, Debug)]
pub(super) enum CallerKind<'p> {
    /// They are bound to a resource.
    Resource(ResourceShape),
    /// They are imported under a name.
    Import(&'p str),
}

impl<'m> Caller<'_, 'm> {
    /// Adds methods for the operations that are selected; actions first, each kind by name.
    pub(super) fn add(&mut self, operations: &BTreeMap<OperationId, SelectedOperation>) {
        let model = self.planner.model;
        let mut sorted: Vec<(OperationId, &Operation, &SelectedOperation)> =
            operations.iter().map(|(id, selected)| (*id, model.operation(*id), selected)).collect();
        sorted.sort_by(|(_, left, _), (_, right, _)| order(left).cmp(&order(right)));
        for (id, operation, selected) in sorted {
            match operation.kind {
                OperationKind::Action => self.action(id),
                OperationKind::Function => self.function(id, selected),
            }
        }
    }

    /// What an operation is called in a path.
    pub(super) fn segment(&self, operation: &'m Operation) -> String {
        match self.kind {
            CallerKind::Import(name) => name.to_owned(),
            CallerKind::Resource(_) => self.planner.graph.operation_segment(operation).to_owned(),
        }
    }

    /// The name that methods are made of.
    pub(super) fn simple_name(&self, operation: &'m Operation) -> String {
        match self.kind {
            CallerKind::Import(name) => name.to_owned(),
            CallerKind::Resource(_) => operation.name.name().to_owned(),
        }
    }

    /// The path template of a call.
    pub(super) fn call_template(&self, id: OperationId) -> String {
        let import = match self.kind {
            CallerKind::Import(name) => Some(name),
            CallerKind::Resource(_) => None,
        };
        format!("{}/{}", self.template, self.planner.graph.call_segment(id, import))
    }

    /// How many functions can be called here under the name of this one.
    pub(super) fn overloads(&self, operation: &Operation) -> usize {
        let graph: &ServiceGraph<'_> = &self.planner.graph;
        let is_overload =
            |other: &Operation| other.kind == OperationKind::Function && other.name.name() == operation.name.name();
        match self.kind {
            CallerKind::Resource(shape) => {
                graph.operations_on(shape).iter().filter(|(_, other)| is_overload(other)).count()
            }
            CallerKind::Import(_) => {
                let named = self.planner.model.operations_named(operation.name.as_str());
                named.filter(|id| !self.planner.model.operation(*id).is_bound()).count()
            }
        }
    }

    /// Takes a method name.
    pub(super) fn claim(&mut self, wanted: &Identifier, suffix: &str) -> Identifier {
        self.scope.claim_or(wanted.clone(), suffix)
    }
}

/// Actions before functions, then by name; overloads by the names of their parameters.
fn order(operation: &Operation) -> (bool, &str, &str, Vec<&str>) {
    let parameters = operation.call_parameters().iter().map(|parameter| parameter.name.as_str()).collect();
    (operation.kind == OperationKind::Function, operation.name.name(), operation.name.as_str(), parameters)
}
