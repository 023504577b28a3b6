//! Generates typed Rust requests and responses from Microsoft Graph's metadata, or any OData V4 service's.

pub mod csdl;
pub mod diagnostic;
pub mod edm;
