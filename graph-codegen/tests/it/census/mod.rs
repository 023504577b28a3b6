//! Counts the content of a document with an independent XML parser, in the parsed document, and in the resolved model.

mod of_document;
mod of_model;
mod of_xml;

use std::collections::BTreeMap;

pub use of_document::of_document;
pub use of_model::of_model;
pub use of_xml::of_xml;

/// The number of elements (`Property`) and attributes (`Property@Type`) of each kind.
///
/// A constant or path may be written as an attribute or as an element of the same name, which the model does not
/// distinguish. Both are counted as `expression String`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Census {
    pub counts: BTreeMap<String, usize>,
}

impl Census {
    pub fn add(&mut self, kind: impl Into<String>) {
        *self.counts.entry(kind.into()).or_default() += 1;
    }

    /// Counts an attribute if it is written.
    pub fn add_if(&mut self, is_written: bool, kind: &str) {
        if is_written {
            self.add(kind);
        }
    }
}

/// Expressions that may be written as an element or an attribute.
pub const CONSTANTS: [&str; 18] = [
    "Binary",
    "Bool",
    "Date",
    "DateTimeOffset",
    "Decimal",
    "Duration",
    "EnumMember",
    "Float",
    "Guid",
    "Int",
    "String",
    "TimeOfDay",
    "AnnotationPath",
    "ModelElementPath",
    "NavigationPropertyPath",
    "Path",
    "PropertyPath",
    "UrlRef",
];
