use super::{Method, ValueType};
use crate::{edm::TypeId, naming::Identifier, selection::ResourceShape};

/// The entry point, named after the EntityContainer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Service {
    /// Its name.
    pub name: Identifier,
    /// The container's qualified name.
    pub source: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Entity sets and singletons, sorted by name, then imports of actions and functions.
    pub methods: Vec<Method>,
}

/// A request builder: what can be done with one resource of a type, or with a collection of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestBuilder {
    /// Its name.
    pub name: Identifier,
    /// What it addresses.
    pub shape: ResourceShape,
    /// The qualified name of the type.
    pub source: String,
    /// The type's struct, where it is generated.
    pub item: Option<ValueType>,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// A selector that adds more requests, for readers of compiler messages.
    pub hint: String,
    /// Its methods, in the order they are shown.
    pub methods: Vec<Method>,
}

impl RequestBuilder {
    /// The type of the resource, or of the collection's items.
    #[must_use]
    pub fn type_id(&self) -> TypeId {
        self.shape.entity_type()
    }
}
