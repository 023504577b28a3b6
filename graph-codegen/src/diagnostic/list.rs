use super::{Diagnostic, Note, Rendered, Severity, Sources};

/// A stage failed; its [`Diagnostics`] contain the errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

/// The diagnostics of a stage.
///
/// ```
/// use graph_codegen::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
///
/// let mut diagnostics = Diagnostics::default();
/// diagnostics.push(Diagnostic::warning(Code::Setting, "the setting has no effect"));
///
/// assert!(!diagnostics.has_errors());
/// let text = diagnostics.rendered(&Sources::default()).to_string();
/// assert_eq!(text, "warning[setting]: the setting has no effect\n");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Errors in declarations that may not be needed, which are warnings so far.
    deferred: Vec<Diagnostic>,
    /// Whether errors are never deferred.
    is_strict: bool,
}

impl Diagnostics {
    /// The maximum number of errors, of warnings and of notes that are kept. Further ones are only counted, so that a
    /// document full of mistakes does not fill the memory.
    pub const KEPT: usize = 1000;

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let count = match diagnostic.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        };
        *count += 1;
        if *count <= Self::KEPT {
            self.list.push(diagnostic);
        }
    }

    /// Diagnostics of a run that needs every declaration.
    pub(crate) fn strict() -> Self {
        Self { is_strict: true, ..Self::default() }
    }

    /// Adds an error in a declaration, which is a warning unless the declaration turns out to be
    /// [needed](Self::settle).
    pub(crate) fn push_deferred(&mut self, error: Diagnostic) {
        // A document full of mistakes must not fill the memory.
        if self.is_strict || error.severity != Severity::Error || self.deferred.len() >= Self::DEFERRED {
            return self.push(error);
        }
        self.push(Diagnostic { severity: Severity::Warning, ..error.clone() });
        self.deferred.push(error);
    }

    /// The maximum number of deferred errors.
    const DEFERRED: usize = 10_000;

    /// Whether errors are deferred.
    pub(crate) fn has_deferred(&self) -> bool {
        !self.deferred.is_empty()
    }

    /// Adds the deferred errors in declarations that are needed. The others stay warnings.
    pub(crate) fn settle(&mut self, is_needed: impl Fn(&Diagnostic) -> bool) {
        for error in std::mem::take(&mut self.deferred) {
            if is_needed(&error) {
                self.push(error);
            }
        }
    }

    /// Changes the message, notes and help of each diagnostic.
    #[cfg(feature = "cli")]
    pub(crate) fn map_texts(&mut self, change: impl Fn(&str) -> String) {
        for Diagnostic { message, notes, help, .. } in &mut self.list {
            let notes = notes.iter_mut().map(|note| &mut note.message);
            for text in [message].into_iter().chain(notes).chain(help) {
                *text = change(text);
            }
        }
    }

    /// Adds several diagnostics.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Sorts the errors by their position, those without one first. Warnings stay before them.
    pub(crate) fn sort_errors(&mut self) {
        if self.has_errors() {
            let position = |diagnostic: &Diagnostic| diagnostic.span.map(|span| (span.file, span.start));
            self.list.sort_by_key(|diagnostic| match diagnostic.severity {
                Severity::Warning | Severity::Note => (0, None),
                Severity::Error => (1, position(diagnostic)),
            });
        }
    }

    /// Adds a remark to the last diagnostic that fulfills a condition, if there is one.
    pub(crate) fn add_note(&mut self, message: &str, is_meant: impl Fn(&Diagnostic) -> bool) {
        if let Some(last) = self.list.iter_mut().rev().find(|diagnostic| is_meant(diagnostic)) {
            last.notes.push(Note { message: message.to_owned(), span: None });
        }
    }

    /// Adds a note to each diagnostic that is meant.
    pub(crate) fn add_notes(&mut self, note: Note, is_meant: impl Fn(&Diagnostic) -> bool) {
        for diagnostic in self.list.iter_mut().filter(|diagnostic| is_meant(diagnostic)) {
            diagnostic.notes.push(note.clone());
        }
    }

    /// Returns the diagnostics in the order in which they were found.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Returns whether there are errors.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Returns the number of errors, including those that were not kept.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// Renders the diagnostics as text, including the number of those that were not kept.
    #[must_use]
    pub fn rendered<'a>(&'a self, sources: &'a Sources) -> Rendered<'a> {
        Rendered::counted(&self.list, sources, [self.errors, self.warnings, self.notes])
    }

    /// Ends a stage.
    ///
    /// # Errors
    ///
    /// Returns [`Failed`] if there are errors.
    pub fn stop(&self) -> Result<(), Failed> {
        if self.has_errors() { Err(Failed) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Diagnostics;
    use crate::diagnostic::{Code, Diagnostic, Sources};

    #[test]
    fn warnings_do_not_displace_errors_and_neither_fills_the_memory() {
        let mut diagnostics = Diagnostics::default();
        for _ in 0..2 * Diagnostics::KEPT {
            diagnostics.push(Diagnostic::warning(Code::Csdl, "odd"));
        }
        assert!(!diagnostics.has_errors());
        for _ in 0..3 * Diagnostics::KEPT {
            diagnostics.push(Diagnostic::error(Code::Csdl, "wrong"));
        }
        assert!(diagnostics.has_errors());
        assert_eq!(diagnostics.list().len(), 2 * Diagnostics::KEPT);
        let rendered = diagnostics.rendered(&Sources::default()).to_string();
        assert!(rendered.ends_with("\n… and 2950 more errors\n\n… and 1980 more warnings\n"), "{rendered}");
    }
}
