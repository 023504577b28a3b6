//! A service: its URL, and how it speaks OData.

mod call_reference;
mod client_profile;
mod cloud;
mod preferences;
mod presets;
mod profile;
mod selected_parts;
mod service_root;

pub(crate) use self::{
    call_reference::{CallReference, CallReferences},
    client_profile::{Adjustment, ClientProfile},
    preferences::insert_header,
    service_root::is_version,
};
pub use self::{
    cloud::Cloud,
    profile::{BatchFormat, BindSyntax, ODataVersion, ReferenceRemoval, ServiceProfile},
    service_root::ServiceRoot,
};
