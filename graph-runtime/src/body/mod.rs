//! Bodies of requests that create or update, which distinguish absent, null and set properties; see [`Body`].

mod bind;
mod changes;
mod content;
mod fields;
mod node;
mod reference;

pub use bind::{Insert, References};
pub use content::{BodyValue, SettableIn};
pub use fields::{Body, ForCreate, ForUpdate};
pub use reference::Reference;

pub(crate) use node::{Node, ObjectNode};
