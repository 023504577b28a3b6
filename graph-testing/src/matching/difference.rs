use std::fmt;

use crate::text::{TextKind, escaped, redacted_text};

/// A field in which a request differs from an expectation. `Display` shows no secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field: `method`, `path`, `query option $top`, `header if-match`, `body /displayName`.
    pub(crate) field: String,
    /// The expected value; `None` if the field was not expected.
    pub(crate) expected: Option<String>,
    /// The received value; `None` if the request lacks the field.
    pub(crate) received: Option<String>,
    /// How much it says that another request was meant.
    pub(crate) weight: u32,
}

impl Difference {
    pub(crate) fn new(
        field: impl Into<String>,
        expected: Option<String>,
        received: Option<String>,
        weight: u32,
    ) -> Self {
        Self { field: field.into(), expected, received, weight }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |value: &Option<String>| {
            // Texts of any field may have secrets inside, as URLs do.
            value.as_ref().map_or_else(|| "none".to_owned(), |value| redacted_text(value, TextKind::Prose))
        };
        let shown = format!("{}: expected {}, received {}", self.field, text(&self.expected), text(&self.received));
        f.write_str(&escaped(&shown))
    }
}

/// Returns how far a request is from an expectation.
pub(crate) fn total_weight(differences: &[Difference]) -> u32 {
    differences.iter().map(|difference| difference.weight).sum()
}
