use std::panic::Location;

use crate::{matching::Matcher, response::Reply};

/// An expected request, its replies, and how often it was received.
pub(crate) struct Entry {
    pub(crate) matcher: Matcher,
    pub(crate) replies: Vec<Reply>,
    pub(crate) min: usize,
    pub(crate) max: usize,
    /// The positions of the requests among all that were received.
    pub(crate) received: Vec<usize>,
    /// The name of the operation, if it was expected by one.
    pub(crate) operation: Option<String>,
    /// Where it was declared.
    pub(crate) location: &'static Location<'static>,
    /// The expectation that it belongs to: links are expected with the request whose response has them.
    pub(crate) group: usize,
    /// Whether it is a link of the group's first request.
    pub(crate) is_link: bool,
}

impl Entry {
    /// Returns whether no more requests are expected.
    pub(crate) fn is_fulfilled(&self) -> bool {
        self.received.len() >= self.max
    }

    /// Returns the reply to the next request.
    pub(crate) fn next_reply(&self) -> Option<Reply> {
        self.replies.get(self.received.len()).or(self.replies.last()).cloned()
    }

    /// Returns how often the request is expected: `1 call`, `2 to 3 calls`.
    pub(crate) fn count(&self) -> String {
        let calls = |count: usize| if count == 1 { "1 call".to_owned() } else { format!("{count} calls") };
        match (self.min, self.max) {
            (min, max) if min == max => calls(min),
            (min, usize::MAX) => format!("at least {}", calls(min)),
            (min, max) => format!("{min} to {}", calls(max)),
        }
    }

    /// Returns the request as messages show it, with its operation and where it was declared.
    pub(crate) fn shown(&self, root: &str) -> String {
        let operation = self.operation.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        let link = if self.is_link { ", a link in the response of an expectation," } else { "" };
        format!("{}{operation}{link} at {}", self.matcher.shown(root), self.location)
    }
}
