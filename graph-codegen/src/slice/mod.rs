//! An excerpt of a model as a CSDL document, written by [`Selected::slice`](crate::Selected::slice). The embedded
//! metadata is such a slice.
//!
//! The document contains the facts about the selected elements and does not depend on the layout of the source:
//! schemas, types, operations and container children are sorted, names are qualified, and annotations are inside their
//! targets. Properties, enum members and parameters keep their order, which generated code follows. Prose
//! (`Core.Description`, for example) is omitted.

mod annotations;
mod container;
mod operations;
mod profile;
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

/// The source of a slice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'a> {
    pub(crate) model: &'a Model,
    pub(crate) selection: &'a Selection,
    /// The number of sources that the caller named; the others are referenced by those.
    pub(crate) given: usize,
    pub(crate) csdl_version: Option<&'a str>,
}

/// Writes a slice; see [`Selected::slice`](crate::Selected::slice).
pub(crate) fn write(origin: Origin<'_>, options: &Options) -> String {
    let Origin { model, selection, given, csdl_version } = origin;
    let scope = Scope::new(model, selection);
    let mut writer = Writer::new(&scope, given, csdl_version);
    writer.schemas();
    let body = writer.finish();
    references::document(model, &body, csdl_version, options)
}

/// Settings for a slice.
///
/// ```
/// use graph_codegen::slice::{AnnotationsReference, Options};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let mut options = Options::default();
/// options.annotations.push(AnnotationsReference::new("permissions.csdl", ["sample.v1".to_owned()].into()));
///
/// let selected = graph_codegen::Builder::new().resolve()?.select(["microsoft.graph.assignedLicense"])?;
/// assert!(selected.slice(&options).contains(r#"<edmx:Reference Uri="permissions.csdl">"#));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Documents that annotate the slice. They are read together with the slice if it is read from a file.
    pub annotations: Vec<AnnotationsReference>,
}

/// A document of annotations, referenced with `edmx:Reference` and `edmx:IncludeAnnotations`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnotationsReference {
    /// The address of the document, relative to the slice.
    pub uri: String,
    /// The namespaces of the terms that it applies.
    pub term_namespaces: BTreeSet<String>,
}

impl AnnotationsReference {
    /// Creates a reference to a document, relative to the slice, that applies terms of these namespaces.
    #[must_use]
    pub fn new(uri: impl Into<String>, term_namespaces: BTreeSet<String>) -> Self {
        Self { uri: uri.into(), term_namespaces }
    }
}
