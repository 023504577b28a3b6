use std::{error::Error as StdError, fmt, future::Future, pin::Pin};

use bytes::Bytes;

use crate::limits::Limits;

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Moves requests and responses: an HTTP stack.
///
/// An implementation sends the request as it is, does not follow redirects, and keeps to the limits.
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends one request and collects the answer, whatever its status.
    ///
    /// # Errors
    ///
    /// Where there is no complete answer.
    fn execute(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;
}

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

/// Stands where no transport is: with the feature `reqwest` off and none set.
#[derive(Debug)]
#[cfg_attr(feature = "reqwest", allow(dead_code))]
pub(crate) struct NoTransport;

impl Transport for NoTransport {
    fn execute(
        &self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(Err(TransportError::new(TransportErrorKind::NoTransport, None))))
    }
}
