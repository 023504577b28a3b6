//! A service: its URL, and how it speaks OData.

mod client_profile;
mod cloud;
mod preferences;
mod presets;
mod profile;
mod selected_parts;
mod service_root;

pub(crate) use self::{
    client_profile::{Adjustment, ClientProfile},
    preferences::insert_header,
    service_root::is_version,
};
pub use self::{
    cloud::Cloud,
    profile::{BatchFormat, BindSyntax, ODataVersion, ReferenceRemoval, ServiceProfile},
    service_root::ServiceRoot,
};
