use std::{error::Error as StdError, fmt, time::Duration};

use graph_runtime::{
    BoxFuture, Bytes, Cloud, Limits, Transport,
    http::{Request, StatusCode, header},
};

use super::key_set::MAX_SIZE;

/// An error of a [`KeySource`].
pub type KeySourceError = Box<dyn StdError + Send + Sync>;

/// The source of the public keys that sign validation tokens, as a [JSON Web Key Set].
///
/// The receiver caches what it returns: for a day, and for at least five minutes if a token names an unknown key.
///
/// [JSON Web Key Set]: https://www.rfc-editor.org/rfc/rfc7517#section-5
pub trait KeySource: Send + Sync + fmt::Debug {
    /// Fetches the document.
    fn fetch(&self) -> BoxFuture<'_, Result<Bytes, KeySourceError>>;
}

/// The keys that Microsoft Entra publishes for a cloud, fetched over a [`Transport`].
///
/// ```no_run
/// # #[cfg(feature = "rich")] {
/// use graph_notifications::{PublishedKeys, Receiver, TokenValidator};
/// use graph_runtime::{Cloud, ReqwestTransport};
///
/// # fn example(private_key: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let cloud = Cloud::Global;
/// let receiver = Receiver::builder()
///     .client_state("the secret of the subscription")
///     .key("certificate-1", private_key)
///     .tokens(
///         TokenValidator::new(cloud, ["8e460676-ae3f-4b1e-8790-ee0fb5d6148f"]),
///         PublishedKeys::new(cloud, ReqwestTransport::new()?),
///     )
///     .build()?;
/// # Ok(())
/// # }
/// # }
/// ```
#[derive(Debug)]
pub struct PublishedKeys {
    url: String,
    transport: Box<dyn Transport>,
}

impl PublishedKeys {
    /// Creates a source for the keys of all tenants of a cloud.
    #[must_use]
    pub fn new(cloud: Cloud, transport: impl Transport + 'static) -> Self {
        Self::at(format!("{}/common/discovery/v2.0/keys", cloud.authority()), transport)
    }

    /// Creates a source at another URL. Whoever answers there can forge tokens: use https.
    #[must_use]
    pub fn at(url: impl Into<String>, transport: impl Transport + 'static) -> Self {
        Self { url: url.into(), transport: Box::new(transport) }
    }
}

impl KeySource for PublishedKeys {
    fn fetch(&self) -> BoxFuture<'_, Result<Bytes, KeySourceError>> {
        Box::pin(async move {
            // A token can be forged by who changes the keys on the way, so http is for this machine only.
            if !graph_runtime::ServiceRoot::new(&self.url)?.is_safe_for_tokens() {
                return Err("the keys would be fetched over plain http; use https".into());
            }
            let request = Request::get(&self.url).header(header::ACCEPT, "application/json").body(Bytes::new())?;
            let mut limits = Limits::default();
            limits.time = Duration::from_secs(10);
            limits.response_size = MAX_SIZE;
            let response = self.transport.execute(request, limits).await?;
            match response.status() {
                StatusCode::OK => Ok(response.into_body()),
                status => Err(format!("the response to the request for keys is {status}").into()),
            }
        })
    }
}

/// Keys that do not change, for tests.
#[derive(Clone, Debug)]
pub struct FixedKeys(Bytes);

impl FixedKeys {
    /// Creates a source from a JSON Web Key Set.
    pub fn new(document: impl Into<Bytes>) -> Self {
        Self(document.into())
    }
}

impl KeySource for FixedKeys {
    fn fetch(&self) -> BoxFuture<'_, Result<Bytes, KeySourceError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}
