//! The settings of SDKs.

use super::Builder;
use crate::extension::{ElementKind, Pattern};

impl Builder {
    /// Derives a trait for the types whose source name matches a pattern: structs and enums alike.
    ///
    /// Generated enums derive `Clone` and `Copy`, and structs implement `Default`. Values have further traits through
    /// the runtime's `Object` and `Member`. Supertraits must be derived too: `PartialEq, PartialOrd`.
    ///
    /// Request builders derive nothing, because all of Graph has 2,300 of them. If you keep them in your own types,
    /// derive what you need:
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new()
    ///     .select("/users/{id}")
    ///     .derive("*/*RequestBuilder", "Clone, Debug")
    ///     .generate()?;
    /// assert!(generated.text().contains("#[derive(Clone, Debug)]\npub struct UserRequestBuilder("));
    /// # Ok(())
    /// # }
    /// ```
    pub fn derive(self, pattern: impl Into<Pattern>, path: impl AsRef<str>) -> Self {
        self.attribute(pattern, format!("#[derive({})]", path.as_ref()))
    }

    /// Derives a trait for the structs of the types and parameters whose source name matches a pattern.
    ///
    /// `*` matches all types, `**` the parameters of actions too; see [`derive`](Self::derive).
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new()
    ///     .select("microsoft.graph.user")
    ///     .derive_structs("*", "Clone, Debug")
    ///     .derive_enums("*", "Debug, PartialEq, Eq")
    ///     .generate()?;
    /// assert!(generated.text().contains("#[derive(Clone, Debug)]\npub struct User {"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn derive_structs(self, names: impl Into<String>, path: impl AsRef<str>) -> Self {
        self.derive(ElementKind::Struct.named(names), path)
    }

    /// Derives a trait for the enums of the enumeration types whose source name matches a pattern.
    pub fn derive_enums(self, names: impl Into<String>, path: impl AsRef<str>) -> Self {
        self.derive(ElementKind::Enum.named(names), path)
    }

    /// Leaves the methods whose [source name](crate::extension::Element::source_name) matches a pattern to hand-written
    /// code, so that they are not generated.
    ///
    /// An `impl` of the request builder has them in your crate. It makes its requests from the resource that the
    /// builder returns as [`RequestBuilder::resource`]:
    ///
    /// ```text
    /// impl graph::UserRequestBuilder {
    ///     /// Sends a mail from this user, and saves no copy.
    ///     pub fn send_mail(&self, message: Body<Message>) -> Call<()> { … }
    /// }
    /// ```
    ///
    /// Types that only the method uses, such as the struct of its parameters, are generated all the same. Request
    /// builders of derived types have the method under their own names (`*/sendMail`). It is an error if a pattern
    /// matches no method.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let builder = || graph_codegen::Builder::new().select("/users/{id}/sendMail");
    /// let generated = builder().replace("microsoft.graph.user/sendMail").generate()?;
    /// assert!(!generated.text().contains("pub fn send_mail"));
    ///
    /// let error = builder().replace("microsoft.graph.user/sendMial").generate().unwrap_err();
    /// assert!(error.to_string().contains("did you mean `microsoft.graph.user/sendMail`?"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`RequestBuilder::resource`]: https://docs.rs/graph-runtime/latest/graph_runtime/builders/trait.RequestBuilder.html
    pub fn replace(mut self, methods: impl Into<Pattern>) -> Self {
        self.extensions.replace(methods.into());
        self
    }

    /// Writes the single file for `mod graph;` instead of `include!`: it allows the lints that it does not satisfy.
    ///
    /// Generated code is documented, and allows everything of clippy, and the lints about `Debug`, reachability and
    /// unused code. A file for `include!` cannot have such inner attributes; `graph_runtime::include_graph!` has them.
    /// The `mod.rs` of a [`directory`](Self::directory) has them, and so does what the command line writes.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new().select("microsoft.graph.user").as_module().generate()?;
    /// assert!(generated.text().contains("#![allow("));
    /// # Ok(())
    /// # }
    /// ```
    pub fn as_module(mut self) -> Self {
        self.is_module = true;
        self
    }
}
