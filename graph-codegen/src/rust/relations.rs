use super::{Identifier, Path};

/// What bodies of a structured type need to know beyond its fields.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Relations {
    /// Whether a body says its type even where it is the declared one.
    pub sends_type: bool,
    /// The selected types that it is derived from, the nearest first.
    pub bases: Vec<Path>,
    /// Properties that an update cannot change, by their names on the wire.
    pub fixed: Vec<String>,
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
    /// What compilers say of its use, where it is deprecated.
    pub deprecation: Option<String>,
    /// Whether it leads to a collection.
    pub is_collection: bool,
}
