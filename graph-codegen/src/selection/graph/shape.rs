use crate::edm::TypeId;

/// What is addressed: request builders are named after this, not after a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceShape {
    /// One entity of a type, or one value of a complex type.
    Entity(TypeId),
    /// A collection of entities or complex values of a type.
    Collection(TypeId),
}

impl ResourceShape {
    /// The entity type, or the complex type.
    #[must_use]
    pub fn entity_type(self) -> TypeId {
        match self {
            Self::Entity(id) | Self::Collection(id) => id,
        }
    }

    /// The same for another type.
    #[must_use]
    pub fn with_type(self, id: TypeId) -> Self {
        match self {
            Self::Entity(_) => Self::Entity(id),
            Self::Collection(_) => Self::Collection(id),
        }
    }
}

/// Whether a root is an entity set or a singleton.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// `EntitySet`.
    EntitySet,
    /// `Singleton`.
    Singleton,
}
