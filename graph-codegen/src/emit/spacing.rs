//! Spaces between the tokens of a line.

use proc_macro2::{Delimiter, Spacing, TokenTree};

/// The kind of the previous token.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Before {
    #[default]
    Start,
    /// A name, a literal or a group, which may end a value.
    Value,
    Keyword,
    /// `impl`, which generics follow without a space, but paths with one.
    Impl,
    /// An operator with a space after it: `=`, `,`, `:`, `->`.
    Loose,
    /// An operator without: `&`, `::`, `.`, `<`, `!`.
    Tight,
    /// `>`, which may end generics.
    Angle,
}

/// The state while a line is printed.
#[derive(Debug, Default)]
pub(super) struct Spacer {
    before: Before,
    /// The current operator.
    operator: String,
    /// The number of characters of the current operator that follow.
    rest: usize,
}

/// Operators of several characters, longest first. `<<` and `>>` are omitted, since they are two tokens in generics.
pub(super) const OPERATORS: [&str; 23] = [
    "..=", "...", "<<=", ">>=", "::", "->", "<-", "=>", "==", "!=", "<=", ">=", "&&", "||", "..", "+=", "-=", "*=",
    "/=", "%=", "^=", "|=", "&=",
];

/// What two tokens without a space between them would become.
const ACCIDENTAL: [&str; 4] = ["<<", "//", "/*", "##"];

impl Spacer {
    /// Whether there is a space before the token at `index`.
    pub(super) fn space_before(&mut self, trees: &[TokenTree], index: usize) -> bool {
        let is_required = self.rest == 0 && self.would_join(trees, index);
        self.is_usual(trees, index) || is_required
    }

    /// Whether the token at `index` would be read as a part of the previous one if there were no space.
    fn would_join(&self, trees: &[TokenTree], index: usize) -> bool {
        let Some(previous) = index.checked_sub(1).and_then(|previous| trees.get(previous)) else { return false };
        match (previous, &trees[index]) {
            (TokenTree::Punct(previous), TokenTree::Punct(punct)) => {
                let (first, second) = (previous.as_char(), punct.as_char());
                let pair = [first, second].iter().collect::<String>();
                // `//` and `/*` would begin comments, and `##` is reserved. The others are operators.
                if pair != "<<" && ACCIDENTAL.contains(&&*pair) {
                    return true;
                }
                // `>>` ends two lists of generics.
                let is_end = pair == ">>";
                let joined = format!("{}{second}", self.operator);
                previous.spacing() == Spacing::Alone
                    && !is_end
                    && OPERATORS.iter().chain(&ACCIDENTAL).any(|operator| operator.starts_with(&joined))
            }
            // `#"` is reserved, and `<-` is an operator.
            (TokenTree::Punct(previous), TokenTree::Literal(literal)) => match previous.as_char() {
                '#' => true,
                '<' => literal.to_string().starts_with('-'),
                _ => false,
            },
            // `1.` is a number, unless a name or another period follows.
            (TokenTree::Literal(literal), TokenTree::Punct(punct)) if punct.as_char() == '.' => {
                let literal = literal.to_string();
                let is_range = punct.spacing() == Spacing::Joint;
                let is_apart = match trees.get(index + 1) {
                    Some(TokenTree::Ident(_)) => true,
                    Some(TokenTree::Punct(next)) => is_range && next.as_char() == '.',
                    _ => false,
                };
                literal.starts_with(|first: char| first.is_ascii_digit() || first == '-')
                    && (literal.ends_with('.') || !is_apart)
            }
            _ => false,
        }
    }

    /// Whether code usually has a space before the token at `index`.
    fn is_usual(&mut self, trees: &[TokenTree], index: usize) -> bool {
        let before = self.before;
        let is_separate = !matches!(before, Before::Start | Before::Tight);
        match &trees[index] {
            TokenTree::Punct(_) => {
                if let Some(rest) = self.rest.checked_sub(1) {
                    self.rest = rest;
                    return false;
                }
                let operator = operator_at(trees, index);
                self.rest = operator.len() - 1;
                self.before = after_operator(&operator, before);
                self.operator = operator;
                match self.operator.as_str() {
                    "," | ";" | "?" | "." | ":" | ">" => false,
                    // After a value, these belong to it: a path, generics, a range.
                    "::" if before == Before::Impl => true,
                    "::" | "<" | "<-" | ".." | "..=" | "!" => matches!(before, Before::Loose | Before::Keyword),
                    // Signs and references.
                    "-" | "&" | "*" | "'" | "|" | "#" => is_separate,
                    _ => before != Before::Start,
                }
            }
            TokenTree::Ident(ident) => {
                self.before = match ident.to_string().as_str() {
                    "impl" => Before::Impl,
                    word if is_keyword(word) => Before::Keyword,
                    _ => Before::Value,
                };
                is_separate
            }
            TokenTree::Literal(_) => {
                self.before = Before::Value;
                is_separate
            }
            TokenTree::Group(group) => {
                self.before = Before::Value;
                match group.delimiter() {
                    Delimiter::Brace => before != Before::Start,
                    Delimiter::Parenthesis | Delimiter::Bracket => matches!(before, Before::Loose | Before::Keyword),
                    Delimiter::None => is_separate,
                }
            }
        }
    }
}

/// The operator that begins at an index.
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
        // `x?` is a complete value.
        "?" => Before::Value,
        ">" => Before::Angle,
        // A minus after a value is a subtraction, otherwise a sign.
        "-" if matches!(before, Before::Value) => Before::Loose,
        "<" | "<-" | "::" | "." | ".." | "..=" | "&" | "*" | "!" | "'" | "#" | "$" | "-" => Before::Tight,
        _ => Before::Loose,
    }
}

/// Whether the `>` at an index ends `->` or `=>`.
pub(super) fn joins(trees: &[TokenTree], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|before| trees.get(before)) else { return false };
    matches!(before, TokenTree::Punct(punct)
        if matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint)
}

/// Keywords that are separated from a parenthesis by a space. Others are spaced like names.
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
