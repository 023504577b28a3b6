use std::collections::HashMap;

use super::{ResourceShape, RootKind};
use crate::edm::{EntityContainer, ItemType, Model, NavigationProperty, Operation, OperationId, TypeId};

/// What can be reached from where: a model with the look-ups that walking a path needs.
#[derive(Debug)]
pub struct Surroundings<'a> {
    model: &'a Model,
    bound: HashMap<ResourceShape, Vec<OperationId>>,
}

/// An entity set or singleton, as a place where paths begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entrance<'a> {
    pub name: &'a str,
    pub kind: RootKind,
    pub shape: ResourceShape,
}

impl<'a> Surroundings<'a> {
    /// Indexes the bound operations of a model.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        let mut bound: HashMap<ResourceShape, Vec<OperationId>> = HashMap::new();
        for (id, operation) in model.operations() {
            let Some(parameter) = operation.binding_parameter() else { continue };
            let Some(type_id) = parameter.type_ref.type_id() else { continue };
            let shape = match parameter.type_ref.is_collection {
                true => ResourceShape::Collection(type_id),
                false => ResourceShape::Entity(type_id),
            };
            bound.entry(shape).or_default().push(id);
        }
        Self { model, bound }
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &'a Model {
        self.model
    }

    /// The container that paths begin in: the first one declared.
    #[must_use]
    pub fn container(&self) -> Option<&'a EntityContainer> {
        self.model.containers().first()
    }

    pub(super) fn entrances(&self) -> Vec<Entrance<'a>> {
        let Some(container) = self.container() else { return Vec::new() };
        let sets = container.entity_sets.iter().filter_map(|set| match set.entity_type {
            ItemType::Declared(id) => {
                Some(Entrance { name: &set.name, kind: RootKind::EntitySet, shape: ResourceShape::Collection(id) })
            }
            _ => None,
        });
        let singletons = container.singletons.iter().filter_map(|singleton| match singleton.entity_type {
            ItemType::Declared(id) => {
                Some(Entrance { name: &singleton.name, kind: RootKind::Singleton, shape: ResourceShape::Entity(id) })
            }
            _ => None,
        });
        sets.chain(singletons).collect()
    }

    /// The operations that can be called on a resource: those bound to its type or to a base type of it. Where a derived type
    /// has an overload of its own, that one counts.
    #[must_use]
    pub fn operations_on(&self, shape: ResourceShape) -> Vec<(OperationId, &'a Operation)> {
        let mut found: Vec<(OperationId, &'a Operation)> = Vec::new();
        for (depth, (id, _)) in self.model.lineage(shape.entity_type()).enumerate() {
            let at = match shape {
                ResourceShape::Entity(_) => ResourceShape::Entity(id),
                ResourceShape::Collection(_) => ResourceShape::Collection(id),
            };
            for operation_id in self.bound.get(&at).into_iter().flatten() {
                let operation = self.model.operation(*operation_id);
                let shadowed = depth > 0
                    && found.iter().any(|(_, other)| other.name == operation.name && same_call(other, operation));
                if !shadowed {
                    found.push((*operation_id, operation));
                }
            }
        }
        found.sort_by(|(_, left), (_, right)| left.name.name().cmp(right.name.name()).then(left.name.cmp(&right.name)));
        found
    }

    /// Where a navigation property leads, if the target's type was given.
    #[must_use]
    pub fn target(&self, property: &NavigationProperty) -> Option<ResourceShape> {
        let id = property.type_ref.type_id().filter(|id| self.model.type_(*id).is_entity())?;
        Some(match property.type_ref.is_collection {
            true => ResourceShape::Collection(id),
            false => ResourceShape::Entity(id),
        })
    }

    /// The name that stands for a key in path templates: that of the key property, or `key` for a composite one.
    #[must_use]
    pub fn key_placeholder(&self, id: TypeId) -> &'a str {
        match self.model.key(id) {
            Some((_, key)) if key.property_refs.len() == 1 => {
                let reference = &key.property_refs[0];
                reference.alias.as_deref().unwrap_or(&reference.name)
            }
            _ => "key",
        }
    }

    /// `microsoft.graph.user`, or `Collection(microsoft.graph.user)`.
    #[must_use]
    pub fn shape_name(&self, shape: ResourceShape) -> String {
        let name = &self.model.type_(shape.entity_type()).name;
        match shape {
            ResourceShape::Entity(_) => name.to_string(),
            ResourceShape::Collection(_) => format!("Collection({name})"),
        }
    }
}

/// Whether two overloads are told apart by nothing but their binding type.
fn same_call(left: &Operation, right: &Operation) -> bool {
    left.kind == right.kind
        && left.call_parameters().len() == right.call_parameters().len()
        && left.call_parameters().iter().zip(right.call_parameters()).all(|(left, right)| left.name == right.name)
}
