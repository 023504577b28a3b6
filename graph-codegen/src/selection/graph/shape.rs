use crate::edm::TypeId;

/// A resource of a service: a single value or a collection of values, of a given type.
///
/// There is one request builder for each, however many paths lead to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceShape {
    /// An entity, or a value of a complex type.
    Entity(TypeId),
    /// A collection of entities or complex values.
    Collection(TypeId),
}

impl ResourceShape {
    /// Returns the entity type or complex type.
    #[must_use]
    pub fn entity_type(self) -> TypeId {
        match self {
            Self::Entity(id) | Self::Collection(id) => id,
        }
    }

    /// Returns the same kind of resource of another type.
    #[must_use]
    pub fn with_type(self, id: TypeId) -> Self {
        match self {
            Self::Entity(_) => Self::Entity(id),
            Self::Collection(_) => Self::Collection(id),
        }
    }
}

/// The kind of a [`Root`](super::super::Root).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// `EntitySet`.
    EntitySet,
    /// `Singleton`.
    Singleton,
}
