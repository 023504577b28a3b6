//! CSDL XML as parsed: the elements of the specification, each with its position in the source. Names are not resolved.
//!
//! Names and rules: OASIS OData Common Schema Definition Language (CSDL) XML Representation 4.01.

mod document;
mod expression;
mod index;
mod reader;

pub use document::*;
pub use expression::{Annotation, Annotations, Expression, PropertyValue, Record};
#[cfg(feature = "tools")]
pub use index::index;
pub use index::read_indexed;
#[cfg(feature = "openapi")]
pub(crate) use reader::is_identifier;
pub use reader::{Limits, is_csdl, read, reference_uris};
