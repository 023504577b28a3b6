use std::any::TypeId;

use super::structured::Structured;

/// A generated type, as queries and readers of projections know it.
#[derive(Clone, Copy, Debug)]
pub struct ItemType {
    id: fn() -> TypeId,
    /// The qualified name in the metadata.
    pub(crate) name: &'static str,
    properties: fn() -> &'static [&'static str],
    navigation: fn() -> &'static [&'static str],
    derived: fn() -> &'static [&'static str],
}

impl ItemType {
    pub(crate) const fn of<T: Structured>() -> Self {
        Self {
            id: TypeId::of::<T>,
            name: T::TYPE_NAME,
            properties: T::properties,
            navigation: T::navigation_properties,
            derived: T::derived_types,
        }
    }

    /// Returns the type to which items are cast for a property of a type that is derived from theirs; `None` if the
    /// property is inherited, so that all items have it.
    pub(crate) fn cast_for(self, derived: Self, property: &str) -> Option<&'static str> {
        let has = |names: fn() -> &'static [&'static str]| names().contains(&property);
        let is_inherited = (self.id)() == (derived.id)() || has(self.properties) || has(self.navigation);
        (!is_inherited).then_some(derived.name)
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
