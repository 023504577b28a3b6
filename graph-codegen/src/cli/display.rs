//! Text for people: the width and the colours of the terminal.

use std::{
    env,
    fmt::Write as _,
    io::{self, IsTerminal},
};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use crate::diagnostic::columns;

/// How standard output shows text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Display {
    pub(super) is_colored: bool,
    /// The columns of the terminal; `None` if lines are not wrapped.
    pub(super) width: Option<usize>,
}

/// The narrowest text: words are not squeezed into fewer columns.
const MIN_WIDTH: usize = 20;

/// Lines of sentences are no longer than this, since longer ones are hard to read.
const MAX_PROSE: usize = 100;

impl Display {
    /// The display of standard output: colours unless the environment disables them (`NO_COLOR`, `CLICOLOR`, `TERM`),
    /// and the width that `COLUMNS` or the terminal has. Neither if it is not a terminal, unless the environment says
    /// so.
    pub(super) fn of_stdout() -> Self {
        let is_colored = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        let given = env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
        let measured = || {
            let size = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
            size.map(|(width, _)| usize::from(width.0))
        };
        let width = given.filter(|columns| *columns > 0).or_else(measured);
        Self { is_colored, width: width.map(|width| width.max(MIN_WIDTH)) }
    }

    /// The name of a section.
    pub(super) fn heading(self, text: &str) -> String {
        self.styled(text, Style::new().bold())
    }

    /// What a line is about, such as a path.
    pub(super) fn subject(self, text: &str) -> String {
        self.styled(text, AnsiColor::Cyan.on_default().bold())
    }

    /// A method of HTTP, or another label.
    pub(super) fn label(self, text: &str) -> String {
        self.styled(text, AnsiColor::Green.on_default())
    }

    /// What is less important.
    pub(super) fn detail(self, text: &str) -> String {
        self.styled(text, Style::new().dimmed())
    }

    /// What deserves attention.
    pub(super) fn warning(self, text: &str) -> String {
        self.styled(text, AnsiColor::Yellow.on_default())
    }

    fn styled(self, text: &str, style: Style) -> String {
        match self.is_colored && !text.is_empty() {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    /// Appends a sentence, with all lines but the first indented. Words are not broken, so that paths can be copied.
    pub(super) fn wrap(self, text: &str, first_column: usize, indent: usize, out: &mut String) {
        let width = self.width.map_or(usize::MAX, |width| width.min(MAX_PROSE.max(indent + MIN_WIDTH)));
        let mut column = first_column;
        for (number, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
            let length = columns(word);
            if number > 0 {
                if column.saturating_add(1 + length) > width {
                    let _ = write!(out, "\n{:indent$}", "");
                    column = indent;
                } else {
                    out.push(' ');
                    column += 1;
                }
            }
            out.push_str(word);
            column += length;
        }
        out.push('\n');
    }
}

/// Appends spaces up to a width.
pub(super) fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    format!("{text}{:missing$}", "")
}

#[cfg(test)]
mod tests {
    use super::Display;

    #[test]
    fn lines_are_wrapped_between_words() {
        let display = Display { is_colored: false, width: Some(20) };
        let mut text = "  a ".to_owned();
        display.wrap("of words that are longer-than-any-line-can-be or 名名名名名 名名名", 4, 4, &mut text);
        assert_eq!(
            text,
            "  a of words that\n    are\n    longer-than-any-line-can-be\n    or 名名名名名\n    名名名\n"
        );
        let mut text = String::new();
        Display::default().wrap(&"word ".repeat(100), 0, 2, &mut text);
        assert_eq!(text.lines().count(), 1, "without a width, lines are not wrapped");
    }

    #[test]
    fn colours_are_only_there_if_they_are_shown() {
        let display = Display { is_colored: true, width: None };
        assert_eq!(display.heading("a"), "\u{1b}[1ma\u{1b}[0m");
        assert_eq!(Display::default().heading("a"), "a");
        assert_eq!(display.heading(""), "");
    }
}
