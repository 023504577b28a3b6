//! Attributes that are taken over as they are.

use crate::{
    csdl::{self, Text},
    edm::Facets,
};

pub(super) fn owned(text: &Text<'_>) -> String {
    String::from(&*text.value)
}

pub(super) fn optional(text: &Option<Text<'_>>) -> Option<String> {
    match text {
        Some(text) => Some(owned(text)),
        None => None,
    }
}

pub(super) fn facets(written: &csdl::Facets<'_>) -> Facets {
    Facets {
        max_length: optional(&written.max_length),
        precision: optional(&written.precision),
        scale: optional(&written.scale),
        unicode: written.unicode,
        srid: optional(&written.srid),
        default_value: optional(&written.default_value),
    }
}
