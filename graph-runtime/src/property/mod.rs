//! Names of the model as constants, for queries and bodies.

mod expanded;
mod navigation;
mod structural;

pub use navigation::{Many, NavigationProperty, One, Unselected};
pub use structural::Property;
