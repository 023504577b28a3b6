use std::{fmt, time::Duration};

use bytes::Bytes;

use super::{
    byte_stream::{ByteStream, RequestBody, collect, once},
    transport_error::TransportError,
};
use crate::sync::BoxFuture;

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

/// Stands where no transport is: with the feature `reqwest` off and none set.
#[cfg(not(feature = "reqwest"))]
#[derive(Debug)]
pub(crate) struct NoTransport;

#[cfg(not(feature = "reqwest"))]
impl Transport for NoTransport {
    fn execute(
        &self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(Err(TransportError::new(super::TransportErrorKind::NoTransport, None))))
    }
}

/// Bounds on a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest time from the first byte sent to the last byte received, of one attempt; of silence, where bodies come and go piece by
    /// piece.
    pub time: Duration,
    /// The largest answer, in bytes, after which reading stops; it is not for what comes piece by piece.
    pub answer_size: usize,
}

impl Default for Limits {
    /// 100 seconds, as Microsoft's own clients have it; 256 MiB.
    fn default() -> Self {
        Self { time: Duration::from_secs(100), answer_size: 256 << 20 }
    }
}

/// Marks a request that should not go over a connection that was used before; it is among the request's
/// [extensions](http::Extensions). The client sets it when it tries again after a 503: the instance behind the old connection may be the
/// one that is out of order. A transport that cannot do it leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewConnection;

/// What is done with an answer that leads elsewhere (301, 302, 303, 307, 308).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Redirects {
    /// It is an error of the service.
    Refuse,
    /// It is followed by `GET`: to the service itself with a token, elsewhere without one, and only over https or on this machine. For
    /// contents, which Graph keeps elsewhere.
    Follow,
}
