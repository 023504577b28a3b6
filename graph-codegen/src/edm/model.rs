use super::{
    Annotation, AnnotationTarget, AppliedFixup, ClientDefaults, EntityContainer, EnumType, Operation, Origin, Profile,
    QualifiedName, StructuredType, TargetedAnnotations, Term, TypeDefinition, name_index::Index,
};
use crate::diagnostic::Span;

/// Identifies a [`Type`] of a [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub(super) u32);

impl TypeId {
    /// Returns the index in the model's list of types.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Identifies an [`Operation`] of a [`Model`], which is one overload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub(super) u32);

impl OperationId {
    /// The position in [`Model::operations`].
    #[cfg(feature = "cli")]
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Identifies a [`Schema`] of a [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub(super) u32);

/// All declarations of the given documents.
///
/// ```
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let model = graph_codegen::Builder::new().resolve()?.model;
///
/// let user = model.find_type("microsoft.graph.user").unwrap();
/// assert!(model.type_(user).is_entity());
///
/// // Look-ups include inherited members, and return the type that declares them.
/// let (declaring, id) = model.property(user, "id").unwrap();
/// assert_eq!(model.type_(declaring).name.as_str(), "microsoft.graph.entity");
/// assert!(!id.type_ref.is_collection);
///
/// let service = model.service().unwrap();
/// assert_eq!(service.find("users").unwrap().entity_type(), Some(user));
/// # Ok(())
/// # }
/// ```
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
    pub(super) origin: Origin,
    pub(super) profile: Profile,
    pub(super) client_defaults: ClientDefaults,
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
    /// Where it is in the source.
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
    /// Whether one of the given documents declares the schema.
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

/// Something in a document that the model does not represent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ignored {
    /// `Element` or `Element@Attribute`.
    pub name: String,
    /// The reason why it is ignored.
    pub reason: &'static str,
    /// Where it is in the source.
    pub span: Span,
}

/// A declared type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Type {
    /// The namespace and `Name`.
    pub name: QualifiedName,
    /// The kind of type.
    pub kind: TypeKind,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where its start tag is in the source.
    pub span: Span,
    pub(super) represents_untyped: bool,
}

/// The kind of a [`Type`].
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
    /// Returns the properties, base type and so on of an entity or complex type.
    #[must_use]
    pub fn structured(&self) -> Option<&StructuredType> {
        match &self.kind {
            TypeKind::Entity(structured) | TypeKind::Complex(structured) => Some(structured),
            TypeKind::Enum(_) | TypeKind::Definition(_) => None,
        }
    }

    /// Returns whether it is an entity type.
    #[must_use]
    pub fn is_entity(&self) -> bool {
        matches!(self.kind, TypeKind::Entity(_))
    }

    /// Returns whether its values are any JSON, in spite of its declaration; see
    /// [`Fixup::AnyJson`](super::Fixup::AnyJson).
    #[must_use]
    pub fn represents_untyped(&self) -> bool {
        self.represents_untyped
    }
}

impl Model {
    /// Returns the documents that the model was read from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    pub(crate) fn set_origin(&mut self, origin: Origin) {
        self.origin = origin;
    }

    /// Returns what settings say of the service's clients.
    #[must_use]
    pub fn client_defaults(&self) -> &ClientDefaults {
        &self.client_defaults
    }

    pub(crate) fn set_client_defaults(&mut self, defaults: ClientDefaults) {
        self.client_defaults = defaults;
    }

    /// Returns the schemas, in document order.
    #[must_use]
    pub fn schemas(&self) -> &[Schema] {
        &self.schemas
    }

    /// Returns the types with their identifiers, in document order.
    pub fn types(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        (0u32..).map(TypeId).zip(&self.types)
    }

    /// Returns the overloads of actions and functions with their identifiers, in document order.
    pub fn operations(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        (0u32..).map(OperationId).zip(&self.operations)
    }

    /// Returns the terms, in document order.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Returns the containers, in document order; a service has one.
    #[must_use]
    pub fn containers(&self) -> &[EntityContainer] {
        &self.containers
    }

    /// Returns the annotations that are not attached to a model element.
    #[must_use]
    pub fn unattached_annotations(&self) -> &[AnnotationTarget] {
        &self.unattached
    }

    /// Returns the `Annotations` elements, in document order.
    ///
    /// Their annotations are attached to the targets or, if [`is_attached`](TargetedAnnotations::is_attached) is false,
    /// in [`unattached_annotations`](Self::unattached_annotations).
    #[must_use]
    pub fn targeted_annotations(&self) -> &[TargetedAnnotations] {
        &self.targeted
    }

    /// Returns the documents' references to other documents.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Returns the parts of the documents that the model does not represent.
    #[must_use]
    pub fn ignored(&self) -> &[Ignored] {
        &self.ignored
    }

    /// Returns the corrections of known mistakes in the documents.
    #[must_use]
    pub fn fixups(&self) -> &[AppliedFixup] {
        &self.fixups
    }

    /// Returns a type by its identifier.
    ///
    /// # Panics
    ///
    /// Panics if the identifier belongs to another model.
    #[must_use]
    pub fn type_(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// Returns an overload by its identifier.
    ///
    /// # Panics
    ///
    /// Panics if the identifier belongs to another model.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.0 as usize]
    }
}
