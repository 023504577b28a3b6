use std::{borrow::Cow, error::Error as StdError};

use crate::auth::Shared;

/// The cause of an error: a message of this crate, an error of another one, or both.
///
/// A message is part of the error's own text. Another error is its [source](StdError::source), so that a printed chain
/// repeats nothing.
#[derive(Debug, Default)]
pub(crate) struct Cause {
    pub(super) message: Option<Cow<'static, str>>,
    pub(super) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Cause {
    /// Creates a cause with a message and the error behind it.
    #[cfg(any(test, feature = "reqwest"))]
    pub(crate) fn new(
        message: impl Into<Cow<'static, str>>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { message: Some(message.into()), source: Some(source.into()) }
    }

    pub(super) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| Shared::unwrap(source))
    }
}

impl From<&'static str> for Cause {
    fn from(message: &'static str) -> Self {
        Self { message: Some(message.into()), source: None }
    }
}

impl From<String> for Cause {
    fn from(message: String) -> Self {
        Self { message: Some(message.into()), source: None }
    }
}

impl From<Box<dyn StdError + Send + Sync>> for Cause {
    fn from(source: Box<dyn StdError + Send + Sync>) -> Self {
        Self { message: None, source: Some(source) }
    }
}

// A blanket implementation would overlap with those for messages.
macro_rules! sources {
    ($($type:ty),* $(,)?) => {$(
        impl From<$type> for Cause {
            fn from(source: $type) -> Self {
                Self { message: None, source: Some(source.into()) }
            }
        }
    )*};
}

sources!(
    http::Error,
    http::header::InvalidHeaderValue,
    http::header::ToStrError,
    http::status::InvalidStatusCode,
    http::uri::InvalidUri,
    serde_json::Error,
    std::str::Utf8Error,
    url::ParseError,
    crate::auth::CredentialTimeout,
    crate::value::JsonError,
);
