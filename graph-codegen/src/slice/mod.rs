//! A part of a model as a CSDL document of its own, written by [`Selected::slice`](crate::Selected::slice): the
//! embedded metadata is such a slice.
//!
//! The document holds the facts about what a selection chose, and nothing that depends on how the source was written:
//! schemas, types, operations and container children are sorted, all names are written with their namespaces,
//! annotations are inside what they annotate. Properties, enum members and parameters keep their order, which
//! generated code follows. Sentences (`Core.Description` and the like) are omitted.

mod annotations;
mod container;
mod operations;
mod references;
mod schemas;
mod scope;
mod structured;
mod types;
mod writer;
mod xml;

use std::collections::BTreeSet;

use self::{scope::Scope, writer::Writer};
use crate::{edm::Model, selection::Selection};

/// Where a slice is taken from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'a> {
    pub(crate) model: &'a Model,
    pub(crate) selection: &'a Selection,
    /// How many of the sources the caller named; the others are referenced by those.
    pub(crate) given: usize,
    pub(crate) csdl_version: Option<&'a str>,
}

/// Writes a slice; see [`Selected::slice`](crate::Selected::slice).
pub(crate) fn write(origin: Origin<'_>, options: &Options) -> String {
    let Origin { model, selection, given, csdl_version } = origin;
    let scope = Scope::new(model, selection);
    let mut writer = Writer::new(&scope, given);
    writer.schemas();
    let body = writer.finish();
    references::document(model, &body, csdl_version, options)
}

/// What a slice says beyond its model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Documents that annotate the slice from outside. Whoever reads the slice from a file reads these as well.
    pub annotations: Vec<AnnotationsReference>,
}

/// A document of annotations, referenced with `edmx:Reference` and `edmx:IncludeAnnotations`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnotationsReference {
    /// Where the document is, relative to the slice.
    pub uri: String,
    /// The namespaces of the terms that it applies.
    pub term_namespaces: BTreeSet<String>,
}

impl AnnotationsReference {
    /// References a document, relative to the slice, for its annotations with terms of these namespaces.
    #[must_use]
    pub fn new(uri: impl Into<String>, term_namespaces: BTreeSet<String>) -> Self {
        Self { uri: uri.into(), term_namespaces }
    }
}
