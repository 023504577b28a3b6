use proc_macro2::TokenStream;

use super::Path;
use crate::{edm::TypeId, naming::Identifier};

/// An enum of the selected types that are derived from a base type: `AnyDirectoryObject`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Union {
    /// Its name.
    pub name: Identifier,
    /// The base type.
    pub origin: TypeId,
    /// The base type's qualified name.
    pub source: String,
    /// The base type's struct.
    pub base: Path,
    /// The derived types, sorted by name.
    pub variants: Vec<UnionVariant>,
    /// The variant for all other values.
    pub other: Identifier,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Attributes that customizations add.
    pub attributes: Vec<TokenStream>,
}

/// A variant for a derived type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnionVariant {
    /// Its name.
    pub name: Identifier,
    /// The derived type's struct.
    pub structure: Path,
    /// The qualified names of the types that are read as this one, sorted: its own, and those of derived types that are
    /// not selected.
    pub sources: Vec<String>,
}
