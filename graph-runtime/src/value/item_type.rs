use super::structured::Structured;

/// A generated type, as queries and readers of projections know it.
#[derive(Clone, Copy, Debug)]
pub struct ItemType {
    /// The qualified name in the metadata.
    pub(crate) name: &'static str,
    derived: fn() -> &'static [&'static str],
}

impl ItemType {
    pub(crate) const fn of<T: Structured>() -> Self {
        Self { name: T::TYPE_NAME, derived: T::derived_types }
    }

    /// Returns whether a type is this one, or derived from it.
    pub(crate) fn includes(self, name: &str) -> bool {
        self.name == name || (self.derived)().contains(&name)
    }

    /// Returns whether one of the types is derived from the other, or both are the same, so that they can have a
    /// property in common.
    pub(crate) fn is_related_to(self, other: Self) -> bool {
        self.includes(other.name) || other.includes(self.name)
    }
}
