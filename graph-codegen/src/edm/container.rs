use super::{Annotation, ItemType, OperationId, QualifiedName, TypeId};
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

impl EntityContainer {
    /// Returns the entity types of its entity sets and singletons, as far as the model declares them.
    pub(crate) fn entity_types(&self) -> impl Iterator<Item = TypeId> {
        let sets = self.entity_sets.iter().map(|child| &child.entity_type);
        let all = sets.chain(self.singletons.iter().map(|child| &child.entity_type));
        all.filter_map(|item| if let ItemType::Declared(id) = item { Some(*id) } else { None })
    }

    /// Whether it imports operations.
    pub(crate) fn imports_operations(&self) -> bool {
        !self.action_imports.is_empty() || !self.function_imports.is_empty()
    }

    /// Whether it has a child with a name.
    pub(crate) fn has_child(&self, name: &str) -> bool {
        let sets = self.entity_sets.iter().map(|child| &child.name);
        let singletons = self.singletons.iter().map(|child| &child.name);
        let actions = self.action_imports.iter().map(|child| &child.name);
        let functions = self.function_imports.iter().map(|child| &child.name);
        sets.chain(singletons).chain(actions).chain(functions).any(|known| known == name)
    }
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
