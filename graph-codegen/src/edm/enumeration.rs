use super::{Annotation, Facets, Primitive, TypeRef};
use crate::diagnostic::Span;

/// `EnumType`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EnumType {
    /// `UnderlyingType`, if written; `Edm.Int32` otherwise.
    pub underlying_type: Option<Primitive>,
    /// `IsFlags`, if written.
    pub is_flags: Option<bool>,
    /// `Member` elements.
    pub members: Vec<Member>,
}

/// `Member`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Member {
    /// `Name`.
    pub name: String,
    /// `Value`, written or counted on from the member before.
    pub value: i64,
    /// Whether `Value` was written.
    pub is_value_declared: bool,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is.
    pub span: Span,
}

/// `TypeDefinition`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TypeDefinition {
    /// `UnderlyingType`: primitive, or (4.01) another type definition.
    pub underlying_type: TypeRef,
    /// Facets.
    pub facets: Facets,
}
