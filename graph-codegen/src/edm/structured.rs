use super::{Annotation, Facets, TypeId, TypeRef};
use crate::diagnostic::Span;

/// The common part of entity types and complex types. Inherited properties are not included; see
/// [`Model::properties`](super::Model::properties).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct StructuredType {
    /// `BaseType`; `None` also if it is in a document that was not given.
    pub base_type: Option<TypeId>,
    /// `BaseType` as a qualified name, if it is in a document that was not given.
    pub external_base_type: Option<super::QualifiedName>,
    /// `Abstract`, if it is written.
    pub is_abstract: Option<bool>,
    /// `OpenType`, if it is written.
    pub open_type: Option<bool>,
    /// `HasStream`, if it is written; entity types only.
    pub has_stream: Option<bool>,
    /// `Key`, if the type itself declares one.
    pub key: Option<Key>,
    /// `Property` elements.
    pub properties: Vec<Property>,
    /// `NavigationProperty` elements.
    pub navigation_properties: Vec<NavigationProperty>,
    /// Annotations of inherited properties for this type only, from targets such as `Derived/InheritedProperty`.
    pub inherited_properties: Vec<InheritedProperty>,
}

/// Annotations that a derived type adds to a property of a base type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InheritedProperty {
    /// The name of the property.
    pub name: String,
    /// The annotations, which override those of the base type with the same term and qualifier.
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
    /// `Alias`: the name in key predicates.
    pub alias: Option<String>,
    /// Where it is in the source.
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
    /// `Nullable`, if it is written; for a collection, whether items can be null.
    pub nullable: Option<bool>,
    /// Facets.
    pub facets: Facets,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
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
    /// `Nullable`, if it is written.
    pub nullable: Option<bool>,
    /// `Partner`: a path.
    pub partner: Option<String>,
    /// `ContainsTarget`, if it is written.
    pub contains_target: Option<bool>,
    /// `ReferentialConstraint` elements.
    pub referential_constraints: Vec<ReferentialConstraint>,
    /// `OnDelete`.
    pub on_delete: Option<OnDelete>,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
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
