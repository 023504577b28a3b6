//! Service URLs.

mod cloud;
mod service_root;

pub use self::{cloud::Cloud, service_root::ServiceRoot};
