use std::{
    borrow::Cow,
    fmt,
    ops::{BitAnd, BitOr, Not},
};

use super::text::Precedence;
use crate::value::Property;

/// A search expression for `$search`: phrases, combined with `&`, `|` and `!`.
///
/// ```
/// # use graph_runtime as rt;
/// # struct User;
/// # impl User {
/// #     const DISPLAY_NAME: rt::query::Property<Self, String> = rt::codegen::property("displayName");
/// #     const MAIL: rt::query::Property<Self, String> = rt::codegen::property("mail");
/// # }
/// let search = rt::Search::property(User::DISPLAY_NAME, "wa") | rt::Search::property(User::MAIL, "wa");
/// assert_eq!(search.to_text(), r#""displayName:wa" OR "mail:wa""#);
/// assert_eq!((rt::Search::phrase("pizza") & !search).to_text(), r#""pizza" AND NOT ("displayName:wa" OR "mail:wa")"#);
/// assert_eq!(rt::Search::phrase(r#"a "b" \c"#).to_text(), r#""a \"b\" \\c""#);
/// ```
///
/// `Debug` hides the text, which may contain personal data.
#[derive(Clone)]
pub struct Search {
    text: String,
    binding: Precedence,
}

impl Search {
    /// Searches for a phrase in the properties that the service searches. `"` and `\` are escaped.
    #[must_use]
    pub fn phrase(phrase: &str) -> Self {
        let mut text = String::with_capacity(phrase.len() + 2);
        text.push('"');
        for character in phrase.chars() {
            if matches!(character, '"' | '\\') {
                text.push('\\');
            }
            text.push(character);
        }
        text.push('"');
        Self { text, binding: Precedence::Whole }
    }

    /// Searches for a text in one property, in Graph's syntax: `"displayName:wa"`.
    #[must_use]
    pub fn property<T, V, A>(property: Property<T, V, A>, text: &str) -> Self {
        Self::phrase(&format!("{}:{text}", property.name()))
    }

    /// Creates a search from raw text, not percent-encoded.
    #[must_use]
    pub fn raw(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into().into_owned(), binding: Precedence::Or }
    }

    /// Returns the search as OData writes it, not percent-encoded.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.text.clone()
    }

    fn combined(self, operator: &str, binding: Precedence, other: Self) -> Self {
        let text = format!("{}{operator}{}", self.bound(binding), other.bound(binding));
        Self { text, binding }
    }

    fn bound(self, binding: Precedence) -> String {
        if self.binding < binding { format!("({})", self.text) } else { self.text }
    }
}

impl BitAnd for Search {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.combined(" AND ", Precedence::And, other)
    }
}

impl BitOr for Search {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.combined(" OR ", Precedence::Or, other)
    }
}

impl Not for Search {
    type Output = Self;

    fn not(self) -> Self {
        Self { text: format!("NOT {}", self.bound(Precedence::Whole)), binding: Precedence::Whole }
    }
}

impl From<&str> for Search {
    /// Searches for a phrase.
    fn from(phrase: &str) -> Self {
        Self::phrase(phrase)
    }
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Search(…)")
    }
}
