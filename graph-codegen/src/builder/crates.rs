//! The settings for SDKs of several crates, which share types and request builders.

use super::{Builder, Resolved, Selected};
use crate::Error;

impl Builder {
    /// Uses the type of another crate, or one that is written by hand, for a type of the metadata.
    ///
    /// The type is used wherever it would be generated: for properties, results, bodies, parameters and queries. It is
    /// not generated, nor are the types that only it needs.
    ///
    /// `name` is a qualified name, such as `S.City`, and `path` begins with `::` or `crate`. The item is
    ///
    /// - a struct or enum that another build script generated from the same type, with [`export`](Self::export) if
    ///   queries or bodies name its properties;
    /// - or one that implements the runtime's `codec::Structured` or `codec::Enumerated` by hand.
    ///
    /// Its `TYPE_NAME` has to be `name`, which is checked when the generated code is compiled. For a type with another
    /// form in JSON, call [`map_type`](Self::map_type).
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new()
    ///     .select("microsoft.graph.user")
    ///     .extern_type("microsoft.graph.assignedLicense", "::common::AssignedLicense")
    ///     .generate()?;
    /// assert!(generated.text().contains("Option<Vec<rt::Object<::common::AssignedLicense>>>"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn extern_type(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.customizations.add_extern_type(name.into(), path.into());
        self
    }

    /// Uses the types of another crate for those of a namespace, as [`extern_type`](Self::extern_type) does for one.
    ///
    /// `path` is the module that was generated from the namespace. Types of namespaces below it are in modules below.
    /// The types have the names that they are generated with by default; a [`rename`](Self::rename) is applied too, so
    /// that both build scripts can share their renames. `extern_type` takes precedence.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new()
    ///     .select("/users#GET")
    ///     .extern_namespace("microsoft.graph", "::common::graph")
    ///     .generate()?;
    /// assert!(generated.text().contains("rt::List<::common::graph::User>"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn extern_namespace(mut self, namespace: impl Into<String>, path: impl Into<String>) -> Self {
        self.customizations.add_extern_namespace(namespace.into(), path.into());
        self
    }

    /// Uses the request builders of another crate for the types whose qualified name matches a pattern.
    ///
    /// `path` is the module that has `TripRequestBuilder` and `TripCollectionRequestBuilder`, for example. It has to be
    /// generated with [`export`](Self::export), and the types have to be extern too. A method that leads to such a
    /// resource returns the other crate's request builder; requests to the resource, and what is below it, are selected
    /// in the other crate.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new()
    ///     .select("/users/{id}/messages")
    ///     .extern_type("microsoft.graph.message", "::mail::Message")
    ///     .extern_builders("microsoft.graph.message", "::mail")
    ///     .generate()?;
    /// assert!(generated.text().contains("pub fn messages(&self) -> ::mail::MessageCollectionRequestBuilder"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn extern_builders(mut self, pattern: impl Into<String>, path: impl Into<String>) -> Self {
        self.customizations.add_extern_builders(pattern.into(), path.into());
        self
    }

    /// Generates what other crates need to use the types and request builders as their own.
    ///
    /// All types get constants for their properties, whether requests here need them or not, and request builders
    /// implement the runtime's `codec::FromResource`. [Hints](Self::omit_selector_hints) are omitted.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let builder = || graph_codegen::Builder::new().select("microsoft.graph.assignedLicense");
    /// assert!(!builder().generate()?.text().contains("pub const SKU_ID"));
    /// assert!(builder().export().generate()?.text().contains("pub const SKU_ID"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn export(mut self) -> Self {
        self.customizations.export();
        self
    }

    /// Omits the sentences and comments that say what to select for more methods, for a crate whose users cannot.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let builder = || graph_codegen::Builder::new().select("/me#GET");
    /// assert!(builder().generate()?.text().contains("To generate more methods, select"));
    /// let generated = builder().omit_selector_hints().generate()?;
    /// assert!(!generated.text().contains("to generate more") && !generated.text().contains("To generate more"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn omit_selector_hints(mut self) -> Self {
        self.customizations.omit_selector_hints();
        self
    }

    /// Generates types without requests, for a crate whose types others share.
    ///
    /// Selectors of requests select the types that these need.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new().select("/users#GET").types_only().export().generate()?;
    /// assert!(generated.text().contains("pub struct User {"));
    /// assert!(!generated.text().contains("RequestBuilder"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn types_only(mut self) -> Self {
        self.has_types_only = true;
        self
    }

    /// Applies the selectors to a model.
    pub(super) fn close(&self, resolved: Resolved) -> Result<Selected, Error> {
        let extern_types = self.customizations.extern_types(&resolved.model);
        let mut selected = resolved.close(&self.selectors, self.limits, &extern_types)?;
        if self.has_types_only {
            selected.selection = selected.selection.without_requests();
        }
        Ok(selected)
    }
}
