//! The edges of the graph: operations on a resource, and steps from it to others.

use std::collections::HashSet;

use super::{ResourceShape, ServiceGraph, Step, continuations::Continuations};
use crate::{
    edm::{Multiplicity, NavigationProperty, Operation, OperationId, OperationKind, TypeId, TypeRef},
    facts::is_addressed_by_path,
};

impl<'a> ServiceGraph<'a> {
    /// Returns the operations bound to a resource's type or its base types.
    ///
    /// An overload bound to a derived type replaces the one bound to a base type.
    #[must_use]
    pub fn operations_on(&self, shape: ResourceShape) -> Vec<(OperationId, &'a Operation)> {
        let multiplicity = multiplicity(shape);
        let mut found: Vec<(OperationId, &'a Operation)> = Vec::new();
        for (depth, (id, _)) in self.model.lineage(shape.entity_type()).enumerate() {
            // Most types have few operations, so that a map would cost more than it saves.
            let known: Option<HashSet<&str>> =
                (found.len() > 32).then(|| found.iter().map(|(_, other)| other.name.as_str()).collect());
            for operation_id in self.model.operations_declared_for(id, multiplicity) {
                let operation = self.model.operation(operation_id);
                let shadowed = depth > 0
                    && known.as_ref().is_none_or(|known| known.contains(operation.name.as_str()))
                    && found.iter().any(|(_, other)| other.name == operation.name && same_call(other, operation));
                if !shadowed {
                    found.push((operation_id, operation));
                }
            }
        }
        found.sort_by(|(_, left), (_, right)| left.name.name().cmp(right.name.name()).then(left.name.cmp(&right.name)));
        found
    }

    /// The operations of a resource with a simple name. Those of a type are collected once, since a selection may name
    /// thousands of them.
    pub(crate) fn operations_named(
        &self,
        shape: ResourceShape,
        simple_name: &str,
    ) -> Vec<(OperationId, &'a Operation)> {
        let mut known = self.operations.borrow_mut();
        let all = || self.operations_on(shape).into_iter().map(|(id, _)| id).collect();
        let all: &Vec<OperationId> = known.entry(shape).or_insert_with(all);
        let name = |id: &OperationId| self.model.operation(*id).name.name();
        let first = all.partition_point(|id| name(id) < simple_name);
        let named = all[first..].iter().take_while(|id| name(id) == simple_name);
        named.map(|id| (*id, self.model.operation(*id))).collect()
    }

    /// Returns the target of a navigation property, if its type is in the model.
    #[must_use]
    pub fn target(&self, property: &NavigationProperty) -> Option<ResourceShape> {
        self.shape_of(&property.type_ref).filter(|shape| self.model.type_(shape.entity_type()).is_entity())
    }

    /// Returns the resource for values of a type.
    ///
    /// Returns `None` unless it is an entity or complex type of the model, or a collection of one.
    #[must_use]
    pub fn shape_of(&self, type_ref: &TypeRef) -> Option<ResourceShape> {
        let id = type_ref.type_id()?;
        let declared = self.model.type_(id);
        if declared.structured().is_none() || declared.represents_untyped() {
            return None;
        }
        Some(match type_ref.is_collection {
            true => ResourceShape::Collection(id),
            false => ResourceShape::Entity(id),
        })
    }

    /// Returns the resource at which paths continue after an operation.
    ///
    /// This is the result of a composable function (`IsComposable`) that returns entities or complex values. Graph's
    /// own client library composes exactly these.
    #[must_use]
    pub fn result(&self, operation: &Operation) -> Option<ResourceShape> {
        if operation.kind != OperationKind::Function || operation.is_composable != Some(true) {
            return None;
        }
        self.shape_of(&operation.return_type.as_ref()?.type_ref)
    }

    /// Whether paths continue after a complex type: it, a type derived from it or the type of a complex property in it
    /// has navigation properties, bound operations or streams.
    pub(crate) fn has_continuations(&self, id: TypeId) -> bool {
        self.continuations.get_or_init(|| Continuations::of(self.model)).contains(id)
    }

    /// The steps along navigation properties of a resource.
    pub(crate) fn navigation_steps(&self, from: ResourceShape) -> impl Iterator<Item = Step<'a>> {
        let properties = match from {
            ResourceShape::Entity(id) => self.model.navigation_properties(id),
            ResourceShape::Collection(_) => Vec::new(),
        };
        properties.into_iter().filter_map(move |(_, property)| {
            let to = self.target(property)?;
            Some(Step::Navigation { from, property: property.name.as_str(), to })
        })
    }

    /// The casts of a resource to all derived types, including abstract ones.
    pub(crate) fn cast_steps(&self, from: ResourceShape) -> impl Iterator<Item = Step<'a>> {
        let derived = self.model.derived_types(from.entity_type()).into_iter();
        derived.map(move |id| Step::Cast { from, to: from.with_type(id) })
    }

    /// The step from an entity to the one at a path below it, if Graph addresses such entities by path.
    pub(crate) fn item_path_step(&self, from: ResourceShape) -> Option<Step<'a>> {
        let ResourceShape::Entity(id) = from else { return None };
        is_addressed_by_path(self.model, id).then_some(Step::ItemPath { from })
    }

    /// The steps to values of complex properties.
    pub(crate) fn property_steps(&self, from: ResourceShape) -> impl Iterator<Item = Step<'a>> {
        let properties = match from {
            ResourceShape::Entity(id) => self.model.properties(id),
            ResourceShape::Collection(_) => Vec::new(),
        };
        properties.into_iter().filter_map(move |(_, property)| {
            let to = self.shape_of(&property.type_ref)?;
            Some(Step::Property { from, property: property.name.as_str(), to })
        })
    }

    /// The steps to results of composable functions among the operations of a resource.
    pub(crate) fn function_steps(
        &self,
        from: ResourceShape,
        operations: &[(OperationId, &Operation)],
    ) -> impl Iterator<Item = Step<'a>> {
        operations.iter().filter_map(move |(id, operation)| {
            let to = self.result(operation)?;
            Some(Step::Function { from: Some(from), import: None, operation: *id, to })
        })
    }
}

fn multiplicity(shape: ResourceShape) -> Multiplicity {
    match shape {
        ResourceShape::Entity(_) => Multiplicity::One,
        ResourceShape::Collection(_) => Multiplicity::Many,
    }
}

/// Whether two overloads differ only in their binding type.
fn same_call(left: &Operation, right: &Operation) -> bool {
    left.kind == right.kind
        && left.call_parameters().len() == right.call_parameters().len()
        && left.call_parameters().iter().zip(right.call_parameters()).all(|(left, right)| left.name == right.name)
}
