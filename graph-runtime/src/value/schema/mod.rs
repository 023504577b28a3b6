//! Schemas of values: JSON Schema for schemars, OpenAPI for utoipa.
//!
//! A [`Shape`] is collected from the tables of generated types, so that generated code needs nothing for it.

#[cfg(feature = "schemars")]
pub(crate) mod json_schema;
mod keywords;
#[cfg(feature = "utoipa")]
pub(crate) mod open_api;
mod shape;

pub use shape::{NamedShape, Shape};
