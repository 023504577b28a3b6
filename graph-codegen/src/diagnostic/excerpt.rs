use super::{
    Source, Span,
    printable::{printable, width},
};

/// The maximum length of a line. Longer ones are cut around the mark: a document may be one line of megabytes.
const MAX_LINE: usize = 120;
/// The number of characters of a long line that are shown before the mark.
const LEAD: usize = MAX_LINE / 3;

/// The line in which a span starts, and the position of the span in it. A span of several lines is marked in the first.
pub(super) struct Excerpt {
    /// The line, or the part around the span.
    pub(super) text: String,
    /// The number of columns before the mark.
    pub(super) before: usize,
    /// The number of marked columns; at least one.
    pub(super) marked: usize,
}

impl Excerpt {
    /// Creates an excerpt. Reads only the part of a long line that is shown.
    pub(super) fn new(source: &Source, span: Span) -> Self {
        let line = source.line(span.start);
        let start = source.column_offset(span.start).min(line.len());
        let end = start + (span.end - span.start) as usize;
        let from = if is_long(line) { offset_before(line, start, LEAD) } else { 0 };
        let to = line[from..].char_indices().nth(MAX_LINE).map_or(line.len(), |(offset, _)| from + offset);

        let mut text = String::new();
        if from > 0 {
            text.push_str("… ");
        }
        let (mut before, mut marked) = (text.chars().count(), 0);
        for (offset, character) in line[from..to].char_indices() {
            let character = printable(character);
            text.push(character);
            let at = from + offset;
            if at < start {
                before += width(character);
            } else if at < end {
                marked += width(character);
            }
        }
        if to < line.len() {
            text.push_str(" …");
        }
        Self { text, before, marked: marked.max(1) }
    }
}

fn is_long(line: &str) -> bool {
    line.char_indices().nth(MAX_LINE).is_some()
}

/// Returns the offset that is `characters` characters before `offset`, or the start of the line.
fn offset_before(line: &str, offset: usize, characters: usize) -> usize {
    line[..offset].char_indices().rev().nth(characters - 1).map_or(0, |(before, _)| before)
}
