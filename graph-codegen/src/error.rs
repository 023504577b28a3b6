use std::fmt;

use crate::diagnostic::{Diagnostic, Diagnostics, Rendered, Severity, Sources};

/// The diagnostics of a failed run, with excerpts of the sources.
///
/// `Display` shows the errors; [`diagnostics`](Self::diagnostics) has the warnings, too.
///
/// `Debug` prints the same text as `Display`, so that a build script with `fn main() -> Result<(),
/// graph_codegen::Error>` prints readable messages.
///
/// ```
/// let error = graph_codegen::Builder::new().select("/user").generate().unwrap_err();
///
/// assert!(error.to_string().contains("did you mean `users`?"));
/// ```
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

    /// Returns the diagnostics, including warnings, in the order in which they were found.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.inner.diagnostics.list()
    }

    /// Changes the message, notes and help of each diagnostic.
    #[cfg(feature = "cli")]
    pub(crate) fn map_texts(mut self, change: impl Fn(&str) -> String) -> Self {
        self.inner.diagnostics.map_texts(change);
        self
    }

    /// Renders all diagnostics, including warnings.
    pub(crate) fn rendered(&self) -> Rendered<'_> {
        self.inner.diagnostics.rendered(self.sources())
    }

    /// Returns the texts that the diagnostics refer to.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.inner.sources
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.inner.diagnostics.list().iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let errors: Vec<Diagnostic> = errors.cloned().collect();
        Rendered::counted(&errors, self.sources(), [self.inner.diagnostics.errors(), 0, 0]).fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
