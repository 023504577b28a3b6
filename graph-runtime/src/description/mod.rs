//! What an operation says of itself.

mod description;
mod permissions;

pub use self::{description::Description, permissions::Permissions};
