//! Names of the model as constants, for queries and bodies.

mod navigation;

pub use navigation::{Many, NavigationProperty, One, Unselected};
