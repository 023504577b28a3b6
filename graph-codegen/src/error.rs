use std::fmt;

use crate::diagnostic::{Diagnostic, Diagnostics, Sources};

/// The reason that nothing was generated: one or more diagnostics, shown with excerpts of the sources.
///
/// `Debug` shows the same text as `Display`, so that `fn main() -> Result<(), graph_codegen::Error>` in a build script
/// prints something a person can read.
#[derive(Clone)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Clone)]
struct Inner {
    diagnostics: Diagnostics,
    sources: Sources,
}

impl Error {
    pub(crate) fn new(diagnostics: Diagnostics, sources: Sources) -> Self {
        Self { inner: Box::new(Inner { diagnostics, sources }) }
    }

    pub(crate) fn one(diagnostic: Diagnostic) -> Self {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(diagnostic);
        Self::new(diagnostics, Sources::default())
    }

    /// The diagnostics, in the order in which they were found; warnings are included.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.inner.diagnostics.list()
    }

    /// The texts that the diagnostics point into.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.inner.sources
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.diagnostics.rendered(self.sources()).fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
