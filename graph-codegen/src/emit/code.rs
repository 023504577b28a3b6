//! Rust code while it is written.
//!
//! The generator's own code is written as text, since a tree of tokens for all of Graph takes more time than everything before it.
//! What a document says gets into it in three ways only: as a checked [`Identifier`](crate::rust::Identifier), as a string
//! [literal](literal), or within a line of documentation, which ends where the line ends.

use std::fmt::Write;

use proc_macro2::TokenStream;

use super::printer::print;
use crate::rust::is_invisible;

/// Lists that do not fit into a line have an item a line.
const WIDTH: usize = 120;

/// As deep as lines are indented.
const DEEPEST: usize = 32;

/// Text with indentation.
#[derive(Debug, Default)]
pub(super) struct Code {
    text: String,
    depth: usize,
    /// Whether the last line opened a block, so that no empty line follows it.
    has_opened: bool,
}

impl Code {
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn indent(&mut self) {
        // Modules nest as deep as a namespace has dots, and someone may have written a million.
        for _ in 0..self.depth.min(DEEPEST) {
            self.text.push_str("    ");
        }
        self.has_opened = false;
    }

    /// A line of these pieces.
    pub(super) fn line(&mut self, pieces: &[&str]) {
        self.indent();
        pieces.iter().for_each(|piece| self.text.push_str(piece));
        self.text.push('\n');
    }

    /// A line that begins a block.
    pub(super) fn open(&mut self, pieces: &[&str]) {
        self.line(pieces);
        self.depth += 1;
        self.has_opened = true;
    }

    /// The end of a block.
    pub(super) fn close(&mut self) {
        self.close_with("}");
    }

    /// The end of a block with something behind it.
    pub(super) fn close_with(&mut self, end: &str) {
        self.depth -= 1;
        self.line(&[end]);
    }

    /// The end of what was indented below a line that is no block.
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// An empty line before another item.
    pub(super) fn gap(&mut self) {
        if !self.has_opened && !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// A list between brackets, in one line if it fits.
    pub(super) fn list(&mut self, before: &[&str], items: &[String], after: &str) {
        let fits = items.iter().map(|item| item.len() + 2).sum::<usize>()
            + before.iter().map(|piece| piece.len()).sum::<usize>()
            + after.len()
            + 4 * self.depth
            <= WIDTH;
        self.indent();
        before.iter().for_each(|piece| self.text.push_str(piece));
        if fits {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    self.text.push_str(", ");
                }
                self.text.push_str(item);
            }
            self.text.push_str(after);
            self.text.push('\n');
            return;
        }
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
        self.depth += 1;
        for item in items {
            self.line(&[item, ","]);
        }
        self.close_with(after.trim_start());
    }

    /// One paragraph of documentation.
    pub(super) fn doc(&mut self, paragraph: &str) {
        self.indent();
        self.text.push_str("/// ");
        if paragraph.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            self.text.push_str(paragraph);
        } else {
            // What ends a line would end the comment; what turns text around is refused by rustc, and misleads who reads it.
            let shown = paragraph.chars().filter(|character| !is_invisible(*character));
            self.text.extend(shown.map(|character| if character.is_control() { ' ' } else { character }));
        }
        self.text.push('\n');
    }

    /// Paragraphs of documentation.
    pub(super) fn docs(&mut self, paragraphs: &[String]) {
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if index > 0 {
                self.line(&["///"]);
            }
            self.doc(paragraph);
        }
    }

    /// The attribute of what is deprecated.
    pub(super) fn deprecated(&mut self, note: Option<&String>) {
        if let Some(note) = note {
            self.line(&["#[deprecated(note = ", &literal(note), ")]"]);
        }
    }

    /// Attributes that extensions give.
    pub(super) fn attributes(&mut self, attributes: &[TokenStream]) {
        for attribute in attributes {
            self.line(&[print(attribute).trim_end()]);
        }
    }

    /// Items that extensions give. They are not indented: a literal among them may have several lines.
    pub(super) fn items(&mut self, tokens: &TokenStream) {
        if !tokens.is_empty() {
            self.gap();
            self.text.push_str(&print(tokens));
            self.has_opened = false;
        }
    }
}

/// A text as a string literal.
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        literal.push('"');
        literal.push_str(text);
        literal.push('"');
    } else {
        // `Debug` of a text is a literal of it. Writing to a String cannot fail.
        let _ = write!(literal, "{text:?}");
    }
    literal
}

/// Texts as a slice of string literals.
pub(super) fn literals<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let literals: Vec<String> = texts.into_iter().map(|text| literal(text)).collect();
    format!("&[{}]", literals.join(", "))
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

    #[test]
    fn lists_are_one_line_or_many() {
        let mut code = Code::default();
        code.list(&["&["], &["1".to_owned(), "2".to_owned()], "]");
        code.list(&["&["], &["x".repeat(100), "y".repeat(20)], "]");
        let long = format!("&[1, 2]\n&[\n    {},\n    {},\n]\n", "x".repeat(100), "y".repeat(20));
        assert_eq!(code.finish(), long);
    }
}
