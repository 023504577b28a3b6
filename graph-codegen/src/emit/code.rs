//! A writer for Rust code.
//!
//! Code is written as text, since building tokens for all of Graph would take longer than all earlier stages. Text of a
//! document gets into it in three ways only: as an [`Identifier`](crate::plan::Identifier), as a string
//! [literal](literal), or in a line of documentation, which ends with the line.

use std::fmt::Write;

use proc_macro2::TokenStream;

use super::{
    expression::{Expression, MAX_WIDTH},
    printer::print,
};
use crate::plan::is_invisible;

/// The maximum depth of indentation.
const MAX_DEPTH: usize = 32;

/// Indented text.
#[derive(Debug, Default)]
pub(super) struct Code {
    text: String,
    depth: usize,
    /// Whether the last line opened a block, after which there is no empty line.
    has_opened: bool,
}

impl Code {
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// The indentation of the current line, in columns.
    pub(super) fn indentation(&self) -> usize {
        // A namespace can have any number of dots, and modules nest as deep.
        4 * self.depth.min(MAX_DEPTH)
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', self.indentation()));
        self.has_opened = false;
    }

    /// Writes a line.
    pub(super) fn line(&mut self, pieces: &[&str]) {
        self.indent();
        pieces.iter().for_each(|piece| self.text.push_str(piece));
        self.text.push('\n');
    }

    /// Writes a line that begins a block.
    pub(super) fn open(&mut self, pieces: &[&str]) {
        self.line(pieces);
        self.depth += 1;
        self.has_opened = true;
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
        if !self.has_opened && !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Writes an expression between two texts: `let a = `, the expression, `;`.
    pub(super) fn expression(&mut self, before: &str, expression: &Expression, after: &str) {
        self.indent();
        let indent = self.indentation();
        let column = indent + before.len();
        if before.ends_with("= ")
            && expression.fitting(column, after.len()).is_none()
            && let Some(line) = expression.fitting(indent + 4, after.len())
        {
            self.text.push_str(before.trim_end());
            self.text.push('\n');
            self.depth += 1;
            self.line(&[&line, after]);
            self.depth -= 1;
            return;
        }
        let laid_out = expression.layout(indent, column, after.len());
        self.text.push_str(before);
        self.text.push_str(&laid_out);
        self.text.push_str(after);
        self.text.push('\n');
    }

    /// Writes an arm of a `match`.
    pub(super) fn arm(&mut self, patterns: &[String], value: &Expression) {
        let indent = self.indentation();
        let line = patterns.join(" | ");
        let mut last = line.as_str();
        if indent + line.len() + 5 > MAX_WIDTH
            && let [first, middle @ .., end] = patterns
        {
            self.line(&[first]);
            middle.iter().for_each(|pattern| self.line(&["| ", pattern]));
            self.indent();
            self.text.push_str("| ");
            last = end;
        } else {
            self.indent();
        }
        let column = self.text.len() - self.text.rfind('\n').map_or(0, |end| end + 1);
        self.text.push_str(last);
        let column = column + last.len() + 4;
        if value.fitting(column, 1).is_none()
            && let Some(line) = value.fitting(indent + 4, 0)
        {
            self.text.push_str(" => {\n");
            self.depth += 1;
            self.line(&[&line]);
            self.close();
            return;
        }
        let laid_out = value.layout(indent, column, 1);
        let first = laid_out.lines().next().map_or(0, str::len);
        if column + first >= MAX_WIDTH {
            self.text.push_str(" => {\n");
            self.depth += 1;
            self.expression("", value, "");
            self.close();
            return;
        }
        self.text.push_str(&format!(" => {laid_out},\n"));
    }

    /// Writes a paragraph of documentation.
    pub(super) fn doc(&mut self, paragraph: &str) {
        self.comment_line(&["///"], &format!(" {paragraph}"));
    }

    /// Writes a line with a comment at its end.
    pub(super) fn comment_line(&mut self, pieces: &[&str], comment: &str) {
        self.indent();
        pieces.iter().for_each(|piece| self.text.push_str(piece));
        let comment = comment.trim_end();
        if comment.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            self.text.push_str(comment);
        } else {
            // A line break would end the comment, and rustc rejects characters that change the direction of text.
            let shown = comment.chars().filter(|character| !is_invisible(*character));
            self.text.extend(shown.map(|character| if character.is_control() { ' ' } else { character }));
        }
        self.text.push('\n');
    }

    /// Writes paragraphs of documentation.
    pub(super) fn docs(&mut self, paragraphs: &[String]) {
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if index > 0 {
                self.line(&["///"]);
            }
            self.doc(paragraph);
        }
    }

    /// Writes the `#[deprecated]` attribute, if there is a note.
    pub(super) fn deprecated(&mut self, note: Option<&String>) {
        if let Some(note) = note {
            let note = literal(note);
            if self.indentation() + "#[deprecated(note = )]".len() + note.chars().count() <= MAX_WIDTH {
                self.line(&["#[deprecated(note = ", &note, ")]"]);
                return;
            }
            self.open(&["#[deprecated("]);
            self.line(&["note = ", &note]);
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
            self.has_opened = false;
        }
    }
}

/// Formats a text as a string literal.
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        literal.push('"');
        literal.push_str(text);
        literal.push('"');
    } else {
        // `Debug` formats a text as a literal. Writing to a `String` cannot fail.
        let _ = write!(literal, "{text:?}");
    }
    literal
}

/// Formats texts as a slice of string literals.
pub(super) fn literals<'a>(texts: impl IntoIterator<Item = &'a String>) -> Expression {
    Expression::Array(texts.into_iter().map(|text| Expression::Text(literal(text))).collect())
}

#[cfg(test)]
mod tests {
    use super::{Code, literal};

    #[test]
    fn a_literal_is_one_whatever_is_in_it() {
        for text in ["", "a b", "a\"; fn x() {} //", "\\", "\n\r\t\0", "\u{202e}größe🦀", "{}"] {
            let parsed: syn::LitStr = syn::parse_str(&literal(text)).unwrap();
            assert_eq!(parsed.value(), text);
        }
    }

    #[test]
    fn documentation_ends_with_its_line() {
        let mut code = Code::default();
        code.doc("a\n} fn x() {\r/*\u{202e}\0größe");
        assert_eq!(code.finish(), "/// a } fn x() { /* größe\n");
    }
}
