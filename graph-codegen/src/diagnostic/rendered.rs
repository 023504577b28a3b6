use std::fmt;

use super::{
    Diagnostic, Severity, Source, Sources, Span,
    excerpt::Excerpt,
    printable::{Truncated, printable},
};

/// Renders diagnostics as text: severity, code, message, `file:line:column`, the marked line, notes and help.
///
/// ```text
/// error[unresolved]: type `graph.usr` is not declared
///   --> v1.0.csdl:17:33
///    |
/// 17 |   <Property Name="owner" Type="graph.usr"/>
///    |                                ^^^^^^^^^
///    = help: did you mean `graph.user`?
/// ```
///
/// The text is safe to print even if the documents are hostile or broken: long lines are cut around the mark, and
/// characters that move the cursor or change the writing direction are replaced. After [`Rendered::ERRORS`] errors and
/// [`Rendered::WARNINGS`] warnings or notes, only the number of the others is shown.
#[derive(Clone, Copy, Debug)]
pub struct Rendered<'a> {
    diagnostics: &'a [Diagnostic],
    sources: &'a Sources,
    /// The numbers of errors, warnings and notes.
    counts: [usize; 3],
}

/// The maximum length of a message, in characters.
const MAX_MESSAGE: usize = 2000;

impl<'a> Rendered<'a> {
    /// The number of errors that are shown in full.
    pub const ERRORS: usize = 50;
    /// The number of warnings, and of notes, that are shown in full.
    pub const WARNINGS: usize = 20;

    /// Renders `diagnostics` with excerpts of `sources`.
    #[must_use]
    pub fn new(diagnostics: &'a [Diagnostic], sources: &'a Sources) -> Self {
        let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        Self::counted(diagnostics, sources, [Severity::Error, Severity::Warning, Severity::Note].map(count))
    }

    /// Renders `diagnostics`, which are the first ones of that many errors, warnings and notes.
    pub(crate) fn counted(diagnostics: &'a [Diagnostic], sources: &'a Sources, counts: [usize; 3]) -> Self {
        Self { diagnostics, sources, counts }
    }

    fn diagnostic(&self, f: &mut fmt::Formatter<'_>, diagnostic: &Diagnostic) -> fmt::Result {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        writeln!(f, "{severity}[{}]: {}", diagnostic.code, text(&diagnostic.message))?;
        let margin = match diagnostic.span {
            Some(span) => self.excerpt(f, span)?,
            None => 0,
        };
        for note in diagnostic.notes.iter().filter(|note| note.span.is_none()) {
            writeln!(f, "{:margin$} = note: {}", "", text(&note.message))?;
        }
        if let Some(help) = &diagnostic.help {
            writeln!(f, "{:margin$} = help: {}", "", text(help))?;
        }
        for note in &diagnostic.notes {
            if let Some(span) = note.span {
                writeln!(f, "note: {}", text(&note.message))?;
                self.excerpt(f, span)?;
            }
        }
        Ok(())
    }

    /// Writes the excerpt of a span, and returns the width of its line number.
    fn excerpt(&self, f: &mut fmt::Formatter<'_>, span: Span) -> Result<usize, fmt::Error> {
        let Some(source) = self.sources.get(span.file) else { return Ok(0) };
        let position = source.position(span.start);
        let number = position.line.to_string();
        let margin = number.len();
        writeln!(f, "{:margin$}--> {}:{position}", "", name(source))?;
        let Excerpt { text, before, marked } = Excerpt::new(source, span);
        writeln!(f, "{:margin$} |", "")?;
        writeln!(f, "{}", format!("{number} | {text}").trim_end())?;
        writeln!(f, "{:margin$} | {:before$}{}", "", "", "^".repeat(marked))?;
        Ok(margin)
    }
}

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut errors, mut warnings, mut notes) = (0, 0, 0);
        for diagnostic in self.diagnostics {
            let (shown, most) = match diagnostic.severity {
                Severity::Error => (&mut errors, Self::ERRORS),
                Severity::Warning => (&mut warnings, Self::WARNINGS),
                Severity::Note => (&mut notes, Self::WARNINGS),
            };
            if *shown == most {
                continue;
            }
            *shown += 1;
            if errors + warnings + notes > 1 {
                writeln!(f)?;
            }
            self.diagnostic(f, diagnostic)?;
        }
        let [all_errors, all_warnings, all_notes] = self.counts;
        let more = [(all_errors - errors, "error"), (all_warnings - warnings, "warning"), (all_notes - notes, "note")];
        for (count, what) in more.into_iter().filter(|(count, _)| *count > 0) {
            writeln!(f, "\n… and {count} more {what}{}", if count == 1 { "" } else { "s" })?;
        }
        Ok(())
    }
}

fn name(source: &Source) -> String {
    source.name().chars().map(printable).collect()
}

impl Diagnostic {
    /// Returns the diagnostic on one line, for programs that show lines: `a.csdl:2:1: … is not declared; did you mean
    /// …?`
    pub(crate) fn on_one_line(&self, sources: &Sources) -> String {
        let place = self.span.and_then(|span| Some((sources.get(span.file)?, span)));
        let place = place.map(|(source, span)| format!("{}:{}: ", source.name(), source.position(span.start)));
        let help = self.help.as_ref().map(|help| format!("; {help}"));
        let line = [place.as_deref().unwrap_or_default(), &self.message, help.as_deref().unwrap_or_default()].concat();
        let character = |character| if character == '\n' { ' ' } else { printable(character) };
        Truncated::at(&line, MAX_MESSAGE).chars().map(character).collect()
    }
}

/// Returns a message with its lines after the first one indented, so that they cannot look like other messages.
fn text(message: &str) -> String {
    let mut shown = String::with_capacity(message.len().min(MAX_MESSAGE));
    for character in Truncated::at(message, MAX_MESSAGE).chars() {
        match character {
            '\n' => shown.push_str("\n      "),
            other => shown.push(printable(other)),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use crate::diagnostic::{Code, Diagnostic, FileId, Rendered, Sources, Span};

    /// Renders an error that spans the first occurrence of `marked`.
    fn rendered(text: &str, marked: &str) -> String {
        let start = text.find(marked).unwrap();
        spanned(text, start, start + marked.len())
    }

    fn spanned(text: &str, start: usize, end: usize) -> String {
        let mut sources = Sources::default();
        let file = sources.add("a.csdl", text);
        let diagnostics = [Diagnostic::error(Code::Csdl, "wrong").at(Span::new(file, start, end))];
        Rendered::new(&diagnostics, &sources).to_string()
    }

    #[test]
    fn one_line_has_the_place_and_the_help() {
        let mut sources = Sources::default();
        let file = sources.add("a.csdl", "<A/>\n<B/>\n");
        let warning = Diagnostic::warning(Code::Duplicate, "first\nsecond");
        assert_eq!(warning.on_one_line(&sources), "first second");
        let warning = warning.at(Span::new(file, 5, 9)).help("do this");
        assert_eq!(warning.on_one_line(&sources), "a.csdl:2:1: first second; do this");
    }

    #[test]
    fn notes_and_help_are_rendered() {
        let mut sources = Sources::default();
        let file = sources.add("a.csdl", "<A/>\n<B/>\n");
        let diagnostics = [
            Diagnostic::warning(Code::Duplicate, "first")
                .at(Span::new(file, 5, 9))
                .note("without a place", None)
                .note("with a place", Span::new(file, 0, 4))
                .help("do\nthis"),
            Diagnostic::error(Code::Io, "second").help("do that"),
        ];
        let expected = "\
warning[duplicate]: first
 --> a.csdl:2:1
  |
2 | <B/>
  | ^^^^
  = note: without a place
  = help: do
      this
note: with a place
 --> a.csdl:1:1
  |
1 | <A/>
  | ^^^^

error[io]: second
 = help: do that
";
        assert_eq!(Rendered::new(&diagnostics, &sources).to_string(), expected);
    }

    #[test]
    fn marks_account_for_tabs_crlf_and_wide_characters() {
        let expected = "\
error[csdl]: wrong
 --> a.csdl:2:5
  |
2 |  ä名 <C>
  |      ^^^
";
        assert_eq!(rendered("x\r\n\tä名 <C>\r\ny", "<C>"), expected);
        let expected = "\
error[csdl]: wrong
 --> a.csdl:1:2
  |
1 | a名前b
  |  ^^^^
";
        assert_eq!(rendered("a名前b", "名前"), expected);
    }

    #[test]
    fn characters_that_a_terminal_interprets_are_replaced() {
        let expected = "\
error[csdl]: wrong
 --> a.csdl:1:8
  |
1 | \u{fffd}[31m\u{fffd}\u{fffd}<C>
  |        ^^^
";
        assert_eq!(rendered("\u{1b}[31m\u{202e}\u{0}<C>", "<C>"), expected);
        let mut sources = Sources::default();
        sources.add("a", "");
        let diagnostics = [Diagnostic::error(Code::Csdl, "wrong \u{1b}[2J\u{202e}name")];
        let text = Rendered::new(&diagnostics, &sources).to_string();
        assert_eq!(text, "error[csdl]: wrong \u{fffd}[2J\u{fffd}name\n");
    }

    #[test]
    fn a_span_of_several_lines_is_marked_in_the_first() {
        let expected = "\
error[csdl]: wrong
 --> a.csdl:1:3
  |
1 | a <b
  |   ^^
";
        assert_eq!(rendered("a <b\n c\n>", "<b\n c\n>"), expected);
    }

    #[test]
    fn spans_at_and_after_the_end_of_the_file_are_marked() {
        let expected = "\
error[csdl]: wrong
 --> a.csdl:2:1
  |
2 |
  | ^
";
        assert_eq!(spanned("<a>\n", 4, 4), expected);
        assert_eq!(spanned("<a>\n", 4000, 5000), expected);
        let expected = "\
error[csdl]: wrong
 --> a.csdl:1:4
  |
1 | <a>
  |    ^
";
        assert_eq!(spanned("<a>", 3, 3), expected);
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}<C>{}", "ä".repeat(200), "b".repeat(200));
        let expected = format!(
            "error[csdl]: wrong\n --> a.csdl:1:201\n  |\n1 | … {}<C>{} …\n  | {}^^^\n",
            "ä".repeat(40),
            "b".repeat(77),
            " ".repeat(42),
        );
        assert_eq!(rendered(&text, "<C>"), expected);
        let text = format!("<C>{}", "b".repeat(200));
        let expected = format!("error[csdl]: wrong\n --> a.csdl:1:1\n  |\n1 | <C>{} …\n  | ^^^\n", "b".repeat(117));
        assert_eq!(rendered(&text, "<C>"), expected);
        let text = format!("{}<C>", "b".repeat(200));
        let start = format!("error[csdl]: wrong\n --> a.csdl:1:201\n  |\n1 | … {}<C>\n", "b".repeat(40));
        assert!(rendered(&text, "<C>").starts_with(&start));
        let expected = format!("  | {}\n", "^".repeat(120));
        assert!(spanned(&"x".repeat(500), 0, 500).ends_with(&expected));
    }

    #[test]
    fn lines_of_megabytes_are_rendered_quickly() {
        let text = "<Property Name=\"ä\"/>".repeat(1 << 19);
        let mut sources = Sources::default();
        let file = sources.add("a.csdl", &*text);
        let spans = (0..40).map(|index| Span::new(file, text.len() - 20 * index, text.len()));
        let diagnostics: Vec<_> = spans.map(|span| Diagnostic::error(Code::Csdl, "wrong").at(span)).collect();
        let start = Instant::now();
        let rendered = Rendered::new(&diagnostics, &sources).to_string();
        assert!(rendered.len() < 40 * 1000);
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }

    #[test]
    fn spans_in_unknown_files_are_omitted() {
        let diagnostics = [Diagnostic::error(Code::Csdl, "wrong").at(Span::new(FileId(7), 0, 1))];
        assert_eq!(Rendered::new(&diagnostics, &Sources::default()).to_string(), "error[csdl]: wrong\n");
    }

    #[test]
    fn long_messages_are_truncated() {
        let diagnostics = [Diagnostic::error(Code::Csdl, "x".repeat(1 << 20))];
        assert!(Rendered::new(&diagnostics, &Sources::default()).to_string().len() < 3000);
    }
}
