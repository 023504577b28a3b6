use super::{Annotation, ItemType, OperationId, QualifiedName};
use crate::diagnostic::Span;

/// `EntityContainer`, the root of a service.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EntityContainer {
    /// The namespace and `Name`.
    pub name: QualifiedName,
    /// `Extends`.
    pub extends: Option<QualifiedName>,
    /// `EntitySet` elements.
    pub entity_sets: Vec<EntitySet>,
    /// `Singleton` elements.
    pub singletons: Vec<Singleton>,
    /// `ActionImport` elements.
    pub action_imports: Vec<ActionImport>,
    /// `FunctionImport` elements.
    pub function_imports: Vec<FunctionImport>,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
    pub span: Span,
}

/// `EntitySet`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EntitySet {
    /// `Name`.
    pub name: String,
    /// `EntityType`.
    pub entity_type: ItemType,
    /// `IncludeInServiceDocument`, if it is written.
    pub include_in_service_document: Option<bool>,
    /// `NavigationPropertyBinding` elements.
    pub navigation_property_bindings: Vec<NavigationPropertyBinding>,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
    pub span: Span,
}

/// `Singleton`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Singleton {
    /// `Name`.
    pub name: String,
    /// `Type`.
    pub entity_type: ItemType,
    /// `Nullable`, if it is written.
    pub nullable: Option<bool>,
    /// `NavigationPropertyBinding` elements.
    pub navigation_property_bindings: Vec<NavigationPropertyBinding>,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
    pub span: Span,
}

/// `NavigationPropertyBinding`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NavigationPropertyBinding {
    /// `Path`, with aliases expanded.
    pub path: String,
    /// `Target`, with aliases expanded.
    pub target: String,
}

/// `ActionImport`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ActionImport {
    /// `Name`.
    pub name: String,
    /// The unbound overloads of `Action`, of which the specification allows one; empty if the action is in a document
    /// that was not given.
    pub overloads: Vec<OperationId>,
    /// `Action`.
    pub action: QualifiedName,
    /// `EntitySet`: a path, with aliases expanded.
    pub entity_set: Option<String>,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
    pub span: Span,
}

/// `FunctionImport`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FunctionImport {
    /// `Name`.
    pub name: String,
    /// The unbound overloads of `Function`; empty if the function is in a document that was not given.
    pub overloads: Vec<OperationId>,
    /// `Function`.
    pub function: QualifiedName,
    /// `EntitySet`: a path, with aliases expanded.
    pub entity_set: Option<String>,
    /// `IncludeInServiceDocument`, if it is written.
    pub include_in_service_document: Option<bool>,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
    pub span: Span,
}
