use std::{
    fmt,
    io::{self, Write},
};

use crate::diagnostic::is_printable;

use super::{display::Display, failure::Failure};

/// The output streams of a command.
pub(super) struct Output<'a> {
    pub(super) out: &'a mut dyn Write,
    pub(super) err: &'a mut dyn Write,
    /// Whether `err` is a terminal, which can show a progress bar.
    pub(super) is_terminal: bool,
    /// How `out` shows text.
    pub(super) display: Display,
}

impl Output<'_> {
    /// Writes to standard output.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).map_err(output_failure)
    }

    /// Writes to standard error, with a newline at the end.
    pub(super) fn print_error(&mut self, text: &str) -> Result<(), Failure> {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        write!(self.err, "{text}{end}").and_then(|()| self.err.flush()).map_err(output_failure)
    }
}

/// Writes text to standard output in pieces, so that a long report is never in memory as a whole.
pub(super) struct Stream<'o, 'a> {
    output: &'o mut Output<'a>,
    /// What is not written yet: whole writes.
    pending: String,
    change: fn(&str, Display) -> String,
    result: Result<(), Failure>,
}

impl<'o, 'a> Stream<'o, 'a> {
    /// How many bytes are collected before they are written.
    const PIECE: usize = 1 << 16;

    /// Writes what `write` does, after `change`.
    pub(super) fn write(
        output: &'o mut Output<'a>,
        change: fn(&str, Display) -> String,
        write: impl FnOnce(&mut dyn fmt::Write) -> fmt::Result,
    ) -> Result<(), Failure> {
        let mut stream = Self { output, pending: String::new(), change, result: Ok(()) };
        let written = write(&mut stream);
        if written.is_ok() {
            stream.flush();
        }
        stream.result
    }

    fn flush(&mut self) {
        let text = (self.change)(&self.pending, self.output.display);
        self.result = self.output.print(&text);
        self.pending.clear();
    }
}

impl fmt::Write for Stream<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.pending.push_str(text);
        // Lines are changed as a whole.
        if self.pending.len() > Self::PIECE && self.pending.ends_with('\n') || self.pending.len() > 16 * Self::PIECE {
            self.flush();
        }
        if self.result.is_ok() { Ok(()) } else { Err(fmt::Error) }
    }
}

fn output_failure(problem: io::Error) -> Failure {
    match problem.kind() {
        io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
        _ => Failure::io("cannot write the output", &problem),
    }
}

/// The width of a column, in characters.
pub(super) fn width<'a>(cells: impl Iterator<Item = &'a str>) -> usize {
    cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
}

/// A cell of a tab-separated file, in which characters that a terminal does not show become spaces.
pub(super) fn cell(text: &str) -> String {
    text.chars().map(|c| if is_printable(c) { c } else { ' ' }).collect()
}
