use std::fmt;

use super::{Diagnostic, Severity, Source, Sources, Span};

/// Shows diagnostics as text: severity, code, message, `file:line:column`, the line with a mark below it, notes, help.
///
/// ```text
/// error[unresolved]: type `graph.usr` is not declared
///   --> v1.0.csdl:17:40
///    |
/// 17 |   <Property Name="owner" Type="graph.usr"/>
///    |                                ^^^^^^^^^
///    = help: did you mean `graph.user`?
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Rendered<'a> {
    diagnostics: &'a [Diagnostic],
    sources: &'a Sources,
}

/// Longer lines are cut around the marked place: a metadata document may be one line of megabytes.
const EXCERPT: usize = 120;

impl<'a> Rendered<'a> {
    /// Shows `diagnostics`, taking excerpts from `sources`.
    #[must_use]
    pub fn new(diagnostics: &'a [Diagnostic], sources: &'a Sources) -> Self {
        Self { diagnostics, sources }
    }
}

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            let severity = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            writeln!(f, "{severity}[{}]: {}", diagnostic.code, diagnostic.message)?;
            if let Some(span) = diagnostic.span {
                excerpt(f, self.sources, span)?;
            }
            for note in &diagnostic.notes {
                writeln!(f, "   = note: {}", note.message)?;
                if let Some(span) = note.span {
                    excerpt(f, self.sources, span)?;
                }
            }
            if let Some(help) = &diagnostic.help {
                writeln!(f, "   = help: {help}")?;
            }
        }
        Ok(())
    }
}

fn excerpt(f: &mut fmt::Formatter<'_>, sources: &Sources, span: Span) -> fmt::Result {
    let Some(source) = sources.get(span.file) else { return Ok(()) };
    let position = source.position(span.start);
    let number = position.line.to_string();
    let margin = " ".repeat(number.len());
    writeln!(f, "{margin}--> {}:{position}", source.name())?;
    let Excerpt { text, before, marked } = Excerpt::of(source, span, position.column);
    writeln!(f, "{margin} |")?;
    writeln!(f, "{number} | {text}")?;
    writeln!(f, "{margin} | {}{}", " ".repeat(before), "^".repeat(marked))
}

struct Excerpt {
    text: String,
    before: usize,
    marked: usize,
}

impl Excerpt {
    fn of(source: &Source, span: Span, column: usize) -> Self {
        let line: Vec<char> = source.line(span.start).chars().map(printable).collect();
        let at = (column - 1).min(line.len());
        let from = if line.len() <= EXCERPT { 0 } else { at.saturating_sub(EXCERPT / 3) };
        let to = (from + EXCERPT).min(line.len());
        let (head, tail) = (if from > 0 { "… " } else { "" }, if to < line.len() { " …" } else { "" });
        let width = (span.end - span.start) as usize;
        Self {
            text: format!("{head}{}{tail}", line[from..to].iter().collect::<String>()),
            before: at - from + head.chars().count(),
            marked: width.min(to.saturating_sub(at)).max(1),
        }
    }
}

/// A tab would shift the mark, and a control or bidirectional character could fool the reader's terminal.
fn printable(character: char) -> char {
    match character {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    }
}
