//! The resolved Entity Data Model: names refer to what they name, aliases are expanded, and annotations are attached to
//! their targets.
//!
//! [`Builder::resolve`](crate::Builder::resolve) builds a [`Model`], which is then read-only. The model knows neither
//! XML nor Rust, so that any metadata format can fill it.

mod annotation;
mod client_defaults;
mod container;
mod editor;
mod enumeration;
mod fixup;
mod missing_document;
mod model;
mod name_index;
mod name_table;
mod operation;
mod origin;
mod path;
mod primitive;
mod profile;
mod qualified_name;
mod queries;
mod resolver;
mod root;
mod service;
mod sign_in;
mod structured;
mod term;
mod type_ref;
mod version;
pub mod vocabulary;

pub use annotation::{Annotation, AnnotationTarget, Expression, PropertyValue, Record, TargetedAnnotations};
pub use client_defaults::ClientDefaults;
pub use container::{ActionImport, EntityContainer, EntitySet, FunctionImport, NavigationPropertyBinding, Singleton};
pub use editor::ModelEditor;
pub use enumeration::{EnumType, Member, TypeDefinition};
pub use fixup::{AppliedFixup, Fixup};
pub use model::{
    Ignored, Include, IncludeAnnotations, Model, OperationId, Reference, Schema, SchemaId, Type, TypeId, TypeKind,
};
pub use operation::{Operation, OperationKind, Parameter, ReturnType};
pub use origin::Origin;
pub use path::PathStep;
pub use primitive::Primitive;
#[cfg(feature = "openapi")]
pub(crate) use profile::MICROSOFT_GRAPH;
pub(crate) use profile::is_supported;
pub use profile::{
    BatchFormat, BindSyntax, Capabilities, ConformanceLevel, Dialect, EnumSyntax, KeySyntax, OperationNames, Profile,
    ProfileSetting, UnknownProfileSetting,
};
pub use qualified_name::QualifiedName;
pub use queries::Multiplicity;
pub(crate) use resolver::resolve;
pub use service::{BindingTarget, ContainerChild, Service};
pub use sign_in::{SignIn, UnknownSignIn};
pub use structured::{
    InheritedProperty, Key, NavigationProperty, OnDelete, Property, PropertyRef, ReferentialConstraint, StructuredType,
};
pub use term::Term;
pub use type_ref::{Facets, ItemType, TypeRef};
pub use version::Version;
