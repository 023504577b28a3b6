use proc_macro2::TokenStream;

use crate::{edm::TypeId, naming::Identifier};

/// An enum for an enumeration type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Enumeration {
    /// Its name.
    pub name: Identifier,
    /// The type.
    pub origin: TypeId,
    /// The qualified name of the type.
    pub source: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The members, in declared order.
    pub variants: Vec<Variant>,
    /// The values of the members, if the service may write them instead of names.
    pub values: Vec<i64>,
    /// Attributes that customizations add.
    pub attributes: Vec<TokenStream>,
    /// The text of `#[deprecated]`, if the metadata deprecates the element.
    pub deprecation: Option<String>,
}

/// A variant for a member.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Variant {
    /// Its name.
    pub name: Identifier,
    /// The name on the wire.
    pub wire_name: String,
    /// The text of `#[deprecated]`, if the metadata deprecates the element.
    pub deprecation: Option<String>,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Attributes that customizations add.
    pub attributes: Vec<TokenStream>,
}
