use proc_macro2::TokenStream;

use super::{Path, RustType, ValueType};
use crate::{
    edm::{OperationId, TypeId, TypeRef},
    facts::Writing,
    naming::Identifier,
};

/// What a [`Structure`] represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructureOrigin {
    /// An entity type.
    Entity(TypeId),
    /// A complex type.
    Complex(TypeId),
    /// The parameters of an action.
    Parameters(OperationId),
}

/// A struct.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Structure {
    /// Its name.
    pub name: Identifier,
    /// What it represents.
    pub origin: StructureOrigin,
    /// The qualified name of the type, or `type/action` for parameters.
    pub source: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The fields, in declared order, base types first.
    pub fields: Vec<Field>,
    /// What request bodies depend on besides the fields.
    pub relations: Relations,
    /// The text of `#[deprecated]`, if the metadata deprecates the element.
    pub deprecation: Option<String>,
    /// Attributes that customizations add.
    pub attributes: Vec<TokenStream>,
    /// Whether it has constants for its properties, for queries and bodies.
    pub is_selectable: bool,
}

/// A field for a property or parameter.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Field {
    /// Its name.
    pub name: Identifier,
    /// The constant that names the property in a query.
    pub constant: Identifier,
    /// The name on the wire.
    pub wire_name: String,
    /// The source name, with the type that declares the property: `microsoft.graph.user/displayName`.
    pub source: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The type in the metadata.
    pub edm_type: TypeRef,
    /// `Nullable` as written in the metadata; for a collection, it is about the items.
    pub nullable: Option<bool>,
    /// Whether the property is part of the key.
    pub is_key: bool,
    /// The type of the value; the field is an `Option` of it.
    pub value_type: ValueType,
    /// The text of `#[deprecated]`, if the metadata deprecates the element.
    pub deprecation: Option<String>,
    /// When a body may set the property.
    pub writing: Writing,
    /// Whether the value is never `null`; `false` for a collection, whose items that may be said of.
    pub is_never_null: bool,
    /// Whether a request has to give the property or parameter, according to the metadata: it is not nullable, has no
    /// default, and the service does not compute it. Graph's metadata says so of parameters only.
    pub is_required: bool,
    /// The maximum length, in characters or bytes.
    pub max_length: Option<u32>,
    /// Attributes that customizations add.
    pub attributes: Vec<TokenStream>,
}

impl Field {
    /// The type of the field: any property may be absent from a response.
    #[must_use]
    pub fn rust_type(&self) -> RustType {
        self.value_type.value().option()
    }

    /// The type of the constant, which says when a body may set the property, and whether it is never `null`.
    #[must_use]
    pub fn constant_type(&self) -> RustType {
        let access = match self.writing {
            Writing::Always => None,
            Writing::OnCreate => Some(RustType::Runtime("CreateOnly")),
            Writing::Never => Some(RustType::Runtime("ReadOnly")),
        };
        let access = match (self.is_never_null, access) {
            (false, access) => access,
            (true, None) => Some(RustType::Runtime("NotNull")),
            (true, Some(access)) => Some(RustType::RuntimeOf("NotNull", vec![access])),
        };
        let arguments = [RustType::Plain("Self"), self.value_type.value()].into_iter().chain(access).collect();
        RustType::RuntimeOf("Property", arguments)
    }
}

/// What request bodies depend on besides a struct's fields.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Relations {
    /// Whether a body sends `@odata.type` even if the type is the declared one.
    pub sends_type: bool,
    /// The selected base types, nearest first.
    pub bases: Vec<Path>,
    /// Properties that an update cannot change, by wire name.
    pub read_only_on_update: Vec<String>,
    /// The names of all navigation properties on the wire, for queries that name the type of a property. Empty if no
    /// type is derived from this one, or if the service is Graph.
    pub navigation_names: Vec<String>,
    /// The names of all types derived from this one, for projections: an object may state one of them. Empty for a type
    /// without constants, and for a base of all types that has no navigation properties.
    pub derived_names: Vec<String>,
    /// Constants for navigation properties.
    pub navigation: Vec<NavigationConstant>,
}

/// A constant that names a navigation property.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NavigationConstant {
    /// Its name.
    pub name: Identifier,
    /// The name on the wire.
    pub wire_name: String,
    /// The struct of the target type, if it is selected.
    pub target: Option<Path>,
    /// A line of documentation.
    pub doc: String,
    /// The text of `#[deprecated]`, if the metadata deprecates the element.
    pub deprecation: Option<String>,
    /// Whether the target is a collection.
    pub is_collection: bool,
}

impl NavigationConstant {
    /// The type of the constant, which names the target and says how many there are.
    #[must_use]
    pub fn rust_type(&self) -> RustType {
        let target = self.target.clone().map_or(RustType::Runtime("Unselected"), RustType::Generated);
        let number = RustType::Runtime(if self.is_collection { "Many" } else { "One" });
        let arguments = vec![RustType::Plain("Self"), target, number];
        RustType::RuntimeOf("NavigationProperty", arguments)
    }
}
