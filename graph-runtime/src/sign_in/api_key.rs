use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    error::Error,
    pipeline::{Middleware, Next},
    sync::BoxFuture,
    transport::{Limits, TransportError},
};

/// Sends a key in a header of each request to the service.
///
/// ```
/// use graph_runtime::{Client, ServiceProfile, sign_in::ApiKey};
///
/// let client = Client::builder()
///     .base_url("https://api.example.com/odata")
///     .profile(ServiceProfile::V4_0)
///     .middleware(ApiKey::new("x-api-key", "the key")?)
///     .build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// `Debug` shows the name of the header only.
pub struct ApiKey {
    name: HeaderName,
    value: HeaderValue,
}

impl ApiKey {
    /// Creates the middleware from the name of a header and the key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the key is empty, the name or the key is not
    /// valid in HTTP, or the header is one that the transport sets.
    pub fn new(header: &str, key: impl Into<SecretString>) -> Result<Self, Error> {
        let name =
            HeaderName::try_from(header).map_err(|_| Error::configuration("the header of the key is not valid"))?;
        if [header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION].contains(&name) {
            return Err(Error::configuration("the header of the key is one that the transport sets"));
        }
        let key = key.into();
        let text = key.expose_secret();
        if text.trim().is_empty() {
            return Err(Error::configuration("the key is empty"));
        }
        // The error of `http` is not the source, because it might show the key.
        let mut value =
            HeaderValue::try_from(text).map_err(|_| Error::configuration("the key is not a valid header value"))?;
        value.set_sensitive(true);
        Ok(Self { name, value })
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").field("header", &self.name).finish_non_exhaustive()
    }
}

impl Middleware for ApiKey {
    fn handle<'a>(
        &'a self,
        mut request: http::Request<Bytes>,
        limits: Limits,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        if next.service().is_some() {
            request.headers_mut().insert(self.name.clone(), self.value.clone());
        }
        next.run(request, limits)
    }

    fn holds_secret(&self) -> bool {
        true
    }
}
