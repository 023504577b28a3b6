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
