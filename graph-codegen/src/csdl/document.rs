use std::{borrow::Cow, ops::Deref};

use super::{Annotation, Annotations};
use crate::diagnostic::{FileId, Span};

/// The value of an attribute with its entities expanded, and its position in the source (without the quotes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// The value.
    pub value: Cow<'a, str>,
    /// Where it is in the source.
    pub span: Span,
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
    }
}

/// `edmx:Edmx`, or a bare `Schema` as root.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The source it was read from.
    pub file: FileId,
    /// `Version`: `4.0`, `4.01` or `4.02`; `None` for a bare `Schema`.
    pub version: Option<Text<'a>>,
    /// `edmx:Reference` elements.
    pub references: Vec<Reference<'a>>,
    /// `Schema` elements.
    pub schemas: Vec<Schema<'a>>,
    /// Elements and attributes that the model does not represent.
    pub ignored: Vec<Ignored<'a>>,
    /// Qualified names of types in the document's own namespaces that it refers to but does not declare. Always empty
    /// for CSDL; a description in another format may be an excerpt of a larger one.
    pub absent: Vec<String>,
}

/// An element or attribute that is skipped, and the reason.
#[derive(Clone, Debug)]
pub struct Ignored<'a> {
    /// `Element` or `Element@Attribute`, without prefixes.
    pub name: String,
    /// The reason: `foreign namespace`, …
    pub reason: &'static str,
    /// The text as written.
    pub text: Text<'a>,
}

/// `edmx:Reference`: another document whose schemas or annotations this document uses.
#[derive(Clone, Debug)]
pub struct Reference<'a> {
    /// `Uri`.
    pub uri: Text<'a>,
    /// `edmx:Include` elements.
    pub includes: Vec<Include<'a>>,
    /// `edmx:IncludeAnnotations` elements.
    pub include_annotations: Vec<IncludeAnnotations<'a>>,
    /// Annotations of the reference.
    pub annotations: Vec<Annotation<'a>>,
    /// The element.
    pub span: Span,
}

/// `edmx:Include`: a schema of another document, and its alias in this one.
#[derive(Clone, Debug)]
pub struct Include<'a> {
    /// `Namespace`.
    pub namespace: Text<'a>,
    /// `Alias`.
    pub alias: Option<Text<'a>>,
    /// Annotations of the include.
    pub annotations: Vec<Annotation<'a>>,
    /// The element.
    pub span: Span,
}

/// `edmx:IncludeAnnotations`: annotations of another document that apply here.
#[derive(Clone, Debug)]
pub struct IncludeAnnotations<'a> {
    /// `TermNamespace`.
    pub term_namespace: Text<'a>,
    /// `Qualifier`.
    pub qualifier: Option<Text<'a>>,
    /// `TargetNamespace`.
    pub target_namespace: Option<Text<'a>>,
    /// The element.
    pub span: Span,
}

/// `Schema`.
#[derive(Clone, Debug)]
pub struct Schema<'a> {
    /// `Namespace`.
    pub namespace: Text<'a>,
    /// `Alias`.
    pub alias: Option<Text<'a>>,
    /// `EntityType` and `ComplexType` elements, in document order.
    pub structured_types: Vec<StructuredType<'a>>,
    /// `EnumType` elements.
    pub enum_types: Vec<EnumType<'a>>,
    /// `TypeDefinition` elements.
    pub type_definitions: Vec<TypeDefinition<'a>>,
    /// `Action` and `Function` elements, in document order.
    pub operations: Vec<Operation<'a>>,
    /// `Term` elements.
    pub terms: Vec<Term<'a>>,
    /// `EntityContainer` elements.
    pub containers: Vec<EntityContainer<'a>>,
    /// Annotations of the schema itself.
    pub annotations: Vec<Annotation<'a>>,
    /// `Annotations` elements.
    pub targeted: Vec<Annotations<'a>>,
    /// The element's start tag.
    pub span: Span,
}

impl<'a> Schema<'a> {
    /// A schema that declares nothing yet.
    pub(crate) const fn new(namespace: Text<'a>, alias: Option<Text<'a>>, span: Span) -> Self {
        Self {
            namespace,
            alias,
            structured_types: Vec::new(),
            enum_types: Vec::new(),
            type_definitions: Vec::new(),
            operations: Vec::new(),
            terms: Vec::new(),
            containers: Vec::new(),
            annotations: Vec::new(),
            targeted: Vec::new(),
            span,
        }
    }
}

/// The element that a [`StructuredType`] was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructuredKind {
    /// `EntityType`.
    Entity,
    /// `ComplexType`.
    Complex,
}

/// `EntityType` or `ComplexType`.
#[derive(Clone, Debug)]
pub struct StructuredType<'a> {
    /// `EntityType` or `ComplexType`.
    pub kind: StructuredKind,
    /// `Name`.
    pub name: Text<'a>,
    /// `BaseType`.
    pub base_type: Option<Text<'a>>,
    /// `Abstract`.
    pub is_abstract: Option<bool>,
    /// `OpenType`.
    pub open_type: Option<bool>,
    /// `HasStream`; entity types only.
    pub has_stream: Option<bool>,
    /// `Key`; entity types only.
    pub key: Option<Key<'a>>,
    /// `Property` elements.
    pub properties: Vec<Property<'a>>,
    /// `NavigationProperty` elements.
    pub navigation_properties: Vec<NavigationProperty<'a>>,
    /// Annotations of the type.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `Key`.
#[derive(Clone, Debug)]
pub struct Key<'a> {
    /// `PropertyRef` elements.
    pub property_refs: Vec<PropertyRef<'a>>,
    /// The element.
    pub span: Span,
}

/// `PropertyRef`.
#[derive(Clone, Debug)]
pub struct PropertyRef<'a> {
    /// `Name`: a property, or a path to one.
    pub name: Text<'a>,
    /// `Alias`.
    pub alias: Option<Text<'a>>,
    /// The element.
    pub span: Span,
}

/// The facets of a primitive type and the default value, as written.
#[derive(Clone, Debug, Default)]
pub struct Facets<'a> {
    /// `MaxLength`.
    pub max_length: Option<Text<'a>>,
    /// `Precision`.
    pub precision: Option<Text<'a>>,
    /// `Scale`.
    pub scale: Option<Text<'a>>,
    /// `Unicode`.
    pub unicode: Option<bool>,
    /// `SRID`.
    pub srid: Option<Text<'a>>,
    /// `DefaultValue`.
    pub default_value: Option<Text<'a>>,
}

/// `Property`.
#[derive(Clone, Debug)]
pub struct Property<'a> {
    /// `Name`.
    pub name: Text<'a>,
    /// `Type`.
    pub type_name: Text<'a>,
    /// `Nullable`.
    pub nullable: Option<bool>,
    /// The facets, if there are any; boxed because most elements have none.
    pub facets: Option<Box<Facets<'a>>>,
    /// Annotations of the property.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `NavigationProperty`.
#[derive(Clone, Debug)]
pub struct NavigationProperty<'a> {
    /// `Name`.
    pub name: Text<'a>,
    /// `Type`.
    pub type_name: Text<'a>,
    /// `Nullable`.
    pub nullable: Option<bool>,
    /// `Partner`.
    pub partner: Option<Text<'a>>,
    /// `ContainsTarget`.
    pub contains_target: Option<bool>,
    /// `ReferentialConstraint` elements.
    pub referential_constraints: Vec<ReferentialConstraint<'a>>,
    /// `OnDelete` elements; at most one is allowed.
    pub on_delete: Vec<OnDelete<'a>>,
    /// Annotations of the property.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `ReferentialConstraint`.
#[derive(Clone, Debug)]
pub struct ReferentialConstraint<'a> {
    /// `Property`.
    pub property: Text<'a>,
    /// `ReferencedProperty`.
    pub referenced_property: Text<'a>,
    /// Annotations of the constraint.
    pub annotations: Vec<Annotation<'a>>,
    /// The element.
    pub span: Span,
}

/// `OnDelete`.
#[derive(Clone, Debug)]
pub struct OnDelete<'a> {
    /// `Action`.
    pub action: Text<'a>,
    /// Annotations of the rule.
    pub annotations: Vec<Annotation<'a>>,
    /// The element.
    pub span: Span,
}

/// `EnumType`.
#[derive(Clone, Debug)]
pub struct EnumType<'a> {
    /// `Name`.
    pub name: Text<'a>,
    /// `UnderlyingType`.
    pub underlying_type: Option<Text<'a>>,
    /// `IsFlags`.
    pub is_flags: Option<bool>,
    /// `Member` elements.
    pub members: Vec<Member<'a>>,
    /// Annotations of the type.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `Member`.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// `Name`.
    pub name: Text<'a>,
    /// `Value`.
    pub value: Option<Text<'a>>,
    /// Annotations of the member.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `TypeDefinition`.
#[derive(Clone, Debug)]
pub struct TypeDefinition<'a> {
    /// `Name`.
    pub name: Text<'a>,
    /// `UnderlyingType`.
    pub underlying_type: Text<'a>,
    /// The facets, if there are any; boxed because most elements have none.
    pub facets: Option<Box<Facets<'a>>>,
    /// Annotations of the type.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// The element that an [`Operation`] was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// `Action`.
    Action,
    /// `Function`.
    Function,
}

/// An `Action` or `Function` element, which is one overload.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// `Action` or `Function`.
    pub kind: OperationKind,
    /// `Name`.
    pub name: Text<'a>,
    /// `IsBound`.
    pub is_bound: Option<bool>,
    /// `IsComposable`; functions only.
    pub is_composable: Option<bool>,
    /// `EntitySetPath`.
    pub entity_set_path: Option<Text<'a>>,
    /// `Parameter` elements.
    pub parameters: Vec<Parameter<'a>>,
    /// `ReturnType` elements; at most one is allowed.
    pub return_types: Vec<ReturnType<'a>>,
    /// Annotations of the overload.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `Parameter`.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// `Name`.
    pub name: Text<'a>,
    /// `Type`.
    pub type_name: Text<'a>,
    /// `Nullable`.
    pub nullable: Option<bool>,
    /// The facets, if there are any; boxed because most elements have none.
    pub facets: Option<Box<Facets<'a>>>,
    /// Annotations of the parameter.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `ReturnType`.
#[derive(Clone, Debug)]
pub struct ReturnType<'a> {
    /// `Type`.
    pub type_name: Text<'a>,
    /// `Nullable`.
    pub nullable: Option<bool>,
    /// The facets, if there are any; boxed because most elements have none.
    pub facets: Option<Box<Facets<'a>>>,
    /// Annotations of the return type.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `Term`.
#[derive(Clone, Debug)]
pub struct Term<'a> {
    /// `Name`.
    pub name: Text<'a>,
    /// `Type`.
    pub type_name: Text<'a>,
    /// `BaseTerm`.
    pub base_term: Option<Text<'a>>,
    /// `AppliesTo`.
    pub applies_to: Option<Text<'a>>,
    /// `Nullable`.
    pub nullable: Option<bool>,
    /// The facets, if there are any; boxed because most elements have none.
    pub facets: Option<Box<Facets<'a>>>,
    /// Annotations of the term.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `EntityContainer`.
#[derive(Clone, Debug)]
pub struct EntityContainer<'a> {
    /// `Name`.
    pub name: Text<'a>,
    /// `Extends`.
    pub extends: Option<Text<'a>>,
    /// `EntitySet`, `Singleton`, `ActionImport` and `FunctionImport` elements, in document order.
    pub children: Vec<ContainerChild<'a>>,
    /// Annotations of the container.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// The element that a [`ContainerChild`] was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContainerChildKind {
    /// `EntitySet`.
    EntitySet,
    /// `Singleton`.
    Singleton,
    /// `ActionImport`.
    ActionImport,
    /// `FunctionImport`.
    FunctionImport,
}

/// A child of an `EntityContainer`.
#[derive(Clone, Debug)]
pub struct ContainerChild<'a> {
    /// The kind of element.
    pub kind: ContainerChildKind,
    /// `Name`.
    pub name: Text<'a>,
    /// `EntityType` of an entity set, `Type` of a singleton, `Action` or `Function` of an import.
    pub of: Text<'a>,
    /// `EntitySet` of an import.
    pub entity_set: Option<Text<'a>>,
    /// `IncludeInServiceDocument`.
    pub include_in_service_document: Option<bool>,
    /// `Nullable` of a singleton.
    pub nullable: Option<bool>,
    /// `NavigationPropertyBinding` elements.
    pub navigation_property_bindings: Vec<NavigationPropertyBinding<'a>>,
    /// Annotations of the child.
    pub annotations: Vec<Annotation<'a>>,
    /// The start tag.
    pub span: Span,
}

/// `NavigationPropertyBinding`.
#[derive(Clone, Debug)]
pub struct NavigationPropertyBinding<'a> {
    /// `Path`.
    pub path: Text<'a>,
    /// `Target`.
    pub target: Text<'a>,
    /// The element.
    pub span: Span,
}
