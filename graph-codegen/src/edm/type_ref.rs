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

/// Facets and default value, as declared; `None` is *not written*, not a default. Most properties have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    pub(super) written: Option<Box<WrittenFacets>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WrittenFacets {
    pub(super) max_length: Option<String>,
    pub(super) precision: Option<String>,
    pub(super) scale: Option<String>,
    pub(super) unicode: Option<bool>,
    pub(super) srid: Option<String>,
    pub(super) default_value: Option<String>,
}

impl Facets {
    /// `MaxLength`: a number, or `max`.
    #[must_use]
    pub fn max_length(&self) -> Option<&str> {
        self.written.as_ref()?.max_length.as_deref()
    }

    /// `Precision`.
    #[must_use]
    pub fn precision(&self) -> Option<&str> {
        self.written.as_ref()?.precision.as_deref()
    }

    /// `Scale`: a number, `variable` or `floating`.
    #[must_use]
    pub fn scale(&self) -> Option<&str> {
        self.written.as_ref()?.scale.as_deref()
    }

    /// `Unicode`.
    #[must_use]
    pub fn unicode(&self) -> Option<bool> {
        self.written.as_ref()?.unicode
    }

    /// `SRID`.
    #[must_use]
    pub fn srid(&self) -> Option<&str> {
        self.written.as_ref()?.srid.as_deref()
    }

    /// `DefaultValue`.
    #[must_use]
    pub fn default_value(&self) -> Option<&str> {
        self.written.as_ref()?.default_value.as_deref()
    }
}
