//! Syntax trees of documents, for this repository's tests, benchmarks and fuzz targets.
//!
//! This module is not part of the public API and may change in any release. Applications resolve metadata with
//! [`Builder::resolve`](crate::Builder::resolve).

/// CSDL documents as syntax trees.
pub mod csdl {
    pub use crate::csdl::*;
}

/// OpenAPI descriptions as syntax trees, and their conversion to CSDL.
#[cfg(feature = "openapi")]
pub mod openapi {
    pub use crate::openapi::*;
}

/// Resolves metadata as if every declaration were needed, so that all mistakes are errors.
///
/// # Errors
///
/// Returns diagnostics as [`Builder::resolve`](crate::Builder::resolve) does.
pub fn resolve_strictly(builder: &crate::Builder) -> Result<crate::Resolved, crate::Error> {
    builder.resolve_strictly()
}

/// Renders all diagnostics of an error, with warnings.
#[must_use]
pub fn rendered(error: &crate::Error) -> String {
    error.rendered().to_string()
}

/// The canonical form of a request's path in the table of permissions.
#[must_use]
pub fn permission_path(path: &str) -> String {
    crate::permissions::permission_path(path)
}

/// Returns the path of a request in the table of documentation.
#[cfg(feature = "cli")]
#[must_use]
pub fn documentation_key(path: &str) -> String {
    crate::lookup::documentation_key(path)
}

/// Counts the elements of a CSDL document: `11 schemas, 1182 entity types`.
///
/// # Errors
///
/// Returns diagnostics if the text is not valid.
#[cfg(feature = "cli")]
pub fn counts(text: &str) -> Result<String, crate::Error> {
    crate::cli::counts(text)
}
