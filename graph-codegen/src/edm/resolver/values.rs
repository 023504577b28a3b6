//! Attribute values that are copied unchanged.

use crate::{
    csdl::{self, Text},
    edm::{Facets, type_ref::WrittenFacets},
};

pub(super) fn owned(text: &Text<'_>) -> String {
    String::from(&*text.value)
}

pub(super) fn optional(text: &Option<Text<'_>>) -> Option<String> {
    text.as_ref().map(owned)
}

pub(super) fn facets(written: &Option<Box<csdl::Facets<'_>>>) -> Facets {
    let Some(written) = written else { return Facets::default() };
    let csdl::Facets { max_length, precision, scale, unicode, srid, default_value } = &**written;
    Facets {
        written: Some(Box::new(WrittenFacets {
            max_length: optional(max_length),
            precision: optional(precision),
            scale: optional(scale),
            unicode: *unicode,
            srid: optional(srid),
            default_value: optional(default_value),
        })),
    }
}
