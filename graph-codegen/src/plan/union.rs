use super::Path;
use crate::{edm::TypeId, naming::Identifier};

/// An enum of the selected types that a value of a base type may be: `AnyDirectoryObject`.
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
    /// The variant for everything else.
    pub other: Identifier,
}

/// A derived type that a value may be of.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnionVariant {
    /// Its name.
    pub name: Identifier,
    /// The derived type's struct.
    pub structure: Path,
    /// The qualified names of the types that are read as this one, sorted: its own, and those of types derived from it that are not selected.
    pub sources: Vec<String>,
}
