//! An SDK for licensing, as another author might publish it, with a generated core.
//!
//! The build script shows each way to customize generated code: renames, a custom type for `Edm.Guid`, derives and
//! attributes by kind, a method that is written by hand, and an extension that adds documentation, items and a file.

mod assign_license;
mod id;

use graph_runtime::{
    Error,
    builders::{CollectionBuilder, Structured},
};

graph_runtime::include_graph!();

include!(concat!(env!("OUT_DIR"), "/licenses.rs"));

pub use graph::{AssignedLicense, GraphService, Person, REPROCESS_LICENSE_ASSIGNMENT_PERMISSIONS};
pub use id::Id;

/// A type with a display name.
pub trait Named {
    /// Returns the display name, if the service sent it.
    fn name(&self) -> Option<&str>;
}

/// Lists the display names of any collection.
///
/// # Errors
///
/// Returns the error of a page.
pub async fn names<B>(collection: &B) -> Result<Vec<String>, Error>
where
    B: CollectionBuilder<Item: Named + Structured>,
{
    let mut items = collection.list().items();
    let mut names = Vec::new();
    while let Some(item) = items.next().await {
        names.extend(item?.name().map(str::to_owned));
    }
    Ok(names)
}
