use std::{borrow::Cow, cmp::Ordering, fmt, sync::Arc};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{IdentFragment, ToTokens};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

/// A valid Rust identifier; keywords are raw (`r#type`). Clones share their text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identifier {
    /// The identifier in code, with `r#` if it is a keyword.
    written: Arc<str>,
}

/// Whether a word cannot be a raw identifier.
fn is_never_raw(word: &str) -> bool {
    matches!(word, "self" | "Self" | "super" | "crate" | "_")
}

/// Whether a word is a strict or reserved [keyword] of edition 2024.
///
/// [keyword]: https://doc.rust-lang.org/reference/keywords.html
fn is_keyword(word: &str) -> bool {
    // Most names are longer than any keyword.
    word.len() <= 8
        && matches!(
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

/// Whether a text consists of the characters of an identifier.
fn is_word(text: &str) -> bool {
    if text.is_ascii() {
        let is_continued = text.bytes().fold(true, |is, byte| is & (byte == b'_' || byte.is_ascii_alphanumeric()));
        return is_continued && !text.is_empty() && !text.starts_with(|first: char| first.is_ascii_digit());
    }
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first == '_' || is_xid_start(first)) && characters.all(is_xid_continue)
}

impl Identifier {
    /// Creates an identifier, if `name` is one or is a keyword that can be raw.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        (is_word(name) && !is_never_raw(name)).then(|| Self::of(name))
    }

    /// Creates an identifier from any text, replacing invalid characters by `_`.
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
        if is_never_raw(&name) {
            name.push('_');
        }
        Self::of(&name)
    }

    fn of(name: &str) -> Self {
        // rustc normalizes identifiers, so names that it regards as equal must be equal here.
        let name = if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(name.nfc().collect()) };
        Self { written: if is_keyword(&name) { format!("r#{name}").into() } else { name.into() } }
    }

    /// Returns the name without `r#`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.written.strip_prefix("r#").unwrap_or(&self.written)
    }

    /// Returns the name without `r#`, sharing its text if possible.
    pub(super) fn shared(&self) -> Arc<str> {
        if self.is_raw() { self.as_str().into() } else { self.written.clone() }
    }

    /// Returns the identifier as code has it, with `r#` if it is a keyword.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether the identifier is a keyword and therefore raw.
    #[must_use]
    pub fn is_raw(&self) -> bool {
        self.written.starts_with("r#")
    }

    /// Appends a suffix to the identifier.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Self {
        // `self_` with `_property` is `self_property`: snake case does not have two underscores in a row.
        let name = self.as_str();
        let name = if suffix.starts_with('_') { name.trim_end_matches('_') } else { name };
        Self::forced(&[name, suffix].concat())
    }
}

impl PartialOrd for Identifier {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Identifier {
    /// Compares the names without `r#`.
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl ToTokens for Identifier {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::call_site();
        let ident = match self.written.strip_prefix("r#") {
            Some(name) => Ident::new_raw(name, span),
            None => Ident::new(&self.written, span),
        };
        ident.to_tokens(tokens);
    }
}

/// `format_ident!("{}_LIMIT", name)` has the name without `r#`.
impl IdentFragment for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

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
            // Composed, as rustc compares names.
            ("a\u{30a}", "\u{e5}"),
            ("\u{f900}", "\u{8c48}"),
        ] {
            let identifier = Identifier::forced(text);
            assert_eq!(identifier.to_string(), expected, "{text}");
            assert_eq!(identifier.to_token_stream().to_string(), expected, "{text}");
        }
    }
}
