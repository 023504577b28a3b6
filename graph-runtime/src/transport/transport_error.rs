use std::{error::Error as StdError, fmt, time::Duration};

use crate::text::write_chain;

/// Why there is no complete response. `{}` shows what happened, `{:#}` also its causes.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    /// The time limit that was exceeded, if the client set it.
    time_limit: Option<Duration>,
    /// Whether a request for a CSRF token failed, so that the request of the call was not sent.
    of_token: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The kinds of [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The client has no HTTP transport: the crate was built without one and none was set.
    NoTransport,
    /// No connection could be made, so nothing was sent.
    Connect,
    /// The time limit was exceeded. The request may have been sent.
    Timeout,
    /// The connection was lost before a response was received, or the content to send failed.
    Send,
    /// The connection was lost while the response was received.
    Receive,
    /// The response is larger than the limit, in bytes.
    TooLarge(usize),
    /// The response has a `Content-Encoding` that was not requested; the source names it.
    UnrequestedEncoding,
    /// The response is not valid gzip, though its `Content-Encoding` says so.
    InvalidGzip,
    /// The gzip response expands more than this many times; see [`ClientBuilder::gzip`](crate::ClientBuilder::gzip).
    ExcessiveExpansion(u32),
    /// The transport cannot send this request, so nothing was sent.
    Request,
    /// The transport cannot be set up, for example because the platform has no certificates.
    Setup,
}

impl TransportErrorKind {
    /// Returns a name for telemetry (`error.type`), such as `too_large`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoTransport => "no_transport",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Send => "send",
            Self::Receive => "receive",
            Self::TooLarge(_) => "too_large",
            Self::UnrequestedEncoding => "unrequested_encoding",
            Self::InvalidGzip => "invalid_gzip",
            Self::ExcessiveExpansion(_) => "excessive_expansion",
            Self::Request => "request",
            Self::Setup => "setup",
        }
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoTransport => {
                "the client has no HTTP transport; enable the feature `reqwest` or set `ClientBuilder::transport`"
            }
            Self::Connect => "failed to connect",
            Self::Timeout => "the request timed out",
            Self::Send => "the connection was lost before a response was received",
            Self::Receive => "the connection was lost while the response was received",
            Self::TooLarge(limit) => return write!(f, "the response is larger than the limit of {limit} bytes"),
            Self::UnrequestedEncoding => "the response has a content encoding that was not requested",
            Self::InvalidGzip => "the response is not valid gzip",
            Self::ExcessiveExpansion(times) => {
                return write!(
                    f,
                    "the gzip response expands more than {times} times; if that is expected, use \
                     `CallOptions::gzip(false)`"
                );
            }
            Self::Request => "the request cannot be sent",
            Self::Setup => "failed to set up TLS",
        })
    }
}

impl StdError for TransportErrorKind {}

impl TransportError {
    /// Creates an error with an optional cause, for a custom [`Transport`](crate::Transport).
    pub fn new(kind: TransportErrorKind, source: Option<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, time_limit: None, of_token: false, source }
    }

    /// Adds the time limit of the attempt to an error of kind [`Timeout`](TransportErrorKind::Timeout).
    pub(crate) fn with_time_limit(mut self, limit: Duration) -> Self {
        if self.kind == TransportErrorKind::Timeout {
            self.time_limit.get_or_insert(limit);
        }
        self
    }

    /// Marks the error as that of a request for a CSRF token. The request of the call was not sent.
    pub(crate) fn of_token(mut self) -> Self {
        self.of_token = true;
        self
    }

    /// Returns the time limit that was exceeded, if known.
    pub(crate) const fn time_limit(&self) -> Option<Duration> {
        self.time_limit
    }

    /// Returns the message without the causes.
    pub(crate) fn message(&self) -> impl fmt::Display {
        Message { kind: self.kind, time_limit: self.time_limit, of_token: self.of_token }
    }

    /// Returns the kind of error.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns whether the service may have received the request, and so may have acted on it.
    #[must_use]
    pub const fn may_have_been_sent(&self) -> bool {
        use TransportErrorKind::{Connect, NoTransport, Request, Setup};
        !self.of_token && !matches!(self.kind, Connect | NoTransport | Request | Setup)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_chain(f, &self.message(), StdError::source(self))
    }
}

/// What happened, with the limit that was exceeded and the setting that changes it.
struct Message {
    kind: TransportErrorKind,
    time_limit: Option<Duration>,
    of_token: bool,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.of_token {
            f.write_str("the call was not sent, because no CSRF token could be fetched: ")?;
        }
        self.kind.fmt(f)?;
        match (self.kind, self.time_limit) {
            (TransportErrorKind::TooLarge(_), _) => {
                f.write_str("; `ClientBuilder::max_response_size` sets it, and `ContentStream::limit` that of a stream")
            }
            (_, Some(limit)) => write!(
                f,
                " after {limit:?}; `ClientBuilder::timeout` and `CallOptions::timeout` set the time limit of an attempt"
            ),
            (_, None) => Ok(()),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::TransportErrorKind;

    #[test]
    fn kinds_say_what_happened() {
        for (kind, shown) in [
            (
                TransportErrorKind::NoTransport,
                "the client has no HTTP transport; enable the feature `reqwest` or set `ClientBuilder::transport`",
            ),
            (TransportErrorKind::Connect, "failed to connect"),
            (TransportErrorKind::Timeout, "the request timed out"),
            (TransportErrorKind::Send, "the connection was lost before a response was received"),
            (TransportErrorKind::Receive, "the connection was lost while the response was received"),
            (TransportErrorKind::TooLarge(5), "the response is larger than the limit of 5 bytes"),
            (TransportErrorKind::UnrequestedEncoding, "the response has a content encoding that was not requested"),
            (TransportErrorKind::InvalidGzip, "the response is not valid gzip"),
            (
                TransportErrorKind::ExcessiveExpansion(200),
                "the gzip response expands more than 200 times; if that is expected, use `CallOptions::gzip(false)`",
            ),
            (TransportErrorKind::Request, "the request cannot be sent"),
            (TransportErrorKind::Setup, "failed to set up TLS"),
        ] {
            assert_eq!(kind.to_string(), shown);
        }
    }
}
