//! Descriptions of operations.

mod description;
mod permissions;

pub use self::{description::Description, permissions::Permissions};
