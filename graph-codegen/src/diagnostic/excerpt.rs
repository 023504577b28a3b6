use super::{
    Source, Span,
    printable::{printable, width},
};

/// Longer lines are cut around the marked place: a metadata document may be one line of megabytes.
const LONGEST: usize = 120;
/// How much of a long line is shown before the marked place.
const LEAD: usize = LONGEST / 3;

/// The line in which a span starts, and where the span lies in it. Spans of several lines are marked in the first.
pub(super) struct Excerpt {
    /// The line, or the part of it around the span.
    pub(super) text: String,
    /// Columns before the mark.
    pub(super) before: usize,
    /// Columns marked; at least one.
    pub(super) marked: usize,
}

impl Excerpt {
    /// Looks at no more of the line than it shows.
    pub(super) fn new(source: &Source, span: Span) -> Self {
        let line = source.line(span.start);
        let start = source.column_offset(span.start).min(line.len());
        let end = start + (span.end - span.start) as usize;
        let from = if is_long(line) { back(line, start, LEAD) } else { 0 };
        let to = line[from..].char_indices().nth(LONGEST).map_or(line.len(), |(offset, _)| from + offset);

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
    line.char_indices().nth(LONGEST).is_some()
}

/// The offset `characters` characters before `offset`, or the start.
fn back(line: &str, offset: usize, characters: usize) -> usize {
    line[..offset].char_indices().rev().nth(characters - 1).map_or(0, |(before, _)| before)
}
