//! Property names as typed constants, for queries and bodies.

mod expanded;
mod navigation;
mod structural;

pub(crate) use self::expanded::{expanded_entities, expanded_entity};
pub use self::{
    navigation::{Many, NavigationProperty, One, Unselected, navigation},
    structural::{CreateOnly, NotNull, Property, ReadOnly, Writable, property},
};
