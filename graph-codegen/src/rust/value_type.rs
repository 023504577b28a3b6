use super::Identifier;

/// The Rust type of a value on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueType {
    /// A primitive of the language: `bool`, `i32`, `f64`.
    Language(&'static str),
    /// `String`.
    Text,
    /// A type of the runtime: `Guid`, `DateTimeOffset`, `Json`.
    Runtime(&'static str),
    /// A generated struct, as the runtime's `Object`.
    Structure(Path),
    /// A generated enum, as the runtime's `Member`.
    Enumeration(Path),
    /// A Rust path that an extension gave.
    Custom(String),
    /// `Vec<…>`.
    List(Box<ValueType>),
    /// `Box<…>`: the type contains itself.
    Boxed(Box<ValueType>),
    /// `Flags<…>`: any combination of an enumeration's members.
    Flags(Path),
}

/// Where a generated item is: the modules below the root, then its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Path {
    /// The modules below the generated root.
    pub modules: Vec<Identifier>,
    /// The item.
    pub name: Identifier,
}

impl Path {
    /// An item in a module.
    #[must_use]
    pub fn new(modules: Vec<Identifier>, name: Identifier) -> Self {
        Self { modules, name }
    }
}
