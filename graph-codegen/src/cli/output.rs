use std::io::{self, Write};

use super::failure::Failure;

/// Where a command's results and remarks go.
pub(super) struct Output<'a> {
    pub(super) out: &'a mut dyn Write,
    pub(super) err: &'a mut dyn Write,
    /// Whether remarks go to a terminal, which can show progress in place.
    pub(super) is_terminal: bool,
}

impl Output<'_> {
    /// Writes a result.
    pub(super) fn say(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).map_err(closed_or_failed)
    }

    /// Writes a remark, or why a command failed.
    pub(super) fn complain(&mut self, text: &str) -> Result<(), Failure> {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        write!(self.err, "{text}{end}").and_then(|()| self.err.flush()).map_err(closed_or_failed)
    }
}

fn closed_or_failed(problem: io::Error) -> Failure {
    match problem.kind() {
        io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
        _ => Failure::io("cannot write the output", &problem),
    }
}

/// The width in characters that a column needs.
pub(super) fn width<'a>(cells: impl Iterator<Item = &'a str>) -> usize {
    cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
}

/// A cell of a tab-separated file: no tabs, no line ends.
pub(super) fn cell(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
