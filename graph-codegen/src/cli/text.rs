//! Lists as text.

/// The width in characters that a column needs.
pub(super) fn width<'a>(cells: impl Iterator<Item = &'a str>) -> usize {
    cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
}

/// A cell of a tab-separated file: no tabs, no line ends.
pub(super) fn cell(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
