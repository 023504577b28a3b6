use super::{Annotation, Facets, TypeId, TypeRef};
use crate::diagnostic::Span;

/// What entity types and complex types have in common. The base type's properties are not repeated here: see
/// [`Model::properties`](super::Model::properties).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct StructuredType {
    /// `BaseType`; `None` also where it is in a document that was not given.
    pub base_type: Option<TypeId>,
    /// `BaseType` as a name with namespace, where it is in a document that was not given.
    pub external_base_type: Option<super::QualifiedName>,
    /// `Abstract`, if written.
    pub is_abstract: Option<bool>,
    /// `OpenType`, if written.
    pub open_type: Option<bool>,
    /// `HasStream`, if written; entity types only.
    pub has_stream: Option<bool>,
    /// `Key`, if the type declares one itself.
    pub key: Option<Key>,
    /// `Property` elements.
    pub properties: Vec<Property>,
    /// `NavigationProperty` elements.
    pub navigation_properties: Vec<NavigationProperty>,
    /// Annotations that a target such as `Derived/InheritedProperty` gives a base type's property, for this type only.
    pub inherited_properties: Vec<InheritedProperty>,
}

/// What a derived type says about a property that a base type declares.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InheritedProperty {
    /// The property's name.
    pub name: String,
    /// Annotations; they override the base type's of the same term and qualifier.
    pub annotations: Vec<Annotation>,
}

/// `Key`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Key {
    /// `PropertyRef` elements.
    pub property_refs: Vec<PropertyRef>,
}

/// `PropertyRef`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PropertyRef {
    /// `Name`: a property, or a path to one.
    pub name: String,
    /// `Alias`: what stands for the path in a key predicate.
    pub alias: Option<String>,
    /// Where it is.
    pub span: Span,
}

/// `Property`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Property {
    /// `Name`.
    pub name: String,
    /// `Type`.
    pub type_ref: TypeRef,
    /// `Nullable`, if written; of a collection's items where the type is a collection.
    pub nullable: Option<bool>,
    /// Facets.
    pub facets: Facets,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is.
    pub span: Span,
}

/// `NavigationProperty`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NavigationProperty {
    /// `Name`.
    pub name: String,
    /// `Type`.
    pub type_ref: TypeRef,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// `Partner`: a path.
    pub partner: Option<String>,
    /// `ContainsTarget`, if written.
    pub contains_target: Option<bool>,
    /// `ReferentialConstraint` elements.
    pub referential_constraints: Vec<ReferentialConstraint>,
    /// `OnDelete`.
    pub on_delete: Option<OnDelete>,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is.
    pub span: Span,
}

/// `ReferentialConstraint`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReferentialConstraint {
    /// `Property`.
    pub property: String,
    /// `ReferencedProperty`.
    pub referenced_property: String,
    /// Annotations.
    pub annotations: Vec<Annotation>,
}

/// `OnDelete`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OnDelete {
    /// `Action`: `Cascade`, `None`, `SetNull` or `SetDefault`.
    pub action: String,
    /// Annotations.
    pub annotations: Vec<Annotation>,
}
