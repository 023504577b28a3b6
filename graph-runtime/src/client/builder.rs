use std::{fmt, sync::Arc, time::Duration};

use http::HeaderValue;

use super::client::Client;
use crate::{
    auth::{Credential, TokenRequest},
    error::Error,
    path::KeySyntax,
    pipeline::{Backoff, Middleware, Retry, Settings, Throttle, Throttler},
    service::{Cloud, ServiceRoot},
    time::Timer,
    transport::{Limits, Transport},
};

/// Settings for a [`Client`].
#[must_use = "call `build`"]
pub struct ClientBuilder {
    cloud: Cloud,
    version: String,
    base_url: Option<String>,
    credential: Option<Box<dyn Credential>>,
    scopes: Option<Vec<String>>,
    transport: Option<Box<dyn Transport>>,
    middleware: Vec<Box<dyn Middleware>>,
    retry: Box<dyn Retry>,
    throttle: Throttle,
    timer: Option<Box<dyn Timer>>,
    credential_time: Duration,
    user_agent: String,
    limits: Limits,
    key_syntax: KeySyntax,
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
            retry: Box::new(Backoff::default()),
            throttle: Throttle::default(),
            timer: None,
            credential_time: Duration::from_secs(100),
            user_agent: concat!("graph-runtime/", env!("CARGO_PKG_VERSION")).to_owned(),
            limits: Limits::default(),
            key_syntax: KeySyntax::default(),
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
    /// The national cloud; the global one unless set.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The version of Graph: `v1.0` unless set.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// The URL of any other OData service, version included; cloud and version are not used then.
    ///
    /// The scope to ask for stays the cloud's; set [`scopes`](Self::scopes) too where the service wants tokens of its own.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Who gets tokens. Without a credential no `Authorization` is sent.
    pub fn credential(mut self, credential: impl Credential + 'static) -> Self {
        self.credential = Some(Box::new(credential));
        self
    }

    /// The scopes to ask for; the cloud's default scope unless set.
    pub fn scopes<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// What to call the application, in front of the runtime's own name: `contoso-licensing/2.1`.
    pub fn user_agent(mut self, name: &str) -> Self {
        self.user_agent = format!("{name} {}", concat!("graph-runtime/", env!("CARGO_PKG_VERSION")));
        self
    }

    /// The longest time of one attempt, from connecting to the last byte of the answer; 100 seconds unless set. How many attempts
    /// there are is the [retry policy](Self::retry)'s to bound.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.limits.time = time;
        self
    }

    /// The longest time that the credential may take each time it is asked; 100 seconds unless set. More is needed where a person signs
    /// in meanwhile.
    pub fn credential_timeout(mut self, time: Duration) -> Self {
        self.credential_time = time;
        self
    }

    /// The largest body of an answer in bytes; 256 MiB unless set. Reading stops there, and the call ends with an error.
    pub fn max_answer_size(mut self, bytes: usize) -> Self {
        self.limits.answer_size = bytes;
        self
    }

    /// How keys are written; as path segments unless set.
    pub fn key_syntax(mut self, syntax: KeySyntax) -> Self {
        self.key_syntax = syntax;
        self
    }

    /// Whether and when calls are tried again; as [`Backoff`] has it unless set. [`NoRetry`](crate::NoRetry) never does.
    pub fn retry(mut self, retry: impl Retry + 'static) -> Self {
        self.retry = Box::new(retry);
        self
    }

    /// What calls do together while the service says that they are too many; see [`Throttle`].
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.throttle = throttle;
        self
    }

    /// What tells the time and waits; tokio unless set, where the feature `reqwest` is on. Without a timer there are no retries, no
    /// waiting for a throttled service, and no limit on the credential's time.
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Some(Box::new(timer));
        self
    }

    /// The HTTP stack; reqwest unless set, where the feature is on.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Puts a middleware between the client and its transport, inside of those that were put there before.
    pub fn middleware(mut self, middleware: impl Middleware + 'static) -> Self {
        self.middleware.push(Box::new(middleware));
        self
    }

    /// Checks the settings and makes the client.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::ServiceRoot`](crate::ErrorKind::ServiceRoot) if the URL is not valid;
    /// - [`ErrorKind::InsecureOrigin`](crate::ErrorKind::InsecureOrigin) if tokens would be sent over plain http to
    ///   another machine;
    /// - [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the user agent is not a valid header value,
    ///   or TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let root = match &self.base_url {
            Some(url) => ServiceRoot::new(url)?,
            None => ServiceRoot::of(self.cloud, &self.version)?,
        };
        if self.credential.is_some() && !root.is_safe_for_tokens() {
            return Err(Error::insecure_origin(None, root.origin()));
        }
        let user_agent = HeaderValue::try_from(&self.user_agent)
            .map_err(|_| Error::configuration("the user agent is not a valid header value"))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        Ok(Client {
            settings: Arc::new(Settings {
                root,
                credential: self.credential,
                token_request: TokenRequest::new(self.scopes.unwrap_or_else(|| vec![self.cloud.default_scope()])),
                transport,
                middleware: self.middleware,
                retry: self.retry,
                timer: self.timer.or_else(default_timer),
                throttler: Throttler::new(self.throttle),
                credential_time: self.credential_time,
                user_agent,
                limits: self.limits,
                key_syntax: self.key_syntax,
            }),
        })
    }
}

#[cfg(feature = "reqwest")]
fn default_timer() -> Option<Box<dyn Timer>> {
    Some(Box::new(crate::time::TokioTimer::new()))
}

#[cfg(not(feature = "reqwest"))]
fn default_timer() -> Option<Box<dyn Timer>> {
    None
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Box<dyn Transport>, Error> {
    match crate::transport::ReqwestTransport::new() {
        Ok(transport) => Ok(Box::new(transport)),
        Err(error) => Err(Error::configuration(crate::error::Cause::new("the HTTP transport cannot be set up", error))),
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Box<dyn Transport>, Error> {
    Ok(Box::new(crate::transport::NoTransport))
}
