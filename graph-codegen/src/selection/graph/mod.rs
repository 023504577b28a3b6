use std::{borrow::Cow, collections::HashMap};

use super::{ResourceShape, RootKind, Route, Step, alternate_key, ways::ModelStep};
use crate::edm::{
    ContainerChild, EntityContainer, Model, Multiplicity, NavigationProperty, Operation, OperationId, OperationKind,
    Service, TypeId, TypeRef,
};

/// What can be reached from where: a model with the look-ups that walking a path needs.
#[derive(Debug)]
pub struct Surroundings<'a> {
    pub(super) model: &'a Model,
    service: Option<Service<'a>>,
    /// What paths call by simple names, or by an alias.
    pub(super) own: OwnNamespace<'a>,
    entrances: Vec<Entrance<'a>>,
    entrances_by_type: HashMap<TypeId, Vec<usize>>,
    imports: Vec<Import<'a>>,
}

/// The namespace of the container.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OwnNamespace<'a> {
    pub namespace: Option<&'a str>,
    pub alias: Option<&'a str>,
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

impl<'a> Entrance<'a> {
    /// The way to it.
    pub(super) fn route(&self, surroundings: &Surroundings<'_>) -> Route {
        Route::start().then(self.step().to_owned(), surroundings)
    }

    /// The step into it.
    pub(super) fn step(&self) -> ModelStep<'a> {
        Step::Root { name: Cow::Borrowed(self.name), kind: self.kind, shape: self.shape }
    }
}

impl<'a> Surroundings<'a> {
    /// Indexes the container of a model; what the model itself knows, such as bound operations, it has indexes of.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        let service = model.service();
        let namespace = service.as_ref().map(|service| service.container().name.namespace());
        let schema = model.schemas().iter().find(|schema| Some(schema.namespace.as_str()) == namespace);
        let own = OwnNamespace { namespace, alias: schema.and_then(|schema| schema.alias.as_deref()) };
        let children = service.as_ref().map_or(&[][..], Service::children);
        let entrances: Vec<Entrance<'a>> = children.iter().filter_map(entrance).collect();
        let mut entrances_by_type: HashMap<TypeId, Vec<usize>> = HashMap::new();
        for (number, entrance) in entrances.iter().enumerate() {
            entrances_by_type.entry(entrance.shape.entity_type()).or_default().push(number);
        }
        let imports = children.iter().filter_map(import).collect();
        Self { model, service, own, entrances, entrances_by_type, imports }
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

    /// The entity sets and singletons whose types were given.
    pub(super) fn entrances(&self) -> &[Entrance<'a>] {
        &self.entrances
    }

    /// Those of one type.
    pub(super) fn entrances_of(&self, id: TypeId) -> impl Iterator<Item = &Entrance<'a>> {
        self.entrances_by_type.get(&id).into_iter().flatten().map(|number| &self.entrances[*number])
    }

    /// The operation imports whose operations were given.
    pub(super) fn imports(&self) -> &[Import<'a>] {
        &self.imports
    }

    /// The paths of the imports of an unbound operation: `/GetNearestAirport(lat={lat},lon={lon})`.
    #[must_use]
    pub fn import_paths(&self, id: OperationId) -> Vec<String> {
        let imports = self.imports.iter().filter(|import| import.overloads.contains(&id));
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
        let multiplicity = multiplicity(shape);
        let mut found: Vec<(OperationId, &'a Operation)> = Vec::new();
        for (depth, (id, _)) in self.model.lineage(shape.entity_type()).enumerate() {
            for operation_id in self.model.operations_declared_for(id, multiplicity) {
                let operation = self.model.operation(operation_id);
                let shadowed = depth > 0
                    && found.iter().any(|(_, other)| other.name == operation.name && same_call(other, operation));
                if !shadowed {
                    found.push((operation_id, operation));
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
        self.model.operations_bound_to(id, Multiplicity::One).next().is_some()
            || self.model.lineage(id).any(|(_, declaring)| {
                declaring.structured().is_some_and(|structured| !structured.navigation_properties.is_empty())
            })
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

/// An entity set or singleton whose type was given.
fn entrance<'a>(child: &ContainerChild<'a>) -> Option<Entrance<'a>> {
    let id = child.entity_type()?;
    let (kind, shape) = match child {
        ContainerChild::EntitySet(_) => (RootKind::EntitySet, ResourceShape::Collection(id)),
        ContainerChild::Singleton(_) => (RootKind::Singleton, ResourceShape::Entity(id)),
        ContainerChild::ActionImport(_) | ContainerChild::FunctionImport(_) => return None,
    };
    Some(Entrance { name: child.name(), kind, shape })
}

/// An import whose operations were given.
fn import<'a>(child: &ContainerChild<'a>) -> Option<Import<'a>> {
    let overloads = match *child {
        ContainerChild::ActionImport(import) => &import.overloads[..],
        ContainerChild::FunctionImport(import) => &import.overloads[..],
        ContainerChild::EntitySet(_) | ContainerChild::Singleton(_) => return None,
    };
    (!overloads.is_empty()).then(|| Import { name: child.name(), overloads })
}

fn multiplicity(shape: ResourceShape) -> Multiplicity {
    match shape {
        ResourceShape::Entity(_) => Multiplicity::One,
        ResourceShape::Collection(_) => Multiplicity::Many,
    }
}

/// Whether two overloads are told apart by nothing but their binding type.
fn same_call(left: &Operation, right: &Operation) -> bool {
    left.kind == right.kind
        && left.call_parameters().len() == right.call_parameters().len()
        && left.call_parameters().iter().zip(right.call_parameters()).all(|(left, right)| left.name == right.name)
}
