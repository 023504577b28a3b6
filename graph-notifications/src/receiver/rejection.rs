use std::{error::Error as StdError, fmt};

use crate::reason::Reason;

/// A part of a request that the receiver did not accept, and why.
///
/// This is for the application's log or metrics. The sender does not learn it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejection {
    /// What was refused.
    pub part: Part,
    /// The subscription that an item names. The sender chose this text.
    pub subscription_id: Option<String>,
    /// Why it was refused.
    pub reason: Reason,
    /// The error behind it, such as the one of a [`KeySource`](crate::KeySource).
    pub details: Option<String>,
}

impl Rejection {
    pub(super) const fn new(part: Part, reason: Reason) -> Self {
        Self { part, subscription_id: None, reason, details: None }
    }
}

/// The part of a request that a [`Rejection`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The request as a whole.
    Request,
    /// The item at this position.
    Item(usize),
    /// The validation token at this position.
    Token(usize),
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Request => f.write_str("the request was refused: ")?,
            Part::Item(at) => write!(f, "item {at} was refused: ")?,
            Part::Token(at) => write!(f, "validation token {at} was refused: ")?,
        }
        fmt::Display::fmt(&self.reason, f)?;
        // `Debug` of text escapes line breaks and control characters.
        if let Some(id) = &self.subscription_id {
            write!(f, " (subscription {id:?})")?;
        }
        match &self.details {
            Some(details) => write!(f, ": {}", details.escape_debug()),
            None => Ok(()),
        }
    }
}

impl StdError for Rejection {}
