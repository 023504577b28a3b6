use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use bytes::{Bytes, BytesMut};

use super::{
    body::{Activity, TimeLimit, incoming, outgoing},
    origin_cache::OriginCache,
};
#[cfg(feature = "gzip")]
use crate::transport::gzip::GzipDecoder;
use crate::{
    sync::BoxFuture,
    transport::{ByteStream, Limits, NewConnection, RequestBody, Transport, TransportError, TransportErrorKind},
};

/// A transport that uses reqwest: HTTP/1.1 and 2, rustls, the platform's certificates, and a connection pool.
///
/// - Redirects are not followed: a 3xx response is a service error, with its `Location` among the headers.
/// - Responses in gzip are decoded while they are received, so that the size limit also limits memory. reqwest itself
///   decompresses nothing.
/// - `HTTPS_PROXY`, or else `ALL_PROXY`, and `NO_PROXY` apply to https, through a tunnel that the proxy cannot
///   read. Plain http never uses a proxy, because a token for a loopback address would leave the machine. SOCKS
///   proxies are not supported.
/// - If the process has no default rustls crypto provider, ring becomes the default. To use another one, install it
///   first.
///
/// ```
/// use graph_runtime::{Client, ReqwestTransport};
///
/// let client = Client::builder().transport(ReqwestTransport::new()?).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// Has no connection pool, for requests that ask for a new connection; created for the first of them.
    fresh: Arc<OnceLock<Option<reqwest::Client>>>,
    origin: Origin,
    /// The origin of the first request; a client usually has only one.
    known: OnceLock<OriginCache>,
}

/// The origin of the reqwest client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// Created here, so that another one like it can be created.
    Default,
    /// Supplied by the application.
    Given,
}

impl ReqwestTransport {
    /// Creates a transport with settings for Graph.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn new() -> Result<Self, TransportError> {
        let client = Self::client_builder().build().map_err(|problem| error(TransportErrorKind::Setup, problem))?;
        Ok(Self { client, fresh: Arc::default(), origin: Origin::Default, known: OnceLock::new() })
    }

    /// Returns a builder of reqwest clients with the settings of this transport, for
    /// [`with_client`](Self::with_client).
    ///
    /// If the process has no default rustls crypto provider, it installs ring. `reqwest::Client::builder` does not, so
    /// that `build` panics if nothing else did.
    ///
    /// ```
    /// use graph_runtime::{Client, ReqwestTransport};
    ///
    /// let reqwest = ReqwestTransport::client_builder().pool_max_idle_per_host(4).build()?;
    /// let client = Client::builder().transport(ReqwestTransport::with_client(reqwest)).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn client_builder() -> reqwest::ClientBuilder {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Another thread may have installed one; either will do.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        settings()
    }

    /// Creates a transport from a reqwest client, for custom proxies and certificates.
    ///
    /// [`client_builder`](Self::client_builder) has the settings that the client needs.
    /// The client must not follow redirects, and should not send plain http through a proxy or decompress
    /// responses. [`NewConnection`] has no effect.
    #[must_use]
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client, fresh: Arc::default(), origin: Origin::Given, known: OnceLock::new() }
    }

    /// Returns the client for a request.
    fn client_for<B>(&self, request: &http::Request<B>) -> &reqwest::Client {
        if self.origin == Origin::Given || request.extensions().get::<NewConnection>().is_none() {
            return &self.client;
        }
        let fresh = self.fresh.get_or_init(|| settings().pool_max_idle_per_host(0).build().ok());
        fresh.as_ref().unwrap_or(&self.client)
    }

    /// Starts a request.
    ///
    /// It is a function of its own so that `send` holds only the result: a future above 1 KiB is slow to allocate.
    fn start(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<impl Future<Output = Result<reqwest::Response, reqwest::Error>> + use<>, TransportError> {
        let client = self.client_for(&request);
        let mut request = OriginCache::request(&self.known, request)
            .map_err(|problem| error(TransportErrorKind::Request, problem))?;
        *request.timeout_mut() = Some(limits.time);
        Ok(client.execute(request))
    }

    async fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut response = self.start(request, limits)?.await.map_err(before_the_head)?;
        let too_large = || TransportError::new(TransportErrorKind::TooLarge(limits.response_size), None);
        let announced = response.content_length().unwrap_or(0);
        if announced > limits.response_size as u64 {
            return Err(too_large());
        }
        #[cfg(feature = "gzip")]
        if let Some(decoder) = GzipDecoder::for_response(limits, response.headers()) {
            // Boxed, so that its state does not enlarge the futures of all calls.
            return Box::pin(receive_gzip(response, decoder)).await;
        }
        let mut head = http::Response::builder().status(response.status()).version(response.version());
        if let Some(headers) = head.headers_mut() {
            std::mem::swap(headers, response.headers_mut());
        }
        let first = response.chunk().await.map_err(within_the_body)?.unwrap_or_default();
        let body = match response.chunk().await.map_err(within_the_body)? {
            // Most responses arrive in one chunk, which needs no copy.
            None => first,
            Some(second) => {
                let announced = usize::try_from(announced).unwrap_or(0);
                let mut body = BytesMut::with_capacity(announced.max(first.len() + second.len()));
                body.extend_from_slice(&first);
                body.extend_from_slice(&second);
                while let Some(chunk) = response.chunk().await.map_err(within_the_body)? {
                    if body.len() + chunk.len() > limits.response_size {
                        return Err(too_large());
                    }
                    body.extend_from_slice(&chunk);
                }
                body.freeze()
            }
        };
        if body.len() > limits.response_size {
            return Err(too_large());
        }
        head.body(body).map_err(|problem| TransportError::new(TransportErrorKind::Receive, Some(problem.into())))
    }
}

/// Decodes the body chunk by chunk, so that the response ends as soon as it exceeds a limit.
#[cfg(feature = "gzip")]
async fn receive_gzip(
    mut response: reqwest::Response,
    mut decoder: GzipDecoder,
) -> Result<http::Response<Bytes>, TransportError> {
    let (mut head, ()) = http::Response::new(()).into_parts();
    (head.status, head.version) = (response.status(), response.version());
    head.headers = std::mem::take(response.headers_mut());
    let mut written = Ok(());
    while written.is_ok()
        && let Some(chunk) = response.chunk().await.map_err(within_the_body)?
    {
        written = decoder.write(&chunk);
    }
    decoder.respond(head, written)
}

/// Returns settings for Graph. Decompression is disabled explicitly, because another crate may enable its features.
fn settings() -> reqwest::ClientBuilder {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    let client = client.no_gzip().no_brotli().no_zstd().no_deflate();
    match proxy_for_https() {
        Some(proxy) => client.proxy(proxy),
        None => client,
    }
}

/// Returns the HTTP proxy of the first variable that is set.
fn proxy_for_https() -> Option<reqwest::Proxy> {
    let mut set = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    let url = set.find(|url| !url.trim().is_empty())?;
    if url.trim_start().to_ascii_lowercase().starts_with("socks") {
        return None;
    }
    reqwest::Proxy::https(url.trim()).ok().map(|proxy| proxy.no_proxy(reqwest::NoProxy::from_env()))
}

impl fmt::Debug for ReqwestTransport {
    /// Omits the clients, because the URL of a proxy may have a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn execute(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(self.send(request, limits))
    }

    fn stream(
        &self,
        request: http::Request<RequestBody>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let activity = Activity::begun();
            let is_upload = matches!(request.body(), RequestBody::Stream { .. });
            let client = self.client_for(&request);
            let request = request.map(|body| outgoing(body, &activity));
            let request = OriginCache::request(&self.known, request)
                .map_err(|problem| error(TransportErrorKind::Request, problem))?;
            match activity.during(client.execute(request), limits.headers_time).await {
                Some(answer) => {
                    let answer: http::Response<reqwest::Body> = answer.map_err(before_the_head)?.into();
                    let limit = match activity.last().checked_add(limits.headers_time) {
                        Some(end) if is_upload || !answer.status().is_success() => TimeLimit::Until(end),
                        _ => TimeLimit::Idle(limits.time),
                    };
                    Ok(answer.map(|body| incoming(body, limit)))
                }
                None => Err(TransportError::new(TransportErrorKind::Timeout, None)),
            }
        })
    }
}

/// Converts an error without its URL, which contains keys.
fn error(kind: TransportErrorKind, problem: reqwest::Error) -> TransportError {
    TransportError::new(kind, Some(problem.without_url().into()))
}

fn before_the_head(problem: reqwest::Error) -> TransportError {
    let kind = if problem.is_connect() {
        TransportErrorKind::Connect
    } else if problem.is_timeout() {
        TransportErrorKind::Timeout
    } else if problem.is_builder() {
        TransportErrorKind::Request
    } else {
        TransportErrorKind::Send
    };
    error(kind, problem)
}

fn within_the_body(problem: reqwest::Error) -> TransportError {
    let kind = if problem.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::Receive };
    error(kind, problem)
}
