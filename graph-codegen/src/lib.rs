//! Generates typed Rust requests and responses from Microsoft Graph's metadata, or any OData V4 service's.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
pub mod chain;
#[cfg(feature = "cli")]
pub mod cli;
mod csdl;
mod customization;
pub mod diagnostic;
pub mod edm;
mod emit;
mod error;
pub mod explain;
pub mod extension;
pub mod facts;
#[doc(hidden)]
pub mod internals;
mod naming;
#[cfg(feature = "openapi")]
mod openapi;
pub mod plan;
pub mod selection;
pub mod slice;

pub use builder::{Builder, Difference, Files, Generated, Planned, Resolved, Selected};
pub use csdl::Limits;
pub use error::Error;
