//! Generates typed Rust requests and responses from Microsoft Graph's metadata, or any OData V4 service's.

mod builder;
pub mod csdl;
pub mod diagnostic;
pub mod edm;
mod emit;
mod error;
pub mod extension;
pub mod facts;
pub mod rust;
pub mod selection;

pub use builder::{Builder, Difference, Files, Generated, Resolved, Selected};
pub use error::Error;
