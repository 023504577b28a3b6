//! What is read from documents, for this repository's own tests, benchmarks and fuzz targets.
//!
//! This module is not part of the public API: it changes without notice in any release.

/// CSDL documents, as they are written.
pub mod csdl {
    pub use crate::csdl::*;
}

/// OpenAPI descriptions, as they are written, and the CSDL that they describe.
#[cfg(feature = "openapi")]
pub mod openapi {
    pub use crate::openapi::*;
}
