//! Where a space stands between two tokens of a line.

use proc_macro2::{Delimiter, Spacing, TokenTree};

/// What the token before was.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Before {
    #[default]
    Start,
    /// A name, a literal, or a group: a value may have ended.
    Value,
    Keyword,
    /// `impl`, which generics belong to, and a path does not.
    Impl,
    /// An operator that wants a space behind it: `=`, `,`, `:`, `->`.
    Loose,
    /// One that does not: `&`, `::`, `.`, `<`, `!`.
    Tight,
    /// `>`, which ends generics.
    Angle,
}

/// Walks along a line.
#[derive(Debug, Default)]
pub(super) struct Spacer {
    before: Before,
    /// How many characters of the current operator are still to come.
    rest: usize,
}

/// Operators of more than one character, longest first. `<<` and `>>` are left out: in generics they are two tokens.
const OPERATORS: [&str; 20] = [
    "..=", "...", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "..", "+=", "-=", "*=", "/=", "%=", "^=", "|=",
    "&=",
];

impl Spacer {
    /// Whether a space stands before the token at `index`.
    pub(super) fn space_before(&mut self, trees: &[TokenTree], index: usize) -> bool {
        let before = self.before;
        let is_apart = !matches!(before, Before::Start | Before::Tight);
        match &trees[index] {
            TokenTree::Punct(_) => {
                if let Some(rest) = self.rest.checked_sub(1) {
                    self.rest = rest;
                    return false;
                }
                let operator = operator_at(trees, index);
                self.rest = operator.len() - 1;
                self.before = after_operator(&operator, before);
                match operator.as_str() {
                    "," | ";" | "?" | "." | ":" | ">" => false,
                    // Behind a value these belong to it: a path, generics, a range.
                    "::" if before == Before::Impl => true,
                    "::" | "<" | ".." | "..=" | "!" => matches!(before, Before::Loose | Before::Keyword),
                    // Signs and references; between two values the space in front is enough.
                    "-" => is_apart || is_less(trees, index),
                    "&" | "*" | "'" | "|" | "#" => is_apart,
                    _ => before != Before::Start,
                }
            }
            TokenTree::Ident(ident) => {
                self.before = match ident.to_string().as_str() {
                    "impl" => Before::Impl,
                    word if is_keyword(word) => Before::Keyword,
                    _ => Before::Value,
                };
                is_apart
            }
            TokenTree::Literal(_) => {
                self.before = Before::Value;
                is_apart
            }
            TokenTree::Group(group) => {
                self.before = Before::Value;
                match group.delimiter() {
                    Delimiter::Brace => before != Before::Start,
                    Delimiter::Parenthesis | Delimiter::Bracket => matches!(before, Before::Loose | Before::Keyword),
                    Delimiter::None => is_apart,
                }
            }
        }
    }
}

/// Whether a `<` stands before a place: `<-` would be a token of its own.
fn is_less(trees: &[TokenTree], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| trees.get(before));
    matches!(before, Some(TokenTree::Punct(punct)) if punct.as_char() == '<')
}

/// The operator that begins at a place.
fn operator_at(trees: &[TokenTree], index: usize) -> String {
    let mut run = String::new();
    for tree in &trees[index..] {
        let TokenTree::Punct(punct) = tree else { break };
        run.push(punct.as_char());
        if punct.spacing() == Spacing::Alone || run.len() == 3 {
            break;
        }
    }
    let known = OPERATORS.iter().find(|operator| run.starts_with(**operator));
    known.map_or_else(|| run.chars().take(1).collect(), |operator| (*operator).to_owned())
}

fn after_operator(operator: &str, before: Before) -> Before {
    match operator {
        // `x?` is done; what follows is a word of its own.
        "?" => Before::Value,
        ">" => Before::Angle,
        // A minus behind a value takes one away, else it is a sign.
        "-" if matches!(before, Before::Value) => Before::Loose,
        "<" | "::" | "." | ".." | "..=" | "&" | "*" | "!" | "'" | "#" | "$" | "-" => Before::Tight,
        _ => Before::Loose,
    }
}

/// Whether the `>` at a place is the end of `->` or `=>`.
pub(super) fn joins(trees: &[TokenTree], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|before| trees.get(before)) else { return false };
    matches!(before, TokenTree::Punct(punct)
        if matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint)
}

/// Words that an opening parenthesis does not follow as a call's does. Others behave like names.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "async"
            | "await"
            | "break"
            | "const"
            | "dyn"
            | "else"
            | "if"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "move"
            | "mut"
            | "ref"
            | "return"
            | "static"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
    )
}
