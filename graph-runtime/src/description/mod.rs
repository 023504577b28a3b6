//! Descriptions of operations.

mod availability;
mod description;
mod permissions;

pub use self::{
    availability::Availability,
    description::Description,
    permissions::{PermissionTable, Permissions, SchemePermissions},
};
