use std::{fmt, sync::Arc, time::Duration};

use http::HeaderValue;

use super::client::Client;
use crate::{
    auth::{Credential, TokenRequest},
    error::Error,
    path::KeySyntax,
    pipeline::{Backoff, ClientCredential, Middleware, Retry, Settings, Throttle, ThrottleKey, Throttlers},
    service::{Adjustment, ClientProfile, Cloud, ServiceProfile, ServiceRoot},
    time::Timer,
    transport::{Limits, Transport},
};

/// Builds a [`Client`].
///
/// ```
/// use std::time::Duration;
/// use graph_runtime::{Backoff, Client, Cloud, StaticToken};
///
/// let client = Client::builder()
///     .cloud(Cloud::UsGovernment)
///     .version("beta")
///     .credential(StaticToken::new("…"))
///     .user_agent("contoso-licensing/2.1")
///     .timeout(Duration::from_secs(30))
///     .retry(Backoff::default().max_retries(5))
///     .build()?;
/// assert_eq!(client.root().as_str(), "https://graph.microsoft.us/beta");
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[must_use = "call `build`"]
pub struct ClientBuilder {
    cloud: Cloud,
    version: String,
    base_url: Option<String>,
    credential: Option<Arc<ClientCredential>>,
    scopes: Option<Vec<String>>,
    transport: Option<Arc<dyn Transport>>,
    middleware: Vec<Box<dyn Middleware>>,
    retry: Arc<dyn Retry>,
    throttle: Throttle,
    timer: Option<Arc<dyn Timer>>,
    call_time: Duration,
    credential_time: Duration,
    user_agent: String,
    limits: Limits,
    gzip: bool,
    refuse_unavailable: bool,
    profile: Option<ServiceProfile>,
    adjustments: Vec<Adjustment>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            cloud: Cloud::Global,
            version: "v1.0".to_owned(),
            base_url: None,
            credential: None,
            scopes: None,
            transport: None,
            middleware: Vec::new(),
            retry: Arc::new(Backoff::default()),
            throttle: Throttle::default(),
            timer: None,
            call_time: Duration::from_secs(300),
            credential_time: Duration::from_secs(100),
            user_agent: concat!("graph-runtime/", env!("CARGO_PKG_VERSION")).to_owned(),
            limits: Limits::default(),
            gzip: cfg!(feature = "gzip"),
            refuse_unavailable: false,
            profile: None,
            adjustments: Vec::new(),
        }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("cloud", &self.cloud)
            .field("version", &self.version)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Sets the national cloud. The default is the global one.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Sets the version of Graph. The default is `v1.0`.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// Sets the URL of another OData service, including the version. It replaces cloud and version.
    ///
    /// Tokens are still requested for the cloud's default scope; set [`scopes`](Self::scopes) if the service needs
    /// others.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the credential. Without one, requests have no `Authorization` header.
    pub fn credential(mut self, credential: impl Credential + 'static) -> Self {
        self.credential = Some(Arc::new(ClientCredential::new(credential)));
        self
    }

    /// Sets the scopes to request tokens for. The default is the cloud's default scope.
    pub fn scopes<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the application's name in `User-Agent`, such as `contoso-licensing/2.1`. The runtime's name follows it.
    pub fn user_agent(mut self, name: &str) -> Self {
        self.user_agent = format!("{name} {}", concat!("graph-runtime/", env!("CARGO_PKG_VERSION")));
        self
    }

    /// Sets the time limit of one attempt, from connecting to the last byte of the response. The default is 100
    /// seconds.
    ///
    /// The [retry policy](Self::retry) limits the number of attempts, and [`call_timeout`](Self::call_timeout) the time
    /// of all of them.
    pub fn timeout(mut self, time: Duration) -> Self {
        (self.limits.time, self.limits.headers_time) = (time, time);
        self
    }

    /// Sets the time limit of a call, from its start to its last response. The default is five minutes.
    ///
    /// It bounds the sum of all attempts, the waits between them, the waits for a [throttled service](Self::throttle),
    /// the [credential](Self::credential_timeout) and redirects. A call that exceeds it fails with
    /// [`ErrorKind::CallTimeout`](crate::ErrorKind::CallTimeout), or with the last response if a retry would exceed it;
    /// [`Error::time_spent`](crate::Error::time_spent) tells where the time went. A call that cannot start in time
    /// because the service throttles the client [is throttled](crate::Error::is_throttled), and fails at once.
    ///
    /// Each request of a stream of pages, of an upload session, of a batch and of long-running work has its own limit.
    /// The body of a streamed upload or download is bounded by its progress, and not by this limit.
    ///
    /// ```
    /// use std::time::Duration;
    /// use graph_runtime::{Backoff, Client};
    ///
    /// // For a job at night: patient with a throttled service.
    /// let client = Client::builder()
    ///     .call_timeout(Duration::from_secs(3600))
    ///     .retry(Backoff::default().max_retries(20))
    ///     .build()?;
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    pub fn call_timeout(mut self, time: Duration) -> Self {
        self.call_time = time;
        self
    }

    /// Sets the time limit of the credential for one token. The default is 100 seconds.
    ///
    /// Raise it if a person has to sign in.
    pub fn credential_timeout(mut self, time: Duration) -> Self {
        self.credential_time = time;
        self
    }

    /// Sets the size limit of a response body in bytes, as received and as decoded. The default is 256 MiB.
    ///
    /// A call whose response is larger fails with [`ErrorKind::Transport`](crate::ErrorKind::Transport).
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.limits.response_size = bytes;
        self
    }

    /// Sets the limit of memory for the values of a response in bytes. The default is 512 MiB.
    ///
    /// A value can take many times its text: `{"id":"1"}` takes as much memory as an object with all properties. A call
    /// whose values take more fails with [`ErrorKind::Decode`](crate::ErrorKind::Decode).
    pub fn max_response_memory(mut self, bytes: usize) -> Self {
        self.limits.response_memory = bytes;
        self
    }

    /// Sets whether responses are requested in gzip (`Accept-Encoding`), and decoded. The default is yes.
    ///
    /// The [size limit](Self::max_response_size) applies to the received and to the decoded bytes. A response of more
    /// than 8 MiB that expands more than 200 times, more than 16 gzip members, a wrong checksum and bytes after the end
    /// are errors ([`TransportErrorKind`](crate::transport::TransportErrorKind)). A response that ends early is like a
    /// lost connection. Decoded responses have neither `Content-Encoding` nor `Content-Length`.
    ///
    /// Streamed downloads, ranges and upload sessions are never requested in gzip, because offsets and ETags are those
    /// of the encoded bytes. A call that sets the header `Accept-Encoding` itself receives the body unchanged.
    /// [`CallOptions::gzip`](crate::CallOptions::gzip) overrides this for one call.
    #[cfg(feature = "gzip")]
    pub fn gzip(mut self, enabled: bool) -> Self {
        self.gzip = enabled;
        self
    }

    /// Sets whether calls are refused that the [cloud](Self::cloud) is known to lack. The default is no.
    ///
    /// Generated code for Graph v1.0 knows in which clouds its requests are available, according to their metadata; see
    /// [`Description::clouds`](crate::Description::clouds). A refused call fails with
    /// [`ErrorKind::Unavailable`](crate::ErrorKind::Unavailable), in a batch too, and is not sent. Calls about which
    /// nothing is known are sent.
    ///
    /// This applies to the cloud that is set, whatever the [base URL](Self::base_url).
    pub fn refuse_unavailable(mut self, refuse: bool) -> Self {
        self.refuse_unavailable = refuse;
        self
    }

    /// Sets how the service speaks OData. The default is what generated code says, and
    /// [`ServiceProfile::GRAPH`] otherwise.
    ///
    /// A profile that is set here is not replaced by one that generated code read from the metadata. The metadata still
    /// decides about what the profile leaves open: numbers in strings, guarded deletions, and what batches support. To
    /// change single settings of the metadata's profile, use [`adjust_profile`](Self::adjust_profile).
    pub fn profile(mut self, profile: ServiceProfile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// Changes the profile, whether it is set, read from the metadata or the default.
    ///
    /// ```
    /// use graph_runtime::{Client, ServiceProfile, profile::BatchFormat};
    ///
    /// let client = Client::builder()
    ///     .base_url("https://localhost/odata")
    ///     .adjust_profile(|profile| profile.with_batch_format(BatchFormat::Json))
    ///     .profile(ServiceProfile::V4_0)
    ///     .build()?;
    /// assert_eq!(client.profile().batch_format(), BatchFormat::Json);
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    pub fn adjust_profile(mut self, change: impl Fn(ServiceProfile) -> ServiceProfile + Send + Sync + 'static) -> Self {
        self.adjustments.push(Box::new(change));
        self
    }

    /// Sets how keys are written in paths, whatever the [profile](Self::profile) says.
    pub fn key_syntax(self, syntax: KeySyntax) -> Self {
        self.adjust_profile(move |profile| profile.with_key_syntax(syntax))
    }

    /// Sets the retry policy. The default is [`Backoff`]; [`NoRetry`](crate::NoRetry) disables retries.
    pub fn retry(mut self, retry: impl Retry + 'static) -> Self {
        self.retry = Arc::new(retry);
        self
    }

    /// Sets how calls slow down together while the service throttles them; see [`Throttle`].
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.throttle = throttle;
        self
    }

    /// Sets the timer. The default is tokio's if the feature `reqwest` is enabled.
    ///
    /// Without a timer, calls are not retried, do not wait for a throttled service, and limit neither the credential's
    /// time nor that of the whole call.
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Sets the HTTP stack. The default is reqwest if the feature `reqwest` is enabled; without either, every call
    /// fails.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Adds a middleware between the client and its transport, inside those that were added before.
    pub fn middleware(mut self, middleware: impl Middleware + 'static) -> Self {
        self.middleware.push(Box::new(middleware));
        self
    }

    /// Checks the settings and creates the client.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::ServiceRoot`](crate::ErrorKind::ServiceRoot) if the URL is not valid;
    /// - [`ErrorKind::InsecureOrigin`](crate::ErrorKind::InsecureOrigin) if tokens, or secrets of middleware, would be
    ///   sent over plain http to another machine;
    /// - [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the user agent is not a valid header value,
    ///   or TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let root = match &self.base_url {
            Some(url) => ServiceRoot::new(url)?,
            None => ServiceRoot::of(self.cloud, &self.version)?,
        };
        let has_secret = self.credential.is_some() || self.middleware.iter().any(|layer| layer.holds_secret());
        if has_secret && !root.is_safe_for_tokens() {
            return Err(Error::insecure_origin(None, root.origin()));
        }
        let user_agent = HeaderValue::try_from(&self.user_agent)
            .map_err(|_| Error::configuration("the user agent is not a valid header value"))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let throttlers = Arc::new(Throttlers::new(self.throttle));
        let settings = Settings {
            root,
            has_default_root: self.base_url.is_none(),
            is_misdirected: false,
            credential: self.credential,
            token_request: TokenRequest::new(self.scopes.unwrap_or_else(|| vec![self.cloud.default_scope()])),
            transport,
            middleware: self.middleware.into(),
            retry: self.retry,
            timer: self.timer.or_else(default_timer),
            throttler: throttlers.get(ThrottleKey::Anonymous),
            throttlers,
            call_time: self.call_time,
            credential_time: self.credential_time,
            user_agent,
            limits: self.limits,
            gzip: self.gzip,
            refuse_missing_in: self.refuse_unavailable.then_some(self.cloud),
            profile: Arc::new(ClientProfile::new(self.profile, self.adjustments)),
            has_other_profile: false,
        };
        // The throttler is that of the credential.
        Ok(Client { settings: Arc::new(settings.derive(None, None)) })
    }
}

#[cfg(feature = "reqwest")]
fn default_timer() -> Option<Arc<dyn Timer>> {
    Some(Arc::new(crate::time::TokioTimer::new()))
}

#[cfg(not(feature = "reqwest"))]
fn default_timer() -> Option<Arc<dyn Timer>> {
    None
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    match crate::transport::ReqwestTransport::new() {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => Err(Error::configuration(crate::error::Cause::new("the HTTP transport cannot be set up", error))),
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(crate::transport::NoTransport))
}
