use std::{cmp::Ordering, fmt};

use unicode_ident::{is_xid_continue, is_xid_start};

/// A checked Rust identifier, raw (`r#type`) where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identifier {
    /// As it is written, with `r#` where it has to be.
    written: String,
}

/// Keywords that `r#` does not help.
const NEVER: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// Whether a word has to be written raw: the [keywords] of edition 2024, strict and reserved.
///
/// [keywords]: https://doc.rust-lang.org/reference/keywords.html
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "Self"
            | "self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

/// Whether characters are those of an identifier.
fn is_word(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first == '_' || is_xid_start(first)) && characters.all(is_xid_continue)
}

impl Identifier {
    /// An identifier, if `name` is one or is a keyword that can be written raw.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        (is_word(name) && !NEVER.contains(&name)).then(|| Self::of(name.to_owned()))
    }

    /// An identifier from any text: what cannot stand in one becomes `_`.
    #[must_use]
    pub fn forced(text: &str) -> Self {
        if let Some(identifier) = Self::new(text) {
            return identifier;
        }
        let mut name: String =
            text.chars().map(|c| if c == '_' || c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            name.insert(0, '_');
        }
        if NEVER.contains(&name.as_str()) {
            name.push('_');
        }
        Self::of(name)
    }

    fn of(name: String) -> Self {
        Self { written: if is_keyword(&name) { format!("r#{name}") } else { name } }
    }

    /// The name without `r#`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.written.strip_prefix("r#").unwrap_or(&self.written)
    }

    /// The name as it is written in code: with `r#` where it is a keyword.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether it is a keyword, and so has to be written raw.
    #[must_use]
    pub fn is_raw(&self) -> bool {
        self.written.starts_with("r#")
    }

    /// The identifier with something appended.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Self {
        // `self_` and `_property` share an underscore: names with two in a row are no snake case.
        let name = self.as_str();
        let name = if suffix.starts_with('_') { name.trim_end_matches('_') } else { name };
        Self::forced(&format!("{name}{suffix}"))
    }
}

impl PartialOrd for Identifier {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Identifier {
    /// By name, whether it is a keyword or not.
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::Identifier;

    #[test]
    fn any_text_becomes_an_identifier() {
        for (text, expected) in [
            ("type", "r#type"),
            ("self", "self_"),
            ("Self", "Self_"),
            ("1x", "_1x"),
            ("", "__"),
            ("_", "__"),
            ("user\"; fn x() {", "user___fn_x____"),
            ("größe", "größe"),
            ("gen", "r#gen"),
            ("r#type", "r_type"),
        ] {
            assert_eq!(Identifier::forced(text).to_string(), expected, "{text}");
        }
    }
}
