use std::{borrow::Cow, ops::Deref};

use crate::diagnostic::Span;

/// An attribute's value, entities expanded, and where the value stands in the source (between its quotes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// The value.
    pub value: Cow<'a, str>,
    /// Its place.
    pub span: Span,
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
    }
}
