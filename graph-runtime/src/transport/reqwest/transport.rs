use std::sync::{Arc, OnceLock};

use bytes::{Bytes, BytesMut};

use super::{
    body::{Activity, incoming, outgoing},
    origin_cache::OriginCache,
};
use crate::{
    sync::BoxFuture,
    transport::{ByteStream, Limits, NewConnection, RequestBody, Transport, TransportError, TransportErrorKind},
};

/// Sends with reqwest: HTTP/1.1 and 2, rustls, the platform's certificates, connections kept and shared.
///
/// - Redirects are not followed: an answer of 3xx is an error of the service, with its `Location` among the headers.
/// - Answers are not asked for compressed, so the limit on their size is one of memory too.
/// - The environment's `HTTPS_PROXY`, or else `ALL_PROXY`, and `NO_PROXY` hold for https, through a tunnel that the proxy cannot look
///   into. Plain http never takes a proxy: a token meant for this machine would leave it. SOCKS proxies are not used.
/// - Where the process has no default provider of cryptography for rustls yet, ring becomes it. An application that wants another one
///   installs it before.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// Keeps no connections, for requests that ask for a new one; made when the first of them comes.
    fresh: Arc<OnceLock<Option<reqwest::Client>>>,
    origin: Origin,
    /// Where the first request went; all of a client's go there.
    known: OnceLock<OriginCache>,
}

/// Where the client comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// Ours, so another one like it can be made.
    Default,
    /// The application's.
    Given,
}

impl ReqwestTransport {
    /// A transport with settings fit for Graph.
    ///
    /// # Errors
    ///
    /// Where TLS cannot be set up.
    pub fn new() -> Result<Self, TransportError> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Another thread may have been faster; either provider will do.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let client = settings().build().map_err(|problem| error(TransportErrorKind::Setup, problem))?;
        Ok(Self { client, fresh: Arc::default(), origin: Origin::Default, known: OnceLock::new() })
    }

    /// A transport on a reqwest client of your own, for proxies and certificates. It has to be built not to follow redirects, and should
    /// not send plain http through a proxy, nor decompress what is larger than memory. Requests that ask for a [`NewConnection`] take any.
    #[must_use]
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client, fresh: Arc::default(), origin: Origin::Given, known: OnceLock::new() }
    }

    /// The client for a request.
    fn client_for<B>(&self, request: &http::Request<B>) -> &reqwest::Client {
        if self.origin == Origin::Given || request.extensions().get::<NewConnection>().is_none() {
            return &self.client;
        }
        let fresh = self.fresh.get_or_init(|| settings().pool_max_idle_per_host(0).build().ok());
        fresh.as_ref().unwrap_or(&self.client)
    }

    async fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let client = self.client_for(&request);
        let mut request = OriginCache::request(&self.known, request)
            .map_err(|problem| error(TransportErrorKind::Request, problem))?;
        *request.timeout_mut() = Some(limits.time);
        let mut response = client.execute(request).await.map_err(before_the_head)?;
        let too_large = || TransportError::new(TransportErrorKind::TooLarge(limits.answer_size), None);
        let announced = response.content_length().unwrap_or(0);
        if announced > limits.answer_size as u64 {
            return Err(too_large());
        }
        let mut head = http::Response::builder().status(response.status()).version(response.version());
        if let Some(headers) = head.headers_mut() {
            std::mem::swap(headers, response.headers_mut());
        }
        let first = response.chunk().await.map_err(within_the_body)?.unwrap_or_default();
        let body = match response.chunk().await.map_err(within_the_body)? {
            // Most answers come in one piece, which is passed on as it is.
            None => first,
            Some(second) => {
                let announced = usize::try_from(announced).unwrap_or(0);
                let mut body = BytesMut::with_capacity(announced.max(first.len() + second.len()));
                body.extend_from_slice(&first);
                body.extend_from_slice(&second);
                while let Some(chunk) = response.chunk().await.map_err(within_the_body)? {
                    if body.len() + chunk.len() > limits.answer_size {
                        return Err(too_large());
                    }
                    body.extend_from_slice(&chunk);
                }
                body.freeze()
            }
        };
        if body.len() > limits.answer_size {
            return Err(too_large());
        }
        head.body(body).map_err(|problem| TransportError::new(TransportErrorKind::Receive, Some(problem.into())))
    }
}

/// What fits Graph. Decompression is switched off by name: any crate of the application may have switched it on.
fn settings() -> reqwest::ClientBuilder {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    let client = client.no_gzip().no_brotli().no_zstd().no_deflate();
    match proxy_for_https() {
        Some(proxy) => client.proxy(proxy),
        None => client,
    }
}

/// The first of the variables that is set and names an HTTP proxy.
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
            let client = self.client_for(&request);
            let request = request.map(|body| outgoing(body, &activity));
            let request = OriginCache::request(&self.known, request)
                .map_err(|problem| error(TransportErrorKind::Request, problem))?;
            match activity.during(client.execute(request), limits.time).await {
                Some(answer) => {
                    let answer: http::Response<reqwest::Body> = answer.map_err(before_the_head)?.into();
                    Ok(answer.map(|body| incoming(body, limits.time)))
                }
                None => Err(TransportError::new(TransportErrorKind::Timeout, None)),
            }
        })
    }
}

/// The URL is taken out of reqwest's errors: it has keys in it.
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
