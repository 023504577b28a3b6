//! The result of a selection, with a reason for each element.

mod method;
mod needed;
mod reason;
mod request;
mod usage;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use self::{
    method::{BodyKind, ResourceMethod, ResponseKind},
    reason::Reason,
    request::{RequestKind, SelectedRequest},
};
pub(crate) use self::{
    needed::NeededDeclarations,
    request::{RequestEntry, RequestLog},
};
use super::graph::{ResourceShape, RootKind, Step};
use crate::{
    edm::{OperationId, TypeId},
    facts::OperationFacts,
};

/// The elements of a model that code is generated for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Selection {
    /// Types, which become structs and enums.
    pub types: BTreeMap<TypeId, SelectedType>,
    /// The types that selectors name, even if there is another first reason for their selection.
    pub named_types: BTreeSet<TypeId>,
    /// The selectors that name types, by type.
    pub(crate) naming: BTreeMap<TypeId, Vec<Reason>>,
    /// Resources, which have request builders.
    pub resources: BTreeMap<ResourceShape, Resource>,
    /// Entity sets and singletons, by name.
    pub roots: BTreeMap<String, Root>,
    /// Imported operations, by the name of the import.
    pub imports: BTreeMap<String, BTreeMap<OperationId, SelectedOperation>>,
    pub(crate) request_log: RequestLog,
}

impl Selection {
    /// Whether the selection has only types and no requests.
    #[must_use]
    pub fn is_pathless(&self) -> bool {
        self.roots.is_empty() && self.imports.is_empty()
    }

    /// Removes all requests, so that only types are left.
    pub(crate) fn without_requests(mut self) -> Self {
        self.resources.clear();
        self.roots.clear();
        self.imports.clear();
        self.request_log = RequestLog::default();
        self
    }

    /// Returns the selected steps from a resource.
    pub(crate) fn steps(&self, from: ResourceShape) -> Vec<Step<'_>> {
        let Some(resource) = self.resources.get(&from) else { return Vec::new() };
        let mut steps = Vec::new();
        if resource.by_key.is_some() {
            steps.push(Step::Key { from });
        }
        for parts in resource.alternate_keys.keys() {
            steps.push(Step::AlternateKey { from, parts: parts.iter().map(String::as_str).collect() });
        }
        if resource.by_path.is_some() {
            steps.push(Step::ItemPath { from });
        }
        for (property, navigation) in &resource.navigation {
            let to = navigation.target;
            steps.push(match navigation.kind {
                NavigationKind::NavigationProperty => Step::Navigation { from, property, to },
                NavigationKind::Property => Step::Property { from, property, to },
            });
        }
        steps.extend(resource.casts.keys().map(|id| Step::Cast { from, to: from.with_type(*id) }));
        for (operation, selected) in &resource.operations {
            if let Some(to) = selected.leads_to {
                steps.push(Step::Function { from: Some(from), import: None, operation: *operation, to });
            }
        }
        steps
    }
}

/// A selected type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SelectedType {
    /// The first reason for its selection.
    pub reason: Reason,
    /// The properties that the Rust type has.
    pub members: Members,
}

/// The selected properties of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Members {
    /// All properties, including inherited ones.
    All,
    /// Only these; a `GET` selects them by default.
    Only(BTreeSet<String>),
    /// All properties but these.
    Without(BTreeSet<String>),
}

impl Members {
    /// Whether a property is selected.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.contains(name),
            Self::Without(names) => !names.contains(name),
        }
    }
}

/// A selected resource: its requests and the resources reached from it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Resource {
    /// The first reason for its selection.
    pub reason: Reason,
    /// The reason why `GET` is selected, if it is.
    pub get: Option<Reason>,
    /// The reason why entities of the collection are addressed by key, if they are.
    pub by_key: Option<Reason>,
    /// The alternate keys by which entities of the collection are addressed, as the names of their parts.
    pub alternate_keys: BTreeMap<Vec<String>, Reason>,
    /// The reason why entities are addressed by their path below this one, if they are.
    pub by_path: Option<Reason>,
    /// Navigation properties and complex properties, by name.
    pub navigation: BTreeMap<String, Navigation>,
    /// Casts, by derived type.
    pub casts: BTreeMap<TypeId, Reason>,
    /// Bound operations.
    pub operations: BTreeMap<OperationId, SelectedOperation>,
    /// Other requests: create, update, delete, references and streams.
    pub methods: BTreeMap<ResourceMethod, SelectedMethod>,
    /// The shortest path to it: `/users/{id}`.
    pub template: String,
}

/// A selected request on a resource itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SelectedMethod {
    /// The first reason for its selection.
    pub reason: Reason,
    /// The shortest selected path of the request: `/groups/{id}/members/$ref`.
    pub template: String,
    /// Permissions, if the metadata has them. Most requests share an empty value.
    pub facts: Arc<OperationFacts>,
}

/// A property that paths follow.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Navigation {
    /// The kind of property.
    pub kind: NavigationKind,
    /// The target.
    pub target: ResourceShape,
    /// The reason for its selection.
    pub reason: Reason,
}

/// The kind of a property that paths follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NavigationKind {
    /// `NavigationProperty`.
    NavigationProperty,
    /// `Property` of a complex type.
    Property,
}

/// A selected operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SelectedOperation {
    /// The first reason for its selection.
    pub reason: Reason,
    /// The reason why it can be called; `None` if paths only continue after it.
    pub call: Option<Reason>,
    /// The resource at which paths continue after it, if any.
    pub leads_to: Option<ResourceShape>,
}

/// A selected entity set or singleton.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Root {
    /// Whether it is an entity set or a singleton.
    pub kind: RootKind,
    /// The resource.
    pub shape: ResourceShape,
    /// The reason for its selection.
    pub reason: Reason,
}
