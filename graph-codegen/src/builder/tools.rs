use super::stages::{Resolved, Selected, add_origin_note};
use crate::{
    Error,
    clouds::{self, Inapplicable, SelectedAvailability},
    diagnostic::{Diagnostics, Span},
    explain::{Explanation, explain},
    slice,
};

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
    /// Returns a diagnostic with a suggestion for an element that does not exist.
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
        explain(model, &self.selection, sources, name).map_err(|problem| {
            let (mut sources, mut diagnostics) = (sources.clone(), Diagnostics::default());
            let file = sources.add("name", name);
            diagnostics.push(problem.or_at(Span::new(file, 0, name.len())));
            add_origin_note(model, &mut diagnostics);
            Error::new(diagnostics, sources)
        })
    }

    /// Reports in which clouds the selected requests, types and properties are available.
    ///
    /// # Errors
    ///
    /// Returns the reason if the model is not one of Graph v1.0.
    ///
    /// ```
    /// use graph_codegen::clouds::Cloud;
    ///
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let selected = graph_codegen::Builder::new().resolve()?.select(["/me/onenote/notebooks"])?;
    /// let report = selected.availability().expect("Graph v1.0");
    ///
    /// let request = &report.requests[0];
    /// assert!(!request.availability.unwrap().contains(Cloud::China));
    /// assert_eq!(request.limited_by[0].0, "microsoft.graph.user/onenote");
    /// # Ok(())
    /// # }
    /// ```
    pub fn availability(&self) -> Result<SelectedAvailability, Inapplicable> {
        let Resolved { model, sources, .. } = &self.resolved;
        clouds::report(model, &self.selection, sources)
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
