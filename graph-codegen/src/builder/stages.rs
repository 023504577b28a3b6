use std::path::PathBuf;

use super::input::{Input, Loader};
use crate::{
    Error,
    csdl::Limits,
    diagnostic::{Code, Diagnostics, Sources},
    edm::Model,
    explain::{Explanation, explain},
    plan::Package,
    selection::{NeededDeclarations, Selection, Selector, close},
    slice,
};

/// What to know if a selector names nothing in the embedded metadata.
const EMBEDDED: &str = "no metadata was given, so selectors refer to an embedded part of Graph v1.0: users, groups and \
                        licensing; for all of Graph, download its metadata with the command `fetch`, and give the file";

/// A resolved model and its sources, as [`Builder::resolve`](crate::Builder::resolve) returns it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Resolved {
    /// The model.
    pub model: Model,
    /// The texts of the documents.
    pub sources: Sources,
    /// Warnings so far.
    pub diagnostics: Diagnostics,
    /// The files that were read.
    pub inputs: Vec<PathBuf>,
    /// The number of sources that were set; the others were referenced by them.
    pub(crate) given: usize,
    /// The highest CSDL version of the documents.
    pub(crate) csdl_version: Option<String>,
    /// Whether it is the embedded slice of Graph, because no document was given.
    pub(crate) is_embedded: bool,
}

/// A model and a selection from it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Selected {
    /// The model, its sources and the warnings so far.
    pub resolved: Resolved,
    /// The selected elements.
    pub selection: Selection,
}

/// A selection and the plan of the code generated for it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Planned {
    /// The selection, its model, its sources and all warnings.
    pub selected: Selected,
    /// The modules, names and types of the generated code.
    pub package: Package,
}

impl Resolved {
    /// Selects the elements that selectors name, and those that they depend on.
    ///
    /// Each text holds selectors, one per line.
    ///
    /// # Errors
    ///
    /// Returns diagnostics about the selectors.
    pub fn select<T: Into<String>>(self, selectors: impl IntoIterator<Item = T>) -> Result<Selected, Error> {
        let inputs: Vec<Input> =
            selectors.into_iter().map(|text| Input::Text { name: "selector".to_owned(), text: text.into() }).collect();
        self.close(&inputs, Limits::default())
    }

    pub(super) fn close(mut self, inputs: &[Input], limits: Limits) -> Result<Selected, Error> {
        let mut loader = Loader::default();
        let mut selectors = Vec::new();
        for input in inputs {
            if let Some(file) = loader.load(input, limits.size, &mut self.sources, &mut self.diagnostics) {
                selectors.extend(Selector::parse_all(file, &self.sources, &mut self.diagnostics));
            }
        }
        self.inputs.append(&mut loader.paths);
        let mut selection = Selection::default();
        if !self.diagnostics.has_errors() {
            selection = close(&self.model, &selectors, &mut self.diagnostics);
            if self.diagnostics.has_deferred() {
                let needed = NeededDeclarations::of(&self.model, &selection);
                self.diagnostics.settle(|diagnostic| needed.contains(diagnostic));
            }
        }
        if self.is_embedded {
            self.diagnostics.add_note(Code::SelectorUnknown, EMBEDDED);
        }
        match self.diagnostics.stop() {
            Ok(()) => Ok(Selected { resolved: self, selection }),
            Err(_) => Err(Error::new(self.diagnostics, self.sources)),
        }
    }
}

impl Selected {
    /// Explains why an element is selected, or what would select it.
    ///
    /// Returns several explanations if types or overloads share the name.
    ///
    /// `name` is a type, with or without its namespace; a member of a type (`microsoft.graph.user/assignLicense`,
    /// `microsoft.graph.user::displayName`); an operation; or a path of the service (`/users/{id}`,
    /// `/users/{id}/assignLicense`).
    ///
    /// # Errors
    ///
    /// Returns a diagnostic with a suggestion if there is no such element.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let resolved = graph_codegen::Builder::new().resolve()?;
    /// let selected = resolved.select(["/users/{id}/reprocessLicenseAssignment"])?;
    /// let explanation = selected.explain("microsoft.graph.assignedLicense")?.remove(0);
    /// assert_eq!(
    ///     explanation.to_string(),
    ///     "microsoft.graph.assignedLicense (complex type): selected
    ///   microsoft.graph.assignedLicense is the type of microsoft.graph.user/assignedLicenses
    ///   microsoft.graph.user is returned by microsoft.graph.user/reprocessLicenseAssignment
    ///   microsoft.graph.user/reprocessLicenseAssignment is named by the selector \
    /// `/users/{id}/reprocessLicenseAssignment`
    /// "
    /// );
    /// # Ok(())
    /// # }
    /// ```
    pub fn explain(&self, name: &str) -> Result<Vec<Explanation>, Error> {
        let Resolved { model, sources, .. } = &self.resolved;
        explain(model, &self.selection, sources, name).map_err(Error::one)
    }

    /// Writes the selected part of the model as CSDL.
    ///
    /// The slice contains
    ///
    /// - the selected types with their selected properties, keys and enum members, and their base types with the
    ///   properties that are inherited;
    /// - the keys of types that are only on the path to a selected element;
    /// - the navigation properties of these types whose targets are in the slice;
    /// - the actions and functions bound to them whose other parameter types and return types are all selected, and all
    ///   operations that a selector names or a path goes through;
    /// - the entity sets and singletons of types in the slice, with the navigation property bindings whose targets are
    ///   in the slice;
    /// - the imports of unbound operations that a selector names;
    /// - the annotations of all these, except descriptions.
    ///
    /// It contains neither terms nor other imports. For documents that are only referenced by
    /// `edmx:IncludeAnnotations`, the slice keeps the reference and omits the annotations.
    ///
    /// The same selection always gives the same bytes, even if it is applied to the slice.
    ///
    /// ```
    /// use graph_codegen::slice::Options;
    ///
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let selected = graph_codegen::Builder::new().resolve()?.select(["microsoft.graph.assignedLicense"])?;
    /// let text = selected.slice(&Options::default());
    /// assert!(text.contains(r#"<Property Name="skuId" Type="Edm.Guid" />"#));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn slice(&self, options: &slice::Options) -> String {
        let Resolved { model, given, csdl_version, .. } = &self.resolved;
        let origin =
            slice::Origin { model, selection: &self.selection, given: *given, csdl_version: csdl_version.as_deref() };
        slice::write(origin, options)
    }
}
