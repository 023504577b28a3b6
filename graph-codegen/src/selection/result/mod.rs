//! What a selection holds, and a reason for each element.

mod method;
mod reason;
mod usage;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use self::{
    method::{BodyKind, ResourceMethod, ResponseKind},
    reason::Reason,
};
use super::graph::{ResourceShape, RootKind};
use crate::{
    edm::{OperationId, TypeId},
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
    /// Whether there are only types, and no requests.
    #[must_use]
    pub fn is_pathless(&self) -> bool {
        self.roots.is_empty() && self.imports.is_empty()
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
#[non_exhaustive]
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

/// The requests of a request builder, and what it leads to.
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
    /// Properties that lead to other resources, by name.
    pub navigation: BTreeMap<String, Navigation>,
    /// Why it can be addressed as one of a derived type.
    pub casts: BTreeMap<TypeId, Reason>,
    /// Bound operations.
    pub operations: BTreeMap<OperationId, SelectedOperation>,
    /// Other requests: create, update, delete, references, streams.
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
    /// The resource that it leads to.
    pub target: ResourceShape,
    /// Why it is here.
    pub reason: Reason,
}

/// Which kind of property a path leads along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Why it can be called; `None` if a path only leads through it.
    pub call: Option<Reason>,
    /// The resource that paths continue from, if one does.
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
