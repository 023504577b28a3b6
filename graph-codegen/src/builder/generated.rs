use std::path::PathBuf;

use proc_macro2::TokenStream;

use super::Files;
use crate::diagnostic::{Diagnostic, Diagnostics, Rendered, Sources};

const INVALID_RUST: &str = "::core::compile_error!(\"graph-codegen generated invalid Rust: please report it\");";

/// The result of [`Builder::generate`](crate::Builder::generate): generated files and warnings.
///
/// ```
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let generated = graph_codegen::Builder::new()
///     .select("/users/{id}/reprocessLicenseAssignment")
///     .generate()?;
/// eprint!("{}", generated.warnings());
/// assert!(generated.text().contains("pub struct User {"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Generated {
    pub(super) files: Files,
    pub(super) diagnostics: Diagnostics,
    pub(super) sources: Sources,
    pub(super) inputs: Vec<PathBuf>,
}

impl Generated {
    /// Returns the generated files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Returns the text of the generated file, or of the first file of a directory.
    #[must_use]
    pub fn text(&self) -> &str {
        self.files.code().next().unwrap_or_default()
    }

    /// Returns the generated items as tokens, for use in a macro.
    ///
    /// The files of a directory are concatenated. Those that extensions add are not among them.
    #[must_use]
    pub fn tokens(&self) -> TokenStream {
        // This does not fail: generated text is valid Rust, and extensions are checked. If it did, the build should.
        let tokens =
            |text: &str| -> TokenStream { text.parse().unwrap_or_else(|_| INVALID_RUST.parse().unwrap_or_default()) };
        self.files.code().map(tokens).collect()
    }

    /// Returns the files that were read, for build tools to watch.
    #[must_use]
    pub fn inputs(&self) -> &[PathBuf] {
        &self.inputs
    }

    /// Returns the warnings one by one, with positions in the [`sources`](Self::sources).
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics.list()
    }

    /// Returns the texts of the documents and settings.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Returns the warnings after their texts are changed.
    #[cfg(feature = "cli")]
    pub(crate) fn mapped_warnings(&self, change: impl Fn(&str) -> String) -> String {
        let mut diagnostics = self.diagnostics.clone();
        diagnostics.map_texts(change);
        Rendered::new(diagnostics.list(), &self.sources).to_string()
    }

    /// Returns the warnings, with excerpts of the documents.
    #[must_use]
    pub fn warnings(&self) -> Rendered<'_> {
        Rendered::new(self.diagnostics.list(), &self.sources)
    }
}
