use super::{Primitive, QualifiedName, TypeId};
use crate::diagnostic::Span;

/// The type of a property, parameter, return value or term: an item type, perhaps in a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeRef {
    /// The type of the value, or of each item of the collection.
    pub item: ItemType,
    /// Whether it was `Collection(…)`.
    pub is_collection: bool,
    /// Where the type is named.
    pub span: Span,
}

impl TypeRef {
    /// A reference to `item`, named at `span`.
    #[must_use]
    pub fn new(item: ItemType, is_collection: bool, span: Span) -> Self {
        Self { item, is_collection, span }
    }

    /// The declared type behind it, if it is one of the model's.
    #[must_use]
    pub fn type_id(&self) -> Option<TypeId> {
        match self.item {
            ItemType::Declared(id) => Some(id),
            ItemType::Primitive(_) | ItemType::External(_) => None,
        }
    }
}

/// What a [`TypeRef`] refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemType {
    /// A type of the `Edm` namespace.
    Primitive(Primitive),
    /// A type of the model.
    Declared(TypeId),
    /// A type of a schema that an `edmx:Reference` includes, in a document that was not given.
    External(QualifiedName),
}

/// Facets and default value, as declared; `None` is *not written*, not a default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facets {
    /// `MaxLength`: a number, or `max`.
    pub max_length: Option<String>,
    /// `Precision`.
    pub precision: Option<String>,
    /// `Scale`: a number, `variable` or `floating`.
    pub scale: Option<String>,
    /// `Unicode`.
    pub unicode: Option<bool>,
    /// `SRID`.
    pub srid: Option<String>,
    /// `DefaultValue`.
    pub default_value: Option<String>,
}
