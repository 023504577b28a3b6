//! A service: its URL, and how it speaks OData.

mod batch_settings;
mod client_profile;
mod cloud;
mod preferences;
mod presets;
mod profile;
mod qualified_properties;
mod selected_parts;
mod service_root;

pub use self::{
    batch_settings::BatchFormat,
    cloud::Cloud,
    profile::{BindSyntax, ODataVersion, ReferenceRemoval, ServiceProfile},
    service_root::ServiceRoot,
};
pub(crate) use self::{
    batch_settings::write_query,
    client_profile::{Adjustment, ClientProfile},
    preferences::insert_header,
    service_root::is_version,
};
