//! A self-contained HTML page to search a service, walk its paths, and collect a selection.
//!
//! ```text
//! catalog      everything that the page knows, as JSON
//! type_table   numbers for types, and their records
//! operations   records of operations, entity sets, singletons and imports
//! requests     the requests at the end of each kind of step
//! notes        documentation, deprecations and capabilities of elements
//! rust_names   the methods of generated request builders
//! texts        each text once, by number
//! document     the HTML around it
//! page/        its sources: HTML, CSS and JavaScript
//! ```
//!
//! The catalog has types and the steps between them rather than paths, of which a service can have infinitely many. The
//! page walks them on demand, as `selection/` does; tests compare the two.

mod catalog;
mod document;
mod notes;
mod operations;
mod requests;
mod rust_names;
mod texts;
mod type_table;

use crate::{edm::Model, plan::Package, selection::Selection};

/// Writes the page for a model.
///
/// `package` is the plan for all of it, which has the Rust names. The page opens with the requests of `selection`
/// selected.
pub(crate) fn page(model: &Model, package: &Package, selection: &Selection) -> String {
    document::html(&catalog::catalog(model, package, selection))
}
