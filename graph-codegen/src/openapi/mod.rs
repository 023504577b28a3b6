//! OpenAPI descriptions of OData services, as Microsoft publishes them beside CSDL: read with positions, then described
//! as CSDL.
//!
//! [`read`] makes a [`Document`] of YAML or JSON text; it follows no `$ref`. [`describe`] makes of all documents that are given
//! one [`csdl::Document`](crate::csdl::Document) whose spans point into the OpenAPI texts, so that one resolver, with
//! one set of rules, fills the model whatever was given. OpenAPI says less than CSDL; what it does not say is
//! reconstructed from paths where it follows from them, and otherwise left unsaid.
//!
//! Rules: OpenAPI Specification 3.0.4 and 3.1.1; OData to OpenAPI Mapping 1.0 (OASIS); the `x-ms-…` extensions are
//! those of `Microsoft.OpenApi.OData`.

mod describe;
mod document;
mod reader;
mod yaml_tree;

pub use describe::describe;
pub use document::*;
pub use reader::read;
