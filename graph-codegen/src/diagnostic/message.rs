use super::{Code, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The stage after this one does not run.
    Error,
    /// Generation goes on; the user should know.
    Warning,
}

/// A remark below a diagnostic, with a place of its own if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The remark.
    pub message: String,
    /// Where it points, if anywhere.
    pub span: Option<Span>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name for this kind of mistake.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where it is.
    pub span: Option<Span>,
    /// What else belongs to it.
    pub notes: Vec<Note>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error of kind `code`.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), span: None, notes: Vec::new(), help: None }
    }

    /// A warning of kind `code`.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// Adds a remark, with a place if there is one.
    #[must_use]
    pub fn note(mut self, message: impl Into<String>, span: impl Into<Option<Span>>) -> Self {
        self.notes.push(Note { message: message.into(), span: span.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
