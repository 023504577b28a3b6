//! A pretty-printer for the tokens of extensions.
//!
//! It knows only groups and punctuation: braces open blocks, commas and semicolons end lines in blocks and long lists,
//! and short groups stay on one line.
//!
//! It neither adds nor removes tokens, since these may be the input of a macro, and a comma makes a tuple. Tests parse
//! its output and compare it token by token.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::spacing::{Spacer, joins};
use crate::plan::is_invisible;

/// Lists that would exceed this column are printed with one item per line.
const WIDTH: usize = 110;

/// Prints items.
pub(super) fn print(tokens: &TokenStream) -> String {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut printer = Printer { text: String::new(), indent: 0 };
    printer.block(&trees, true);
    printer.text
}

struct Printer {
    text: String,
    indent: usize,
}

/// A part of a block that is printed on separate lines.
struct Piece<'a> {
    attributes: Vec<&'a [TokenTree]>,
    body: &'a [TokenTree],
}

impl Printer {
    /// Prints items, statements, fields, variants or arms, each on separate lines.
    ///
    /// Items of a module or implementation are separated by empty lines.
    fn block(&mut self, trees: &[TokenTree], spaced: bool) {
        let mut before: Option<Shape> = None;
        for piece in pieces(trees) {
            let shape = Shape::of(&piece);
            if spaced && before.is_some_and(|before| before.is_apart_from(shape)) {
                self.text.push('\n');
            }
            before = Some(shape);
            for attribute in &piece.attributes {
                self.line_start();
                if !self.doc_comment(attribute) {
                    self.attribute(attribute);
                }
                self.text.push('\n');
            }
            if !piece.body.is_empty() {
                self.line_start();
                self.sequence(piece.body);
                self.text.push('\n');
            }
        }
    }

    fn line_start(&mut self) {
        for _ in 0..self.indent {
            self.text.push_str("    ");
        }
    }

    /// Prints `#[…]`, whose brackets are not a list.
    fn attribute(&mut self, attribute: &[TokenTree]) {
        let [hash, TokenTree::Group(group)] = attribute else { return self.sequence(attribute) };
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        self.text.push_str(&hash.to_string());
        self.text.push('[');
        self.sequence(&inner);
        self.text.push(']');
    }

    /// Prints tokens on the current line; groups that are too long are broken.
    fn sequence(&mut self, trees: &[TokenTree]) {
        let mut spacer = Spacer::default();
        for (index, tree) in trees.iter().enumerate() {
            if spacer.space_before(trees, index) {
                self.text.push(' ');
            }
            match tree {
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.group(group.delimiter(), &inner, is_items(trees));
                }
                TokenTree::Punct(punct) => self.text.push(punct.as_char()),
                TokenTree::Ident(ident) => self.text.push_str(&ident.to_string()),
                TokenTree::Literal(literal) => self.text.push_str(&literal.to_string()),
            }
        }
    }

    fn group(&mut self, delimiter: Delimiter, inner: &[TokenTree], of_items: bool) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::None => ("", ""),
        };
        self.text.push_str(open);
        let is_block = delimiter == Delimiter::Brace && (of_items || has_lines(inner));
        if inner.is_empty() || delimiter == Delimiter::None {
            self.sequence(inner);
        } else if !is_block && self.fits(inner) {
            let pad = if delimiter == Delimiter::Brace { " " } else { "" };
            self.text.push_str(pad);
            self.sequence(inner);
            self.text.push_str(pad);
        } else {
            self.indent += 1;
            self.text.push('\n');
            if delimiter == Delimiter::Brace {
                self.block(inner, of_items);
            } else {
                self.list(inner);
            }
            self.indent -= 1;
            self.line_start();
        }
        self.text.push_str(close);
    }

    /// Prints arguments or elements, one per line.
    fn list(&mut self, trees: &[TokenTree]) {
        for item in split_at_commas(trees) {
            self.line_start();
            self.sequence(item);
            self.text.push('\n');
        }
    }

    /// Whether tokens fit on the current line.
    fn fits(&self, trees: &[TokenTree]) -> bool {
        let start = self.text.rfind('\n').map_or(0, |newline| newline + 1);
        let mut left = WIDTH.saturating_sub(self.text.len() - start);
        fits_in(trees, &mut left)
    }

    /// Prints `#[doc = " text"]` as `/// text` if that is equivalent.
    fn doc_comment(&mut self, attribute: &[TokenTree]) -> bool {
        let [TokenTree::Punct(_), TokenTree::Group(group)] = attribute else { return false };
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        let [TokenTree::Ident(name), TokenTree::Punct(equals), TokenTree::Literal(literal)] = inner.as_slice() else {
            return false;
        };
        let (Some(content), true, '=') = (string(&literal.to_string()), *name == "doc", equals.as_char()) else {
            return false;
        };
        let is_line = !content.starts_with('/') && !content.contains(['\n', '\r']);
        if !is_line || content.ends_with(char::is_whitespace) || content.contains(is_invisible) {
            return false;
        }
        self.text.push_str("///");
        self.text.push_str(&content);
        true
    }
}

/// The value of a string literal, unless it has `#` or escapes other than `\\`, `\"` and `\'`.
fn string(literal: &str) -> Option<String> {
    let content = literal.strip_suffix('"')?;
    if let Some(raw) = content.strip_prefix("r\"") {
        return Some(raw.to_owned());
    }
    let content = content.strip_prefix('"')?;
    let mut text = String::with_capacity(content.len());
    let mut characters = content.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next().filter(|escaped| matches!(escaped, '\\' | '"' | '\''))?),
            plain => text.push(plain),
        }
    }
    Some(text)
}

/// Whether tokens fit into `left` columns, which is reduced by their width.
///
/// Counts a space before each word.
fn fits_in(trees: &[TokenTree], left: &mut usize) -> bool {
    for tree in trees {
        let length = match tree {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_block = group.delimiter() == Delimiter::Brace && has_lines(&inner);
                if is_block || !fits_in(&inner, left) {
                    return false;
                }
                2
            }
            TokenTree::Punct(_) => 1,
            TokenTree::Ident(ident) => ident.to_string().len() + 1,
            TokenTree::Literal(literal) => literal.to_string().len(),
        };
        if length > *left {
            return false;
        }
        *left -= length;
    }
    true
}

/// Whether the contents of braces need separate lines: statements, attributes, arms or nested blocks.
fn has_lines(trees: &[TokenTree]) -> bool {
    trees.iter().enumerate().any(|(index, tree)| match tree {
        TokenTree::Punct(punct) => {
            let arm = punct.as_char() == '=' && punct.spacing() == Spacing::Joint && follows(trees, index, '>');
            matches!(punct.as_char(), ';' | '#') || arm
        }
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !group.stream().is_empty(),
        _ => false,
    }) || trees.iter().any(|tree| matches!(tree, TokenTree::Ident(ident) if *ident == "pub"))
}

fn follows(trees: &[TokenTree], index: usize, character: char) -> bool {
    matches!(trees.get(index + 1), Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

/// Whether a sequence is the head of a module, trait or implementation, whose block has items.
fn is_items(trees: &[TokenTree]) -> bool {
    let words = trees
        .iter()
        .take_while(|tree| !matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace));
    for tree in words {
        if let TokenTree::Ident(ident) = tree {
            let word = ident.to_string();
            if matches!(word.as_str(), "impl" | "mod" | "trait") {
                return true;
            }
            if matches!(word.as_str(), "fn" | "struct" | "enum" | "const" | "static" | "let") {
                return false;
            }
        }
    }
    false
}

/// The kind of a piece, which determines empty lines.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Use,
    Constant,
    MacroCall,
    Item,
}

impl Shape {
    fn of(piece: &Piece<'_>) -> Self {
        for tree in piece.body {
            match tree {
                TokenTree::Ident(ident) => match ident.to_string().as_str() {
                    "use" => return Self::Use,
                    "const" | "static" => return Self::Constant,
                    "pub" => {}
                    "fn" | "struct" | "enum" | "impl" | "mod" | "trait" | "type" => return Self::Item,
                    _ => {}
                },
                TokenTree::Punct(punct) if punct.as_char() == '!' => return Self::MacroCall,
                _ => {}
            }
        }
        Self::Item
    }

    /// Whether an empty line follows.
    ///
    /// Constants and imports are grouped, and a macro call belongs to the item above it.
    fn is_apart_from(self, next: Self) -> bool {
        !(next == Self::MacroCall || (self == next && self != Self::Item))
    }
}

/// Splits a block after semicolons, commas outside of angle brackets, and braces that end an item.
fn pieces(trees: &[TokenTree]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < trees.len() {
        let mut attributes = Vec::new();
        while let Some(length) = attribute_at(trees, at) {
            attributes.push(&trees[at..at + length]);
            at += length;
        }
        let start = at;
        let mut angles = 0_usize;
        while at < trees.len() {
            let tree = &trees[at];
            at += 1;
            match tree {
                TokenTree::Punct(punct) => match punct.as_char() {
                    ';' => break,
                    ',' if angles == 0 => break,
                    '<' => angles += 1,
                    '>' if !joins(trees, at - 1) => angles = angles.saturating_sub(1),
                    _ => {}
                },
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let continues = match trees.get(at) {
                        Some(TokenTree::Punct(next)) => next.as_char() != '#',
                        Some(TokenTree::Ident(next)) => *next == "else",
                        _ => false,
                    };
                    if !continues {
                        break;
                    }
                }
                _ => {}
            }
        }
        pieces.push(Piece { attributes, body: &trees[start..at] });
    }
    pieces
}

/// The number of tokens of the attribute at an index, if there is one.
fn attribute_at(trees: &[TokenTree], at: usize) -> Option<usize> {
    let TokenTree::Punct(hash) = trees.get(at)? else { return None };
    let TokenTree::Group(group) = trees.get(at + 1)? else { return None };
    (hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket).then_some(2)
}

/// Splits a list after its commas.
fn split_at_commas(trees: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut items = Vec::new();
    let (mut start, mut angles) = (0, 0_usize);
    for (index, tree) in trees.iter().enumerate() {
        let TokenTree::Punct(punct) = tree else { continue };
        match punct.as_char() {
            '<' => angles += 1,
            '>' if !joins(trees, index) => angles = angles.saturating_sub(1),
            ',' if angles == 0 => {
                items.push(&trees[start..=index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    if start < trees.len() {
        items.push(&trees[start..]);
    }
    items
}

#[cfg(test)]
mod tests;
