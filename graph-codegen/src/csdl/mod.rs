//! CSDL as parsed: the elements of the specification, each with its position in the source. Names are not resolved.
//!
//! Names and rules: OASIS OData Common Schema Definition Language (CSDL) XML Representation 4.01.

mod document;
mod expression;
mod index;
#[cfg(feature = "csdl-json")]
mod json;
mod reader;
mod root_members;

pub use document::*;
pub use expression::{Annotation, Annotations, Expression, PropertyValue, Record};
#[cfg(feature = "tools")]
pub use index::index;
pub use index::read_indexed;
#[cfg(feature = "csdl-json")]
pub use json::read_json;
#[cfg(feature = "openapi")]
pub(crate) use reader::is_identifier;
pub use reader::{Limits, read};
pub(crate) use root_members::RootMembers;

/// Returns whether a text is CSDL in XML or JSON, of any version: whether the root element is `edmx:Edmx` or `Schema`,
/// or the object has `$Version`.
#[must_use]
pub fn is_csdl(text: &str) -> bool {
    reader::is_csdl(text) || RootMembers::of(text).any(|(name, _)| name == "$Version")
}

/// Returns the URI of each reference of a document in XML or JSON. Mostly without reading the schemas, so that the
/// documents to load are known before anything borrows from their texts. Mistakes are left to the readers to report.
#[must_use]
pub fn reference_uris(text: &str) -> Vec<String> {
    #[cfg(feature = "csdl-json")]
    if RootMembers::of(text).next().is_some() {
        return json::json_reference_uris(text);
    }
    reader::reference_uris(text)
}
