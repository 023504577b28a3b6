//! Rust code while it is written.
//!
//! The generator's own code is written as text, since a tree of tokens for all of Graph takes more time than everything before it.
//! What a document says gets into it in three ways only: as a checked [`Identifier`](crate::plan::Identifier), as a string
//! [literal](literal), or within a line of documentation, which ends where the line ends.

use std::fmt::Write;

use proc_macro2::TokenStream;

use super::{
    expression::{Expression, MAX_WIDTH},
    printer::print,
};
use crate::plan::is_invisible;

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
        self.depth -= 1;
        self.line(&["}"]);
    }

    /// An empty line before another item.
    pub(super) fn gap(&mut self) {
        if !self.has_opened && !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// A statement or tail expression between two texts: `let a = `, the expression, `;`.
    pub(super) fn expression(&mut self, before: &str, expression: &Expression, after: &str) {
        self.indent();
        let indent = 4 * self.depth.min(DEEPEST);
        let laid_out = expression.layout(indent, indent + before.len(), after.len());
        self.text.push_str(before);
        self.text.push_str(&laid_out);
        self.text.push_str(after);
        self.text.push('\n');
    }

    /// The head of a function, which opens its block: in one line if it fits, otherwise with a line for each parameter.
    pub(super) fn function(&mut self, head: &str, parameters: &[String], returns: &str) {
        let (separator, returns) = if returns.is_empty() { ("", "") } else { (" -> ", returns) };
        let list = parameters.join(", ");
        let width = 4 * self.depth.min(DEEPEST) + head.len() + list.len() + separator.len() + returns.len() + 4;
        if width <= MAX_WIDTH {
            self.open(&[head, "(", &list, ")", separator, returns, " {"]);
            return;
        }
        self.open(&[head, "("]);
        parameters.iter().for_each(|parameter| self.line(&[parameter, ","]));
        self.depth -= 1;
        self.open(&[")", separator, returns, " {"]);
    }

    /// A declaration with a type and a value: `pub const A: T = v;`. Where that is too long for a line, the value has its own.
    pub(super) fn constant(&mut self, name: &str, declared: &str, value: &str) {
        let width = 4 * self.depth.min(DEEPEST) + name.len() + declared.len() + value.len() + 6;
        if width <= MAX_WIDTH {
            self.line(&[name, ": ", declared, " = ", value, ";"]);
            return;
        }
        self.line(&[name, ": ", declared, " ="]);
        self.depth += 1;
        self.line(&[value, ";"]);
        self.depth -= 1;
    }

    /// A field with a type; where that is too long for a line, the type has its own.
    pub(super) fn field(&mut self, name: &str, declared: &str) {
        let width = 4 * self.depth.min(DEEPEST) + name.len() + declared.len() + 3;
        if width <= MAX_WIDTH {
            self.line(&[name, ": ", declared, ","]);
            return;
        }
        self.line(&[name, ":"]);
        self.depth += 1;
        self.line(&[declared, ","]);
        self.depth -= 1;
    }

    /// An arm of a `match`.
    pub(super) fn arm(&mut self, patterns: &[String], value: &str) {
        let indent = 4 * self.depth.min(DEEPEST);
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
        if column + last.len() + 4 + value.len() + 1 <= MAX_WIDTH {
            self.text.push_str(&format!(" => {value},\n"));
            return;
        }
        self.text.push_str(" => {\n");
        self.depth += 1;
        self.line(&[value]);
        self.close();
    }

    /// One paragraph of documentation.
    pub(super) fn doc(&mut self, paragraph: &str) {
        self.comment_line(&["///"], &format!(" {paragraph}"));
    }

    /// A line with a comment at its end.
    pub(super) fn comment_line(&mut self, pieces: &[&str], comment: &str) {
        self.indent();
        pieces.iter().for_each(|piece| self.text.push_str(piece));
        let comment = comment.trim_end();
        if comment.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            self.text.push_str(comment);
        } else {
            // A line break would end the comment; rustc refuses characters that change the direction of text.
            let shown = comment.chars().filter(|character| !is_invisible(*character));
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

    #[test]
    fn functions_are_one_line_or_a_parameter_a_line() {
        let mut code = Code::default();
        code.function("fn a", &["&self".to_owned()], "B");
        code.close();
        code.function("fn a", &["&self".to_owned(), format!("b: {}", "B".repeat(90))], "");
        code.close();
        let long = format!("fn a(&self) -> B {{\n}}\nfn a(\n    &self,\n    b: {},\n) {{\n}}\n", "B".repeat(90));
        assert_eq!(code.finish(), long);
    }
}
