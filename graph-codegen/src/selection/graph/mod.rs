//! The graph of a service: resources are nodes; keys, properties, casts and functions are edges.

mod ambiguous_names;
mod continuations;
mod dense_map;
mod edges;
mod explicit_binding;
mod keys;
mod path_arena;
pub(crate) mod path_syntax;
mod restrictions;
mod shape;
mod shortest_paths;
mod step;

pub(crate) use dense_map::{ShapeMap, TypeMap};
pub(crate) use path_arena::{PathArena, PathId};
pub(crate) use restrictions::{Capability, Restrictions};
pub use shape::{ResourceShape, RootKind};
pub use shortest_paths::ShortestPaths;
pub(crate) use shortest_paths::{Reached, shortest_paths};
pub use step::Step;

use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
};

use self::{
    ambiguous_names::AmbiguousNames, continuations::Continuations, explicit_binding::ExplicitOperations,
    keys::AlternateKeys,
};
use crate::edm::{ContainerChild, EntityContainer, Model, OperationId, Service, TypeId};

/// A model, indexed for following paths.
#[derive(Debug)]
pub struct ServiceGraph<'a> {
    pub(crate) model: &'a Model,
    service: Option<Service<'a>>,
    /// The namespace whose names are not qualified in paths.
    pub(crate) own: OwnNamespace<'a>,
    entry_points: Vec<EntryPoint<'a>>,
    entry_points_by_type: HashMap<TypeId, Vec<usize>>,
    imports: Vec<Import<'a>>,
    explicit: ExplicitOperations,
    is_microsoft_graph: bool,
    /// The operations of the resources that were asked for one by name.
    operations: RefCell<HashMap<ResourceShape, Vec<OperationId>>>,
    /// The alternate keys of the types that were asked for one by its parts.
    alternate_keys: RefCell<HashMap<TypeId, AlternateKeys>>,
    continuations: OnceCell<Continuations>,
    ambiguous: OnceCell<AmbiguousNames>,
}

/// The namespace of the container.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OwnNamespace<'a> {
    pub namespace: Option<&'a str>,
    pub alias: Option<&'a str>,
}

/// An entity set or singleton, at which paths begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryPoint<'a> {
    pub name: &'a str,
    pub kind: RootKind,
    pub shape: ResourceShape,
}

/// An action or function import, which is called on the service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Import<'a> {
    pub name: &'a str,
    pub overloads: &'a [OperationId],
}

impl<'a> EntryPoint<'a> {
    /// The step into it.
    pub(crate) fn step(&self) -> Step<'a> {
        Step::Root { name: self.name, kind: self.kind, shape: self.shape }
    }
}

impl<'a> ServiceGraph<'a> {
    /// Creates the graph of a model.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        let service = model.service();
        let namespace = service.as_ref().map(|service| service.container().name.namespace());
        let schema = model.schemas().iter().find(|schema| Some(schema.namespace.as_str()) == namespace);
        let own = OwnNamespace { namespace, alias: schema.and_then(|schema| schema.alias.as_deref()) };
        let children = service.as_ref().map_or(&[][..], Service::children);
        let entry_points: Vec<EntryPoint<'a>> = children.iter().filter_map(entry_point).collect();
        let mut entry_points_by_type: HashMap<TypeId, Vec<usize>> = HashMap::new();
        for (number, entry_point) in entry_points.iter().enumerate() {
            entry_points_by_type.entry(entry_point.shape.entity_type()).or_default().push(number);
        }
        let imports = children.iter().filter_map(import).collect();
        let explicit = ExplicitOperations::of(model);
        let is_microsoft_graph = model.is_microsoft_graph();
        Self {
            model,
            service,
            own,
            entry_points,
            entry_points_by_type,
            imports,
            explicit,
            is_microsoft_graph,
            operations: RefCell::default(),
            alternate_keys: RefCell::default(),
            continuations: OnceCell::new(),
            ambiguous: OnceCell::new(),
        }
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &'a Model {
        self.model
    }

    /// Whether the service is Microsoft Graph.
    pub(crate) fn is_microsoft_graph(&self) -> bool {
        self.is_microsoft_graph
    }

    /// Returns the container in which paths begin; see [`Model::service`].
    #[must_use]
    pub fn container(&self) -> Option<&'a EntityContainer> {
        self.service.as_ref().map(Service::container)
    }

    /// Finds a child of the container, or of one that it extends.
    pub(crate) fn child(&self, name: &str) -> Option<ContainerChild<'a>> {
        self.service.as_ref()?.find(name)
    }

    /// The entity sets and singletons whose types are in the model.
    pub(crate) fn entry_points(&self) -> &[EntryPoint<'a>] {
        &self.entry_points
    }

    /// The entity sets and singletons of a type.
    pub(crate) fn entry_points_of(&self, id: TypeId) -> impl Iterator<Item = &EntryPoint<'a>> {
        self.entry_points_by_type.get(&id).into_iter().flatten().map(|number| &self.entry_points[*number])
    }

    /// The imports whose operations are in the model.
    pub(crate) fn imports(&self) -> &[Import<'a>] {
        &self.imports
    }

    /// Returns the paths of an unbound operation's imports: `/GetNearestAirport(lat={lat},lon={lon})`.
    #[must_use]
    pub fn import_paths(&self, id: OperationId) -> Vec<String> {
        let imports = self.imports.iter().filter(|import| import.overloads.contains(&id));
        imports.map(|import| format!("/{}", self.call_segment(id, Some(import.name)))).collect()
    }

    /// Finds a type by its qualified name, with a namespace or an alias.
    #[must_use]
    pub fn find_type(&self, name: &str) -> Option<TypeId> {
        let by_alias = || {
            let (alias, simple) = name.rsplit_once('.')?;
            let schema = self.model.schemas().iter().find(|schema| schema.alias.as_deref() == Some(alias))?;
            self.model.find_type(&format!("{}.{simple}", schema.namespace))
        };
        self.model.find_type(name).or_else(by_alias)
    }

    /// Returns the name of a resource: `microsoft.graph.user`, `Collection(microsoft.graph.user)`.
    #[must_use]
    pub fn shape_name(&self, shape: ResourceShape) -> String {
        let name = &self.model.type_(shape.entity_type()).name;
        match shape {
            ResourceShape::Entity(_) => name.to_string(),
            ResourceShape::Collection(_) => format!("Collection({name})"),
        }
    }
}

/// The entity set or singleton, if its type is in the model.
fn entry_point<'a>(child: &ContainerChild<'a>) -> Option<EntryPoint<'a>> {
    let id = child.entity_type()?;
    let (kind, shape) = match child {
        ContainerChild::EntitySet(_) => (RootKind::EntitySet, ResourceShape::Collection(id)),
        ContainerChild::Singleton(_) => (RootKind::Singleton, ResourceShape::Entity(id)),
        ContainerChild::ActionImport(_) | ContainerChild::FunctionImport(_) => return None,
    };
    Some(EntryPoint { name: child.name(), kind, shape })
}

/// The import, if its operations are in the model.
fn import<'a>(child: &ContainerChild<'a>) -> Option<Import<'a>> {
    let overloads = match *child {
        ContainerChild::ActionImport(import) => &import.overloads[..],
        ContainerChild::FunctionImport(import) => &import.overloads[..],
        ContainerChild::EntitySet(_) | ContainerChild::Singleton(_) => return None,
    };
    (!overloads.is_empty()).then(|| Import { name: child.name(), overloads })
}
