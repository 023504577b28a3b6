use proc_macro2::TokenStream;

use super::{Path, ValueType};
use crate::{
    edm::{OperationId, TypeId},
    facts::Writing,
    naming::Identifier,
};

/// What a [`Structure`] stands for.
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
    /// What it stands for.
    pub origin: StructureOrigin,
    /// The qualified name of the type, or `type/action` for parameters.
    pub source: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The fields, in declared order, base types first.
    pub fields: Vec<Field>,
    /// What bodies need to know of it.
    pub relations: Relations,
    /// The text of `#[deprecated]`, where the metadata calls it deprecated.
    pub deprecation: Option<String>,
    /// Attributes that users and extensions gave.
    pub attributes: Vec<TokenStream>,
    /// Whether queries and bodies can name its properties.
    pub is_selectable: bool,
}

/// A field: one property or parameter.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Field {
    /// Its name.
    pub name: Identifier,
    /// The constant that names the property in a query.
    pub constant: Identifier,
    /// The name on the wire.
    pub wire_name: String,
    /// The source name: `microsoft.graph.user/displayName`, by the type that declares it.
    pub source: String,
    /// Documentation, one line.
    pub doc: String,
    /// The type of the value; the field is an `Option` of it.
    pub value_type: ValueType,
    /// The text of `#[deprecated]`, where the metadata calls it deprecated.
    pub deprecation: Option<String>,
    /// When a body may set the property.
    pub writing: Writing,
    /// Attributes that users and extensions gave.
    pub attributes: Vec<TokenStream>,
}

/// What bodies of a structured type need to know beyond its fields.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Relations {
    /// Whether a body names its type even where it is the declared one.
    pub sends_type: bool,
    /// The selected types that it is derived from, the nearest first.
    pub bases: Vec<Path>,
    /// Properties that an update cannot change, by their names on the wire.
    pub read_only_on_update: Vec<String>,
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
    /// The struct of the type it leads to, if that is selected.
    pub target: Option<Path>,
    /// Documentation, one line.
    pub doc: String,
    /// The text of `#[deprecated]`, where the metadata calls it deprecated.
    pub deprecation: Option<String>,
    /// Whether it leads to a collection.
    pub is_collection: bool,
}
