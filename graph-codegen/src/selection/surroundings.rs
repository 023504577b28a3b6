use std::collections::HashMap;

use super::{ResourceShape, RootKind, Route, Step, alternate_key};
use crate::edm::{
    ContainerChild, EntityContainer, Model, NavigationProperty, Operation, OperationId, OperationKind, Service, TypeId,
    TypeRef,
};

/// What can be reached from where: a model with the look-ups that walking a path needs.
#[derive(Debug)]
pub struct Surroundings<'a> {
    pub(super) model: &'a Model,
    service: Option<Service<'a>>,
    bound: HashMap<ResourceShape, Vec<OperationId>>,
}

/// An entity set or singleton, as a place where paths begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entrance<'a> {
    pub name: &'a str,
    pub kind: RootKind,
    pub shape: ResourceShape,
}

/// An action or function import: an operation that is called on the service itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Import<'a> {
    pub name: &'a str,
    pub overloads: &'a [OperationId],
}

impl Entrance<'_> {
    /// The way to it.
    pub(super) fn route(&self, surroundings: &Surroundings<'_>) -> Route {
        let step = Step::Root { name: self.name.to_owned(), kind: self.kind, shape: self.shape };
        Route::start().then(step, surroundings)
    }
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
        Self { model, service: model.service(), bound }
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &'a Model {
        self.model
    }

    /// The container that paths begin in: see [`Model::service`].
    #[must_use]
    pub fn container(&self) -> Option<&'a EntityContainer> {
        self.service.as_ref().map(Service::container)
    }

    /// A child of the container, or of one that it extends, by its name.
    pub(crate) fn child(&self, name: &str) -> Option<ContainerChild<'a>> {
        self.service.as_ref()?.find(name)
    }

    fn children(&self) -> &[ContainerChild<'a>] {
        self.service.as_ref().map_or(&[], Service::children)
    }

    /// The entity sets and singletons whose types were given.
    pub(super) fn entrances(&self) -> Vec<Entrance<'a>> {
        let entrance = |child: &ContainerChild<'a>| {
            let id = child.entity_type()?;
            let (kind, shape) = match child {
                ContainerChild::EntitySet(_) => (RootKind::EntitySet, ResourceShape::Collection(id)),
                ContainerChild::Singleton(_) => (RootKind::Singleton, ResourceShape::Entity(id)),
                ContainerChild::ActionImport(_) | ContainerChild::FunctionImport(_) => return None,
            };
            Some(Entrance { name: child.name(), kind, shape })
        };
        self.children().iter().filter_map(entrance).collect()
    }

    /// The operation imports whose operations were given.
    pub(super) fn imports(&self) -> Vec<Import<'a>> {
        let import = |child: &ContainerChild<'a>| {
            let overloads = match child {
                ContainerChild::ActionImport(import) => &import.overloads[..],
                ContainerChild::FunctionImport(import) => &import.overloads[..],
                ContainerChild::EntitySet(_) | ContainerChild::Singleton(_) => return None,
            };
            (!overloads.is_empty()).then(|| Import { name: child.name(), overloads })
        };
        self.children().iter().filter_map(import).collect()
    }

    /// The paths of the imports of an unbound operation: `/GetNearestAirport(lat={lat},lon={lon})`.
    #[must_use]
    pub fn import_paths(&self, id: OperationId) -> Vec<String> {
        let imports = self.imports().into_iter().filter(|import| import.overloads.contains(&id));
        imports.map(|import| format!("/{}", self.call_segment(id, Some(import.name)))).collect()
    }

    /// Finds a type by its name with namespace, or with an alias of that.
    #[must_use]
    pub fn find_type(&self, name: &str) -> Option<TypeId> {
        let by_alias = || {
            let (alias, simple) = name.rsplit_once('.')?;
            let schema = self.model.schemas().iter().find(|schema| schema.alias.as_deref() == Some(alias))?;
            self.model.find_type(&format!("{}.{simple}", schema.namespace))
        };
        self.model.find_type(name).or_else(by_alias)
    }

    /// The alternate keys of an entity type that the metadata declares: for each, the names of its parts.
    #[must_use]
    pub fn alternate_keys(&self, id: TypeId) -> Vec<Vec<String>> {
        alternate_key::declared(self.model, id)
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
        self.shape_of(&property.type_ref).filter(|shape| self.model.type_(shape.entity_type()).is_entity())
    }

    /// The resource that values of a type make up; `None` unless it is an entity or complex type of the model, or a collection of one.
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

    /// Where the result of an operation leads on, which it does if it is a composable function (`IsComposable`) that returns entities or
    /// complex values. Graph's own client library composes exactly these.
    #[must_use]
    pub fn result(&self, operation: &Operation) -> Option<ResourceShape> {
        if operation.kind != OperationKind::Function || operation.is_composable != Some(true) {
            return None;
        }
        self.shape_of(&operation.return_type.as_ref()?.type_ref)
    }

    /// Whether a complex type has members that paths lead to: navigation properties, or operations that are bound to it.
    pub(super) fn leads_on(&self, id: TypeId) -> bool {
        !self.model.navigation_properties(id).is_empty() || !self.operations_on(ResourceShape::Entity(id)).is_empty()
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
