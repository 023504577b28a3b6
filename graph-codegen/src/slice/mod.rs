//! A part of a model as a CSDL document of its own: what the embedded metadata is made with.
//!
//! The document holds the facts about what a selection chose, and nothing that depends on how the source was written:
//! schemas, types, operations and container children are sorted, all names are written with their namespaces,
//! annotations stand inside what they annotate. Properties, enum members and parameters keep their order, which
//! generated code follows. Sentences (`Core.Description` and the like) are left out.

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

use crate::Selected;

use self::{scope::Scope, writer::Writer};

/// Writes the chosen part of a model as CSDL.
///
/// In it are
/// - the selected types with their selected properties, their base types with what is inherited of those, keys and enum
///   members;
/// - of types that only lie on the way to something selected, the key;
/// - the navigation properties of all these that lead to types in the slice;
/// - the actions and functions bound to them whose other parameter and return types are all selected, whether or not a
///   selector names them, and all operations that a selector names or a path leads through;
/// - the entity sets and singletons of types in the slice, with the navigation property bindings that still lead
///   somewhere;
/// - the imports of unbound operations that a selector names;
/// - the annotations of all these, except sentences.
///
/// Terms are not, nor other imports. Neither are annotations that a document gives which was not named, but
/// only referenced with `edmx:IncludeAnnotations`: the slice keeps the reference instead.
///
/// The same selection gives the same bytes, also when it is applied to the slice.
///
/// ```
/// use graph_codegen::slice::{self, Options};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let selected = graph_codegen::Builder::new().resolve()?.select(["microsoft.graph.assignedLicense"])?;
/// let text = slice::write(&selected, &Options::default());
/// assert!(text.contains(r#"<Property Name="skuId" Type="Edm.Guid" />"#));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn write(selected: &Selected, options: &Options) -> String {
    let resolved = &selected.resolved;
    let scope = Scope::new(&resolved.model, &selected.selection);
    let mut writer = Writer::new(&scope, resolved.given);
    writer.schemas();
    let body = writer.finish();
    references::document(&resolved.model, &body, resolved.csdl_version.as_deref(), options)
}

/// What a slice says beyond its model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Documents that annotate the slice from outside. Whoever reads the slice from a file reads these as well.
    pub annotations: Vec<AnnotationsReference>,
}

/// Becomes an `edmx:Reference` with `edmx:IncludeAnnotations`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnotationsReference {
    /// Where the document is, relative to the slice.
    pub uri: String,
    /// The namespaces of the terms that it applies.
    pub term_namespaces: BTreeSet<String>,
}
