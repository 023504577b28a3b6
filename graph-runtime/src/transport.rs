use std::{error::Error as StdError, fmt, future::Future, pin::Pin};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::{
    byte_stream::{next, once},
    error::write_chain,
    limits::Limits,
};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Bytes that come piece by piece. After an error nothing comes.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of a request: bytes, or a stream of as many as are announced.
pub enum RequestBody {
    /// All of it.
    Whole(Bytes),
    /// Piece by piece.
    Stream {
        /// How many bytes come; they are announced with `Content-Length`.
        length: u64,
        /// The bytes.
        bytes: ByteStream,
    },
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "RequestBody({} bytes)", bytes.len()),
            Self::Stream { length, .. } => write!(f, "RequestBody({length} bytes, piece by piece)"),
        }
    }
}

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

    /// Sends one request and gives the answer as soon as its head is there; its body comes piece by piece. The limit of time is one of
    /// silence here, for what goes and for what comes, and there is no limit of size.
    ///
    /// Unless implemented, both bodies are collected in memory, within the limits of [`execute`](Self::execute).
    ///
    /// # Errors
    ///
    /// Where there is no head of an answer.
    fn stream(
        &self,
        request: http::Request<RequestBody>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = match body {
                RequestBody::Whole(bytes) => bytes,
                RequestBody::Stream { bytes, .. } => collect(bytes, usize::MAX).await?,
            };
            let answer = self.execute(http::Request::from_parts(head, body), limits).await?;
            Ok(answer.map(once))
        })
    }
}

/// All bytes of a stream, up to a limit.
pub(crate) async fn collect(mut stream: ByteStream, limit: usize) -> Result<Bytes, TransportError> {
    let mut all = BytesMut::new();
    while let Some(piece) = next(&mut stream).await {
        let piece = piece?;
        if piece.len() > limit - all.len() {
            return Err(TransportError::new(TransportErrorKind::TooLarge(limit), None));
        }
        all.extend_from_slice(&piece);
    }
    Ok(all.freeze())
}

/// Why there is no complete response. `{}` says what happened, `{:#}` also what caused it.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What happened to a request without a complete response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The client has no HTTP transport: the crate was built without one and none was set.
    #[error("the client has no HTTP transport; enable the feature `reqwest` or set `ClientBuilder::transport`")]
    NoTransport,
    /// No connection could be made, so nothing was sent.
    #[error("failed to connect")]
    Connect,
    /// The limit of time was exceeded. The request may have been sent.
    #[error("the request timed out")]
    Timeout,
    /// The connection was lost while the request was sent, or before a response was received; or the content to send
    /// failed.
    #[error("the connection was lost before a response was received")]
    Send,
    /// The connection was lost while the response was received.
    #[error("the connection was lost while the response was received")]
    Receive,
    /// The response is larger than this many bytes, the limit.
    #[error("the response is larger than the limit of {0} bytes")]
    TooLarge(usize),
    /// The transport cannot send this request, and did not.
    #[error("the request cannot be sent")]
    Request,
    /// The transport cannot be set up, for example because the platform has no certificates.
    #[error("failed to set up TLS")]
    Setup,
}

impl TransportErrorKind {
    /// A name for telemetry (`error.type`), such as `too_large`.
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
            Self::Setup => "setup",
        }
    }
}

impl TransportError {
    /// An error of a kind, with its cause. A [`Transport`] of your own returns it.
    pub fn new(kind: TransportErrorKind, source: Option<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source }
    }

    /// What happened.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the service may have received the request, and so may have acted on it.
    #[must_use]
    pub const fn may_have_been_sent(&self) -> bool {
        use TransportErrorKind::{Connect, NoTransport, Request, Setup};
        !matches!(self.kind, Connect | NoTransport | Request | Setup)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_chain(f, &self.kind, StdError::source(self))
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
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
