//! Service URLs.

mod cloud;
mod service_root;

pub(crate) use self::service_root::is_version;
pub use self::{cloud::Cloud, service_root::ServiceRoot};
