use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Reason, ResourceMethod, table::ByType};
use crate::{
    edm::{Model, OperationId, OperationKind, TypeId},
    facts::OperationFacts,
};

/// The elements of a model that code is generated for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Selection {
    /// Types to declare.
    pub types: BTreeMap<TypeId, SelectedType>,
    /// Resources that get a request builder.
    pub resources: BTreeMap<ResourceShape, Resource>,
    /// Where paths begin, by name in the container.
    pub roots: BTreeMap<String, Root>,
    /// Operations that are called on the service itself, by the name of their import in the container.
    pub imports: BTreeMap<String, BTreeMap<OperationId, SelectedOperation>>,
}

impl Selection {
    /// Whether there are types alone, and nothing to send requests with.
    #[must_use]
    pub fn is_pathless(&self) -> bool {
        self.roots.is_empty() && self.imports.is_empty()
    }

    /// The operations that are called, wherever; not those that only lead on.
    pub(super) fn called_operations(&self) -> impl Iterator<Item = OperationId> {
        let operations = self.resources.values().map(|resource| &resource.operations).chain(self.imports.values());
        operations.flatten().filter(|(_, selected)| selected.call.is_some()).map(|(id, _)| *id)
    }

    /// The types whose properties a request can ask for: what resources and functions are read as.
    #[must_use]
    pub fn queried_types(&self, model: &Model) -> BTreeSet<TypeId> {
        let read = self.resources.iter().filter(|(_, resource)| resource.get.is_some());
        let returned = self.called_operations().filter_map(|id| {
            let operation = model.operation(id);
            let is_function = operation.kind == OperationKind::Function;
            operation.return_type.as_ref().filter(|_| is_function)?.type_ref.type_id()
        });
        let mut queried: ByType<()> = ByType::new(model);
        let asked = read.map(|(shape, _)| shape.entity_type()).chain(returned);
        let mut waiting: Vec<TypeId> = asked.filter(|id| queried.insert(*id, ())).collect();
        // Filters go on through complex properties.
        while let Some(id) = waiting.pop() {
            let Some(selected) = self.types.get(&id) else { continue };
            for (_, property) in model.properties(id) {
                let Some(target) = property.type_ref.type_id().filter(|target| !queried.contains(*target)) else {
                    continue;
                };
                let is_queried = model.type_(target).structured().is_some()
                    && self.types.contains_key(&target)
                    && selected.members.contains(&property.name);
                if is_queried {
                    queried.insert(target, ());
                    waiting.push(target);
                }
            }
        }
        queried.keys().collect()
    }
}

/// What is addressed: request builders are named after this, not after a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceShape {
    /// One entity of a type, or one value of a complex type.
    Entity(TypeId),
    /// A collection of entities or complex values of a type.
    Collection(TypeId),
}

impl ResourceShape {
    /// The entity type, or the complex type.
    #[must_use]
    pub fn entity_type(self) -> TypeId {
        match self {
            Self::Entity(id) | Self::Collection(id) => id,
        }
    }

    /// The same for another type.
    #[must_use]
    pub fn with_type(self, id: TypeId) -> Self {
        match self {
            Self::Entity(_) => Self::Entity(id),
            Self::Collection(_) => Self::Collection(id),
        }
    }
}

/// A type to declare.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SelectedType {
    /// Why it is here; the first reason found.
    pub reason: Reason,
    /// Which of its properties the Rust type has.
    pub members: Members,
    /// Properties whose values are boxed, since the type contains itself by value through them.
    pub boxed: BTreeSet<String>,
}

/// Which properties of a type are declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// All of them, the base types' too.
    All,
    /// These, by name; a `GET` asks for them alone unless told otherwise.
    Only(BTreeSet<String>),
    /// All but these.
    Without(BTreeSet<String>),
}

impl Members {
    /// Whether the property `name` is declared.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.contains(name),
            Self::Without(names) => !names.contains(name),
        }
    }
}

/// What a request builder offers.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Resource {
    /// Why it is here; the first reason found.
    pub reason: Reason,
    /// Why it can be read with `GET`, if it can.
    pub get: Option<Reason>,
    /// Why a collection's entities can be addressed by key, if they can.
    pub by_key: Option<Reason>,
    /// Why a collection's entities can be addressed by other keys, by the names of a key's parts.
    pub alternate_keys: BTreeMap<Vec<String>, Reason>,
    /// Properties that lead on, by name.
    pub navigation: BTreeMap<String, Navigation>,
    /// Why it can be addressed as one of a derived type.
    pub casts: BTreeMap<TypeId, Reason>,
    /// Bound operations.
    pub operations: BTreeMap<OperationId, SelectedOperation>,
    /// What else can be done with it: create, update, delete, references, streams.
    pub methods: BTreeMap<ResourceMethod, SelectedMethod>,
    /// The shortest path to it in the service: `/users/{id}`.
    pub template: String,
}

/// A request on a resource itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SelectedMethod {
    /// Why it is here; the first reason found.
    pub reason: Reason,
    /// The shortest path it is selected at: `/groups/{id}/members/$ref`.
    pub template: String,
    /// Permissions, as far as the metadata says; most requests share that nothing is known.
    pub facts: Arc<OperationFacts>,
}

/// A property that leads from one resource to another.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Navigation {
    /// Which kind of property it is.
    pub kind: NavigationKind,
    /// Where it leads.
    pub target: ResourceShape,
    /// Why it is here.
    pub reason: Reason,
}

/// Which kind of property a path leads along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavigationKind {
    /// `NavigationProperty`.
    NavigationProperty,
    /// `Property` of complex type.
    Property,
}

/// An operation on a resource, or on the service itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SelectedOperation {
    /// Why it is here; the first reason found.
    pub reason: Reason,
    /// Why it can be called, if it can: a path may only lead through it.
    pub call: Option<Reason>,
    /// Where it leads on, if a path does.
    pub leads_to: Option<ResourceShape>,
}

/// An entity set or singleton of the container.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Root {
    /// Which of the two.
    pub kind: RootKind,
    /// What it addresses.
    pub shape: ResourceShape,
    /// Why it is here.
    pub reason: Reason,
}

/// Whether a root is an entity set or a singleton.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// `EntitySet`.
    EntitySet,
    /// `Singleton`.
    Singleton,
}
