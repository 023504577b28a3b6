use std::{fmt, time::Duration};

use bytes::Bytes;

use super::{
    byte_stream::{ByteStream, RequestBody, collect, once},
    content_coding::AcceptedCoding,
    response_extension::DEFAULT_RESPONSE_MEMORY,
    transport_error::TransportError,
};
use crate::sync::BoxFuture;

/// An HTTP stack: sends requests and receives responses.
///
/// An implementation sends the request unchanged, does not follow redirects, and respects the limits.
///
/// It may leave the body of [`execute`](Self::execute) encoded as the service sent it: the client decodes the gzip that
/// it requested. An implementation that decodes bodies removes `Content-Encoding` and `Content-Length`.
///
/// ```
/// use graph_runtime::{BoxFuture, Bytes, Client, Limits, Transport, TransportError, http};
///
/// /// Responds to every request with the same body, for tests.
/// #[derive(Debug)]
/// struct Canned(&'static str);
///
/// impl Transport for Canned {
///     fn execute(
///         &self,
///         _: http::Request<Bytes>,
///         _: Limits,
///     ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
///         let response = http::Response::new(Bytes::from_static(self.0.as_bytes()));
///         Box::pin(std::future::ready(Ok(response)))
///     }
/// }
///
/// let client = Client::builder().transport(Canned(r#"{"value": []}"#)).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends a request and reads the whole response, whatever its status.
    ///
    /// # Errors
    ///
    /// If there is no complete response.
    fn execute(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;

    /// Sends a request and returns the response when its headers have arrived; both bodies are streamed.
    ///
    /// The time limit is an idle timeout for a streamed request and for the body of a successful response to any other
    /// request; there is no size limit. The response to a streamed request, and an unsuccessful response, must arrive
    /// whole within the time limit. The headers must arrive within [`Limits::headers_time`].
    ///
    /// The default implementation holds both bodies in memory, within the limits of [`execute`](Self::execute).
    ///
    /// # Errors
    ///
    /// If the response's headers do not arrive.
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
            let limits = Limits { time: limits.time.min(limits.headers_time), ..limits };
            let answer = self.execute(http::Request::from_parts(head, body), limits).await?;
            Ok(answer.map(once))
        })
    }
}

/// The transport of a client without the feature `reqwest`, if none is set.
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

/// The limits of one attempt.
///
/// ```
/// use std::time::Duration;
/// use graph_runtime::{Client, Limits};
///
/// let limits = Limits::default();
/// assert_eq!((limits.time, limits.response_size), (Duration::from_secs(100), 256 << 20));
///
/// // Limits are set on the client, and passed to its middleware and transport.
/// let client = Client::builder().timeout(Duration::from_secs(30)).max_response_size(16 << 20).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest time from the first byte sent to the last byte received; 100 seconds by default.
    ///
    /// For streamed bodies, the longest time without progress. The response to an upload, and the body of an error, are
    /// not streamed.
    pub time: Duration,
    /// The longest time until the headers of a streamed response have arrived, and the whole body of an error; 100
    /// seconds by default. It is shorter than `time` if the call has less time left.
    pub headers_time: Duration,
    /// The largest response in bytes; 256 MiB by default. It does not apply to streamed bodies.
    ///
    /// It limits both the bytes that are received and, if they are gzip, the decoded bytes.
    pub response_size: usize,
    /// The most memory for the values of a response in bytes; 512 MiB by default.
    ///
    /// A value can take many times its text: `{"id":"1"}` takes as much memory as an object with all properties.
    pub response_memory: usize,
    /// The encodings that were requested.
    pub(crate) coding: AcceptedCoding,
}

impl Default for Limits {
    /// Returns 100 seconds, the default of Microsoft's own clients, 256 MiB and 512 MiB.
    fn default() -> Self {
        Self {
            time: Duration::from_secs(100),
            headers_time: Duration::from_secs(100),
            response_size: 256 << 20,
            response_memory: DEFAULT_RESPONSE_MEMORY,
            coding: AcceptedCoding::Any,
        }
    }
}

/// A request [extension](http::Extensions) that asks for a connection that was not used before.
///
/// The client sets it on a retry after a 503, because the instance behind the old connection may be the one that is
/// failing. A transport may ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewConnection;

/// What to do with a redirect (301, 302, 303, 307, 308).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Redirects {
    /// Treat it as a service error.
    Refuse,
    /// Follow it, for content that Graph stores elsewhere: with `GET` and without the body after 301, 302 and 303, else
    /// unchanged.
    ///
    /// The request carries a token only to the service itself. Other origins must be https, or loopback if the service
    /// is not https either, and are sent nothing but a `GET`.
    Follow,
}
