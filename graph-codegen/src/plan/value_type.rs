use super::{Path, RustType};

/// The Rust type of a value on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueType {
    /// A primitive type of Rust: `bool`, `i32`, `f64`.
    Language(&'static str),
    /// `String`.
    Text,
    /// A type of the runtime: `Guid`, `DateTimeOffset`, `Json`.
    Runtime(&'static str),
    /// A generated struct; values are the runtime's `Object` of it.
    Structure(Path),
    /// A generated enum; values are the runtime's `Member` of it.
    Enumeration(Path),
    /// A Rust type given by a customization.
    Custom(String),
    /// `Vec<…>`.
    List(Box<ValueType>),
    /// `Option<…>`: an item of a collection that may have `null`.
    Optional(Box<ValueType>),
    /// `Flags<…>`: a combination of an enumeration's members.
    Flags(Path),
}

impl ValueType {
    /// Returns the type of a value: `rt::Object<User>`.
    #[must_use]
    pub fn value(&self) -> RustType {
        self.rust_type(true)
    }

    /// Returns the type of a property in constants and queries: without `Object`.
    #[must_use]
    pub fn property(&self) -> RustType {
        self.rust_type(false)
    }

    /// Returns the `Object` of an entity or complex type, generated or mapped.
    #[must_use]
    pub fn object(&self) -> RustType {
        RustType::runtime_of("Object", self.property())
    }

    /// Returns the type of the values that are not null.
    #[must_use]
    pub fn without_null(&self) -> &Self {
        match self {
            Self::Optional(value) => value.without_null(),
            value => value,
        }
    }

    fn rust_type(&self, is_value: bool) -> RustType {
        match self {
            Self::Language(name) => RustType::Plain(name),
            Self::Text => RustType::Plain("String"),
            Self::Runtime(name) => RustType::Runtime(name),
            Self::Custom(path) => RustType::Custom(path.clone()),
            Self::List(item) => RustType::plain_of("Vec", item.rust_type(is_value)),
            Self::Optional(item) => item.rust_type(is_value).option(),
            Self::Structure(path) if is_value => RustType::runtime_of("Object", RustType::Generated(path.clone())),
            Self::Structure(path) => RustType::Generated(path.clone()),
            Self::Enumeration(path) => RustType::runtime_of("Member", RustType::Generated(path.clone())),
            Self::Flags(path) => RustType::runtime_of("Flags", RustType::Generated(path.clone())),
        }
    }
}
