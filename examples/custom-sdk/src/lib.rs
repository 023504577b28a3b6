//! An SDK for licensing, as another author would publish it: the core is generated, names and extras are this crate's own.
//!
//! The build script shows each way of changing what is generated: renames, a type of one's own for `Edm.Guid`, a derive, an
//! attribute, and an extension that adds items beside types and operations.

mod id;

use graph_runtime::{Error, Object, empty};

graph_runtime::include_graph!();

pub use graph::{AssignedLicense, GraphService, Person, REPROCESS_LICENSE_ASSIGNMENT_PERMISSIONS};
pub use id::Id;

/// What has a display name.
pub trait Named {
    /// The display name, where it was read.
    fn name(&self) -> Option<&str>;
}

/// Gives a user the license of a product: the kind of thing an SDK adds by hand.
///
/// # Errors
///
/// Those of the call.
pub async fn switch_license(service: &GraphService, user: &str, to: Id) -> Result<Object<Person>, Error> {
    let license = AssignedLicense { sku_id: Some(to), ..empty() };
    let parameters =
        graph::PersonAssignLicense { add_licenses: Some(vec![license.into()]), remove_licenses: Some(Vec::new()) };
    service.users().by_id(user).assign_license(&parameters).send().await
}
