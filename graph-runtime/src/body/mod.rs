//! Bodies of requests that create or update, which distinguish absent, null and set properties; see [`Body`].

mod bind;
mod changes;
mod content;
mod conversion;
mod fields;
mod json_forms;
mod node;
mod parameters;
mod reference;

pub use bind::References;
pub use content::{BodyProperty, BodyValue, SettableIn};
pub use fields::{Body, ForCreate, ForUpdate};
pub use parameters::Parameters;
pub use reference::Reference;

pub(crate) use node::{BodyTarget, ObjectNode};
