//! A writer for Rust code.
//!
//! Code is written as text, since building tokens for all of Graph would take longer than all earlier stages. Text of a
//! document gets into it in three ways only: as an [`Identifier`](crate::plan::Identifier), as a string
//! [literal](super::literal), or in a line of documentation, which ends with the line.

use proc_macro2::TokenStream;

use super::{
    expression::{Expression, MAX_WIDTH},
    literal::escaped,
    printer::print,
};
use crate::plan::{LIST_ITEM, is_invisible};

/// The maximum depth of indentation.
const MAX_DEPTH: usize = 32;

const SPACES: &str = "                                                                ";

/// Indented text.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) text: String,
    depth: usize,
    /// Whether the next line is the first of its block or file, and gets no empty line before it.
    is_first: bool,
}

impl Code {
    /// Starts a file with its header.
    pub(super) fn new(header: &str) -> Self {
        Self { text: header.to_owned(), depth: 0, is_first: true }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// The indentation of the current line, in columns.
    pub(super) fn indentation(&self) -> usize {
        // A namespace can have any number of dots, and modules nest as deep.
        4 * self.depth.min(MAX_DEPTH)
    }

    /// Begins a line.
    pub(super) fn indent(&mut self) {
        push_spaces(self.indentation(), &mut self.text);
        self.is_first = false;
    }

    /// Continues a line.
    pub(super) fn push(&mut self, pieces: &[&str]) {
        pieces.iter().for_each(|piece| self.text.push_str(piece));
    }

    /// Ends a line.
    pub(super) fn end(&mut self, pieces: &[&str]) {
        self.push(pieces);
        self.text.push('\n');
    }

    /// Ends a line that begins a block.
    pub(super) fn end_open(&mut self, pieces: &[&str]) {
        self.end(pieces);
        self.depth += 1;
        self.is_first = true;
    }

    /// Writes a line.
    pub(super) fn line(&mut self, pieces: &[&str]) {
        self.indent();
        self.end(pieces);
    }

    /// Writes a line that begins a block.
    pub(super) fn open(&mut self, pieces: &[&str]) {
        self.indent();
        self.end_open(pieces);
    }

    /// Indents the lines that follow once more.
    pub(super) fn indent_more(&mut self) {
        self.depth += 1;
    }

    /// Indents the lines that follow once less.
    pub(super) fn indent_less(&mut self) {
        self.depth -= 1;
    }

    /// Ends a block.
    pub(super) fn close(&mut self) {
        self.depth -= 1;
        self.line(&["}"]);
    }

    /// Writes an empty line before an item.
    pub(super) fn gap(&mut self) {
        if !self.is_first {
            self.text.push('\n');
        }
    }

    /// Writes an expression between two texts: `let a = `, the expression, `;`.
    pub(super) fn expression(&mut self, before: &str, expression: &Expression<'_>, after: &str) {
        self.indent();
        let indent = self.indentation();
        let column = indent + before.len();
        let fits_below = || expression.fits(indent + 4, after.len());
        if before.ends_with("= ") && !expression.fits(column, after.len()) && fits_below() {
            self.end(&[before.trim_end()]);
            self.depth += 1;
            self.indent();
            expression.write_on_one_line(&mut self.text);
            self.depth -= 1;
        } else {
            self.text.push_str(before);
            expression.write(indent, column, after.len(), &mut self.text);
        }
        self.end(&[after]);
    }

    /// Writes an arm of a `match` on a string.
    pub(super) fn arm(&mut self, patterns: &[String], value: &Expression<'_>) {
        let indent = self.indentation();
        let patterns: Vec<Expression<'_>> = patterns.iter().map(|pattern| Expression::literal(pattern)).collect();
        self.indent();
        let start = self.text.len();
        self.patterns(&patterns, false);
        let mut column = indent + width(&self.text[start..]);
        if column + 5 > MAX_WIDTH && patterns.len() > 1 {
            self.text.truncate(start);
            self.patterns(&patterns, true);
            column = width(self.text.rsplit('\n').next().unwrap_or_default());
        }
        let column = column + " => ".len();
        if !value.fits(column, 1) && value.fits(indent + 4, 0) {
            return self.arm_with_block(value);
        }
        let start = self.text.len();
        self.text.push_str(" => ");
        value.write(indent, column, 1, &mut self.text);
        let first = self.text[start..].lines().next().map_or(0, width);
        if column + first - " => ".len() >= MAX_WIDTH {
            self.text.truncate(start);
            return self.arm_with_block(value);
        }
        self.end(&[","]);
    }

    fn patterns(&mut self, patterns: &[Expression<'_>], are_on_lines: bool) {
        for (index, pattern) in patterns.iter().enumerate() {
            if index > 0 && are_on_lines {
                self.text.push('\n');
                self.indent();
                self.text.push_str("| ");
            } else if index > 0 {
                self.text.push_str(" | ");
            }
            pattern.write_on_one_line(&mut self.text);
        }
    }

    fn arm_with_block(&mut self, value: &Expression<'_>) {
        self.end_open(&[" => {"]);
        self.expression("", value, "");
        self.close();
    }

    /// Writes a paragraph of documentation.
    pub(super) fn doc(&mut self, paragraph: &str) {
        let paragraph = paragraph.trim_end();
        self.indent();
        self.text.push_str(if paragraph.is_empty() { "///" } else { "/// " });
        self.end_with_comment(paragraph);
    }

    /// Ends a line with the text of a comment.
    pub(super) fn end_with_comment(&mut self, comment: &str) {
        let comment = comment.trim_end();
        // `fold` checks several bytes at once; `all` would stop at the first.
        if comment.bytes().fold(true, |is_plain, byte| is_plain & matches!(byte, b' '..=b'~')) {
            self.text.push_str(comment);
        } else {
            // A line break would end the comment, and rustc rejects characters that change the direction of text.
            let shown = comment.chars().filter(|character| !is_invisible(*character));
            self.text.extend(shown.map(|character| if character.is_control() { ' ' } else { character }));
        }
        self.text.push('\n');
    }

    /// Writes a string literal on lines of its own, as an argument: a line break, then lines that end in one.
    pub(super) fn lines_of_literal(&mut self, lines: &str) {
        self.depth += 1;
        self.indent();
        self.depth -= 1;
        self.text.push_str("\"\n");
        for line in lines.lines() {
            self.text.push_str(&escaped(line));
            self.text.push('\n');
        }
        self.text.push_str("\",\n");
    }

    /// Writes paragraphs of documentation. An item of a list follows without an empty line, as Markdown allows.
    pub(super) fn docs(&mut self, paragraphs: &[String]) {
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if index > 0 && !paragraph.starts_with(LIST_ITEM) {
                self.line(&["///"]);
            }
            // Extensions may add paragraphs of several lines, such as examples.
            match paragraph.contains('\n') {
                true => paragraph.lines().for_each(|line| self.doc(line)),
                false => self.doc(paragraph),
            }
        }
    }

    /// Writes the `#[deprecated]` attribute, if there is a note.
    pub(super) fn deprecated(&mut self, note: Option<&String>) {
        if let Some(note) = note {
            let note = escaped(note);
            if self.indentation() + "#[deprecated(note = \"\")]".len() + width(&note) <= MAX_WIDTH {
                self.line(&["#[deprecated(note = \"", &note, "\")]"]);
                return;
            }
            self.open(&["#[deprecated("]);
            self.line(&["note = \"", &note, "\""]);
            self.depth -= 1;
            self.line(&[")]"]);
        }
    }

    /// Writes attributes of customizations.
    pub(super) fn attributes(&mut self, attributes: &[TokenStream]) {
        for attribute in attributes {
            self.line(&[print(attribute).trim_end()]);
        }
    }

    /// Writes items of extensions.
    ///
    /// They are not indented, since they may contain literals of several lines.
    pub(super) fn items(&mut self, tokens: &TokenStream) {
        if !tokens.is_empty() {
            self.gap();
            self.text.push_str(&print(tokens));
            self.is_first = false;
        }
    }
}

/// Appends spaces to a text.
pub(super) fn push_spaces(count: usize, text: &mut String) {
    match SPACES.get(..count) {
        Some(spaces) => text.push_str(spaces),
        None => text.extend(std::iter::repeat_n(' ', count)),
    }
}

/// The width of a text, in columns, which rustfmt counts much the same way.
pub(super) fn width(text: &str) -> usize {
    // Counting characters takes longer, and nearly all text is ASCII.
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn documentation_ends_with_its_line() {
        let mut code = Code::new("");
        code.doc("a\n} fn x() {\r/*\u{202e}\0größe");
        assert_eq!(code.finish(), "/// a } fn x() { /* größe\n");
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        let mut code = Code::new("");
        code.docs(&["```\r\nx\n\n```\n".to_owned(), "a".to_owned()]);
        assert_eq!(code.finish(), "/// ```\n/// x\n///\n/// ```\n///\n/// a\n");
    }
}
