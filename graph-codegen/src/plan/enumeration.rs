use proc_macro2::TokenStream;

use crate::{edm::TypeId, naming::Identifier};

/// An enum: an enumeration type.
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
    /// Attributes that users and extensions gave.
    pub attributes: Vec<TokenStream>,
    /// The text of `#[deprecated]`, where the metadata calls it deprecated.
    pub deprecation: Option<String>,
}

/// A variant: one member.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Variant {
    /// Its name.
    pub name: Identifier,
    /// The name on the wire.
    pub wire_name: String,
    /// The text of `#[deprecated]`, where the metadata calls it deprecated.
    pub deprecation: Option<String>,
    /// Documentation, one line.
    pub doc: String,
    /// Attributes that users and extensions gave.
    pub attributes: Vec<TokenStream>,
}
