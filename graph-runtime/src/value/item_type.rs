use std::any::TypeId;

use super::structured::Structured;

/// The type of the items that a query is about, with the properties that all of them have.
#[derive(Clone, Copy, Debug)]
pub struct ItemType {
    id: TypeId,
    pub(crate) name: &'static str,
    properties: fn() -> &'static [&'static str],
    navigation: fn() -> &'static [&'static str],
}

impl ItemType {
    pub(crate) fn of<T: Structured>() -> Self {
        Self {
            id: TypeId::of::<T>(),
            name: T::TYPE_NAME,
            properties: T::properties,
            navigation: T::navigation_properties,
        }
    }

    /// Returns the type to which items are cast for a property of a type that is derived from theirs; `None` if the
    /// property is inherited, so that all items have it.
    pub(crate) fn cast_for(self, derived: Self, property: &str) -> Option<&'static str> {
        let has = |names: fn() -> &'static [&'static str]| names().contains(&property);
        let is_inherited = self.id == derived.id || has(self.properties) || has(self.navigation);
        (!is_inherited).then_some(derived.name)
    }
}
