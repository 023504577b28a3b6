//! Compares the elements of two models, a file for each kind of element.

mod annotations;
mod capabilities;
mod container;
mod deprecation;
mod enumerations;
mod facets;
mod navigation;
mod navigation_restrictions;
mod operations;
mod parameters;
mod permissions;
mod profile;
mod properties;
mod renames;
mod requests;
mod returns;
mod substitution;
mod terms;
mod type_text;
mod types;

use super::{Options, comparison::Comparison};

/// Finds all changes of elements that are used.
pub(super) fn compare(comparison: &mut Comparison<'_>, options: &Options<'_>) {
    types::compare(comparison);
    operations::compare(comparison);
    container::compare(comparison);
    terms::compare(comparison);
    profile::compare(comparison);
    if let Some(tables) = options.permissions {
        permissions::compare(comparison, tables);
    }
}
