use super::{
    Annotation, AnnotationTarget, AppliedFixup, EntityContainer, EnumType, Operation, QualifiedName, StructuredType,
    TargetedAnnotations, Term, TypeDefinition, name_index::Index,
};
use crate::diagnostic::Span;

/// Identifies a [`Type`] of a [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub(super) u32);

impl TypeId {
    /// Its place in the model's list of types, for tables with a place for each.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Identifies an [`Operation`] of a [`Model`]: one overload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub(super) u32);

/// Identifies a [`Schema`] of a [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub(super) u32);

/// Everything that the given documents declare.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub(super) schemas: Vec<Schema>,
    pub(super) types: Vec<Type>,
    pub(super) operations: Vec<Operation>,
    pub(super) terms: Vec<Term>,
    pub(super) containers: Vec<EntityContainer>,
    pub(super) unattached: Vec<AnnotationTarget>,
    pub(super) targeted: Vec<TargetedAnnotations>,
    pub(super) references: Vec<Reference>,
    pub(super) ignored: Vec<Ignored>,
    pub(super) fixups: Vec<AppliedFixup>,
    pub(super) index: Index,
}

/// `Schema`: a namespace.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Schema {
    /// `Namespace`.
    pub namespace: String,
    /// `Alias`.
    pub alias: Option<String>,
    /// Annotations of the schema itself.
    pub annotations: Vec<Annotation>,
    /// Where it is.
    pub span: Span,
}

/// `edmx:Reference`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reference {
    /// `Uri`, as written.
    pub uri: String,
    /// `edmx:Include` elements.
    pub includes: Vec<Include>,
    /// `edmx:IncludeAnnotations` elements.
    pub include_annotations: Vec<IncludeAnnotations>,
    /// Annotations of the reference.
    pub annotations: Vec<Annotation>,
}

/// `edmx:Include`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Include {
    /// `Namespace`.
    pub namespace: String,
    /// `Alias`.
    pub alias: Option<String>,
    /// Annotations of the include.
    pub annotations: Vec<Annotation>,
    /// Whether a given document declares the schema.
    pub is_given: bool,
}

/// `edmx:IncludeAnnotations`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IncludeAnnotations {
    /// `TermNamespace`.
    pub term_namespace: String,
    /// `Qualifier`.
    pub qualifier: Option<String>,
    /// `TargetNamespace`.
    pub target_namespace: Option<String>,
}

/// Something that a document says and the model has no place for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ignored {
    /// `Element`, or `Element@Attribute`.
    pub name: String,
    /// Why it is ignored.
    pub reason: &'static str,
    /// Where it is.
    pub span: Span,
}

/// A declared type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Type {
    /// Namespace and `Name`.
    pub name: QualifiedName,
    /// What it is.
    pub kind: TypeKind,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where its start tag is.
    pub span: Span,
    pub(super) represents_untyped: bool,
}

/// What a [`Type`] is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `EntityType`.
    Entity(StructuredType),
    /// `ComplexType`.
    Complex(StructuredType),
    /// `EnumType`.
    Enum(EnumType),
    /// `TypeDefinition`.
    Definition(TypeDefinition),
}

impl Type {
    /// Properties, base type and so on, if it is an entity or complex type.
    #[must_use]
    pub fn structured(&self) -> Option<&StructuredType> {
        match &self.kind {
            TypeKind::Entity(structured) | TypeKind::Complex(structured) => Some(structured),
            TypeKind::Enum(_) | TypeKind::Definition(_) => None,
        }
    }

    /// Whether it is an entity type.
    #[must_use]
    pub fn is_entity(&self) -> bool {
        matches!(self.kind, TypeKind::Entity(_))
    }

    /// Whether values of it are any JSON, whatever its declaration says; see [`Fixup::AnyJson`](super::Fixup::AnyJson).
    #[must_use]
    pub fn represents_untyped(&self) -> bool {
        self.represents_untyped
    }
}

impl Model {
    /// The schemas, in document order.
    #[must_use]
    pub fn schemas(&self) -> &[Schema] {
        &self.schemas
    }

    /// The types with their identifiers, in document order.
    pub fn types(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        (0u32..).map(TypeId).zip(&self.types)
    }

    /// The overloads of actions and functions with their identifiers, in document order.
    pub fn operations(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        (0u32..).map(OperationId).zip(&self.operations)
    }

    /// The terms, in document order.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The containers, in document order; a service has one.
    #[must_use]
    pub fn containers(&self) -> &[EntityContainer] {
        &self.containers
    }

    /// Annotations that stand at no single model element.
    #[must_use]
    pub fn unattached_annotations(&self) -> &[AnnotationTarget] {
        &self.unattached
    }

    /// The `Annotations` elements, in document order. Their annotations stand at the targets or, where
    /// [`is_attached`](TargetedAnnotations::is_attached) is false, in
    /// [`unattached_annotations`](Self::unattached_annotations).
    #[must_use]
    pub fn targeted_annotations(&self) -> &[TargetedAnnotations] {
        &self.targeted
    }

    /// The documents' references to other documents.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// What the documents say and the model has no place for.
    #[must_use]
    pub fn ignored(&self) -> &[Ignored] {
        &self.ignored
    }

    /// The corrections of known mistakes in the documents.
    #[must_use]
    pub fn fixups(&self) -> &[AppliedFixup] {
        &self.fixups
    }

    /// The type behind an identifier of this model.
    ///
    /// # Panics
    ///
    /// If the identifier is another model's.
    #[must_use]
    pub fn type_(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// The overload behind an identifier of this model.
    ///
    /// # Panics
    ///
    /// If the identifier is another model's.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.0 as usize]
    }
}
