use super::{Diagnostic, Severity};

/// Says that a stage ended with errors; the errors themselves are in the [`Diagnostics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

/// Collects what a stage has to say.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    errors: usize,
}

impl Diagnostics {
    /// More than this many errors are counted, but not kept: a document that is wrong throughout should not fill the
    /// memory.
    pub const KEPT: usize = 1000;

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error {
            self.errors += 1;
        }
        if self.list.len() < Self::KEPT {
            self.list.push(diagnostic);
        }
    }

    /// What was collected, in the order it was found.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Whether an error was collected.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Stands between two stages.
    ///
    /// # Errors
    ///
    /// [`Failed`] if any error was collected so far.
    pub fn stop(&self) -> Result<(), Failed> {
        if self.has_errors() { Err(Failed) } else { Ok(()) }
    }
}
