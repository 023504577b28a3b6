use super::{Annotation, Facets, Primitive, TypeRef};
use crate::diagnostic::Span;

/// `EnumType`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EnumType {
    /// `UnderlyingType`, if it is written; the default is `Edm.Int32`.
    pub underlying_type: Option<Primitive>,
    /// `IsFlags`, if it is written.
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
    /// `Value`; by default, one more than that of the preceding member.
    pub value: i64,
    /// Whether `Value` is written.
    pub is_value_declared: bool,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
    pub span: Span,
}

/// `TypeDefinition`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TypeDefinition {
    /// `UnderlyingType`: a primitive type or, in 4.01, another type definition.
    pub underlying_type: TypeRef,
    /// Facets.
    pub facets: Facets,
}
