//! OpenAPI descriptions of OData services as Microsoft publishes them: parsed with positions, then converted to CSDL.
//!
//! [`read`] parses YAML or JSON text into a [`Document`] without resolving `$ref`s. [`describe`] converts all documents
//! to one [`csdl::Document`](crate::csdl::Document) whose spans point into the OpenAPI texts, so that one resolver
//! builds the model from any format. OpenAPI says less than CSDL; what is missing is inferred from the paths if
//! possible.
//!
//! Rules: OpenAPI Specification 3.0.4 and 3.1.1; OData to OpenAPI Mapping 1.0 (OASIS). The `x-ms-…` extensions are
//! those of `Microsoft.OpenApi.OData`.

mod describe;
mod document;
mod reader;
mod surrogate_pairs;
mod yaml_tree;

pub use describe::describe;
pub use document::*;
pub use reader::read;
