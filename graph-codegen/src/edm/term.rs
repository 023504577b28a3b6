use super::{Annotation, Facets, QualifiedName, TypeRef};
use crate::diagnostic::Span;

/// `Term`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Term {
    /// The namespace and `Name`.
    pub name: QualifiedName,
    /// `Type`.
    pub type_ref: TypeRef,
    /// `BaseTerm`.
    pub base_term: Option<QualifiedName>,
    /// `AppliesTo`, split at white space.
    pub applies_to: Option<Vec<String>>,
    /// `Nullable`, if it is written.
    pub nullable: Option<bool>,
    /// Facets.
    pub facets: Facets,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
    pub span: Span,
}
