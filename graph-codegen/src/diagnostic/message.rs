use super::{Code, Span};

/// Whether a mistake stops generation.
///
/// ```
/// use graph_codegen::{Builder, diagnostic::Severity};
///
/// let error = Builder::new().select("/nothing").generate().unwrap_err();
///
/// assert!(error.diagnostics().iter().any(|diagnostic| diagnostic.severity == Severity::Error));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Generation stops after the current stage.
    Error,
    /// Generation continues.
    Warning,
    /// Nothing is wrong: what settings change in the metadata.
    Note,
}

/// A remark on a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// The remark.
    pub message: String,
    /// The position that the remark refers to.
    pub span: Option<Span>,
}

/// A mistake in an input.
///
/// ```
/// use graph_codegen::diagnostic::{Code, Diagnostic, Rendered, Sources, Span};
///
/// let mut sources = Sources::default();
/// let file = sources.add("selection.txt", "/user\n");
/// let diagnostic = Diagnostic::error(Code::SelectorUnknown, "there is no `user` in the service")
///     .at(Span::new(file, 1, 5))
///     .help("did you mean `users`?");
///
/// let text = Rendered::new(&[diagnostic], &sources).to_string();
/// assert!(text.contains(" --> selection.txt:1:2\n"));
/// assert!(text.ends_with(" = help: did you mean `users`?\n"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The kind of mistake.
    pub code: Code,
    /// Whether it stops generation.
    pub severity: Severity,
    /// What is wrong, without a full stop.
    pub message: String,
    /// The position of the mistake.
    pub span: Option<Span>,
    /// Remarks.
    pub notes: Vec<Note>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates an error.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), span: None, notes: Vec::new(), help: None }
    }

    /// Creates a warning.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Creates a note about what settings change.
    #[must_use]
    pub fn information(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, message) }
    }

    /// Sets the position.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// Sets the position if there is none.
    #[cfg(feature = "tools")]
    pub(crate) fn or_at(mut self, span: Span) -> Self {
        self.span = self.span.or(Some(span));
        self
    }

    /// Adds a remark.
    #[must_use]
    pub fn note(mut self, message: impl Into<String>, span: impl Into<Option<Span>>) -> Self {
        self.notes.push(Note { message: message.into(), span: span.into() });
        self
    }

    /// Sets what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
