//! An SDK for licensing, as another author might publish it, with a generated core.
//!
//! The build script shows each way to customize generated code: renames, a custom type for `Edm.Guid`, a derive, an
//! attribute, and an extension that adds items beside types and operations.

mod id;

use graph_runtime::{Error, Object, empty};

graph_runtime::include_graph!();

pub use graph::{AssignedLicense, GraphService, Person, REPROCESS_LICENSE_ASSIGNMENT_PERMISSIONS};
pub use id::Id;

/// A type with a display name.
pub trait Named {
    /// Returns the display name, if the service sent it.
    fn name(&self) -> Option<&str>;
}

/// Assigns the license of a product to a user: a convenience function as SDKs add by hand.
///
/// # Errors
///
/// Returns the error of the call.
pub async fn assign_license(service: &GraphService, user: &str, sku: Id) -> Result<Object<Person>, Error> {
    let license = AssignedLicense { sku_id: Some(sku), ..empty() };
    let parameters =
        graph::PersonAssignLicense { add_licenses: Some(vec![license.into()]), remove_licenses: Some(Vec::new()) };
    service.users().by_id(user).assign_license(&parameters).send().await
}
