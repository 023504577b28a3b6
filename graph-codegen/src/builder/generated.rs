use std::path::PathBuf;

use proc_macro2::TokenStream;

use super::Files;
use crate::diagnostic::{Diagnostics, Rendered, Sources};

const NO_RUST: &str = "::core::compile_error!(\"graph-codegen generated invalid Rust: please report it\");";

/// What a run of the generator made.
#[derive(Debug)]
#[non_exhaustive]
pub struct Generated {
    pub(super) files: Files,
    pub(super) diagnostics: Diagnostics,
    pub(super) sources: Sources,
    pub(super) inputs: Vec<PathBuf>,
}

impl Generated {
    /// The generated files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The text of the generated file; of a directory, that of its first one.
    #[must_use]
    pub fn text(&self) -> &str {
        self.files.iter().next().map_or("", |(_, text)| text)
    }

    /// The generated items as tokens, for a macro; of a directory, those of all its files one after the other.
    #[must_use]
    pub fn tokens(&self) -> TokenStream {
        // What the generator writes is Rust, and what extensions add was parsed. Were it not, it should be seen at
        // once.
        let tokens =
            |text: &str| -> TokenStream { text.parse().unwrap_or_else(|_| NO_RUST.parse().unwrap_or_default()) };
        self.files.iter().map(|(_, text)| tokens(text)).collect()
    }

    /// The files that were read; a build tool watches them.
    #[must_use]
    pub fn inputs(&self) -> &[PathBuf] {
        &self.inputs
    }

    /// The warnings, with excerpts.
    #[must_use]
    pub fn warnings(&self) -> Rendered<'_> {
        Rendered::new(self.diagnostics.list(), &self.sources)
    }
}
