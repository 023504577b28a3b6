use super::{Primitive, QualifiedName, TypeId};
use crate::diagnostic::Span;

/// The type of a property, parameter, return value or term: a single type or a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeRef {
    /// The type of the value, or of the items of a collection.
    pub item: ItemType,
    /// Whether it is written as `Collection(…)`.
    pub is_collection: bool,
    /// Where the type is referenced.
    pub span: Span,
}

impl TypeRef {
    /// Creates a reference to `item`.
    #[must_use]
    pub fn new(item: ItemType, is_collection: bool, span: Span) -> Self {
        Self { item, is_collection, span }
    }

    /// Returns the type, if the model declares it.
    #[must_use]
    pub fn type_id(&self) -> Option<TypeId> {
        match self.item {
            ItemType::Declared(id) => Some(id),
            ItemType::Primitive(_) | ItemType::External(_) => None,
        }
    }
}

/// The type that a [`TypeRef`] refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemType {
    /// A type of the namespace `Edm`.
    Primitive(Primitive),
    /// A type of the model.
    Declared(TypeId),
    /// A type that an `edmx:Reference` includes from a document that was not given.
    External(QualifiedName),
}

/// The facets and default value as declared; `None` means that a facet is not written. Most properties have no facets.
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
    /// Returns `MaxLength`: a number or `max`.
    #[must_use]
    pub fn max_length(&self) -> Option<&str> {
        self.written.as_ref()?.max_length.as_deref()
    }

    /// Returns `Precision`.
    #[must_use]
    pub fn precision(&self) -> Option<&str> {
        self.written.as_ref()?.precision.as_deref()
    }

    /// Returns `Scale`: a number, `variable` or `floating`.
    #[must_use]
    pub fn scale(&self) -> Option<&str> {
        self.written.as_ref()?.scale.as_deref()
    }

    /// Returns `Unicode`.
    #[must_use]
    pub fn unicode(&self) -> Option<bool> {
        self.written.as_ref()?.unicode
    }

    /// Returns `SRID`.
    #[must_use]
    pub fn srid(&self) -> Option<&str> {
        self.written.as_ref()?.srid.as_deref()
    }

    /// Returns `DefaultValue`.
    #[must_use]
    pub fn default_value(&self) -> Option<&str> {
        self.written.as_ref()?.default_value.as_deref()
    }
}
