//! Names of the model as constants, for queries and bodies.

mod expanded;
mod navigation;
mod structural;

pub use navigation::{Many, NavigationProperty, One, Unselected, navigation};
pub use structural::{Property, property};
