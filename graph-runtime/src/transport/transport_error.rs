use std::error::Error as StdError;

/// Why there is no complete answer.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct TransportError {
    kind: TransportErrorKind,
    #[source]
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What kept an answer from coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There is no HTTP stack: the crate was built without one and none was set.
    #[error("no transport is set")]
    NoTransport,
    /// No connection came about, so nothing was sent.
    #[error("no connection could be made")]
    Connect,
    /// The time was over; the request may have been sent.
    #[error("the call took longer than its limit")]
    Timeout,
    /// The connection broke while sending, or before the answer's head.
    #[error("the connection broke before an answer came")]
    Send,
    /// The connection broke within the answer.
    #[error("the connection broke within the answer")]
    Receive,
    /// The answer is larger than the limit.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// The request cannot be sent by this stack, and was not.
    #[error("the request cannot be sent")]
    Request,
}

impl TransportErrorKind {
    /// One word for it, for telemetry (`error.type`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoTransport => "no_transport",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Send => "send",
            Self::Receive => "receive",
            Self::TooLarge(_) => "too_large",
            Self::Request => "request",
        }
    }
}

impl TransportError {
    /// An error of a kind, with what caused it.
    pub fn new(kind: TransportErrorKind, source: Option<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source }
    }

    /// What happened.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the service may have received the request.
    #[must_use]
    pub const fn may_have_been_sent(&self) -> bool {
        use TransportErrorKind::{Connect, NoTransport, Request};
        !matches!(self.kind, Connect | NoTransport | Request)
    }
}
