use std::{fmt, sync::Arc, time::Duration};

use super::{retry::Retry, settings::ClientCredential};
use crate::auth::Credential;

/// Settings of a single call, which override those of the client. Pass them to `with_options` of a request.
///
/// ```
/// use std::time::Duration;
/// use graph_runtime::{CallOptions, NoRetry};
///
/// let options = CallOptions::default().timeout(Duration::from_secs(5)).call_timeout(Duration::from_secs(20));
/// let once = options.clone().retry(NoRetry);
/// ```
#[derive(Clone, Default)]
#[must_use = "pass it to a request"]
pub struct CallOptions {
    pub(crate) retry: Option<Arc<dyn Retry>>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) call_timeout: Option<Duration>,
    pub(crate) gzip: Option<bool>,
    pub(crate) credential: Option<Arc<ClientCredential>>,
    pub(crate) tenant: Option<String>,
}

impl CallOptions {
    /// Sets the retry policy; the client's unless set.
    pub fn retry(mut self, retry: impl Retry + 'static) -> Self {
        self.retry = Some(Arc::new(retry));
        self
    }

    /// Sets the timeout of each attempt; the [client's](crate::ClientBuilder::timeout) unless set.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = Some(time);
        self
    }

    /// Sets the time limit of the whole call, with retries, redirects and everything that it waits for; the
    /// [client's](crate::ClientBuilder::call_timeout) unless set.
    pub fn call_timeout(mut self, time: Duration) -> Self {
        self.call_timeout = Some(time);
        self
    }

    /// Sets the credential; the client's unless set.
    ///
    /// Requests that follow from the call, such as further pages, use it too. For several calls, derive a client
    /// ([`Client::with_credential`](crate::Client::with_credential)). A call of a [batch](crate::Batch) has the
    /// credential and tenant of the batch, and is an error if it sets others.
    ///
    /// ```
    /// use graph_runtime::{CallOptions, StaticToken};
    ///
    /// let options = CallOptions::default().credential(StaticToken::new("the token of a user"));
    /// ```
    pub fn credential(mut self, credential: impl Credential + 'static) -> Self {
        self.credential = Some(Arc::new(ClientCredential::new(credential)));
        self
    }

    /// Sets the tenant whose token is requested; the client's unless set. See
    /// [`Client::for_tenant`](crate::Client::for_tenant).
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Returns whether the call has a credential or a tenant of its own.
    pub(crate) fn has_identity(&self) -> bool {
        self.credential.is_some() || self.tenant.is_some()
    }

    /// Sets whether to request the response in gzip; as the [client](crate::ClientBuilder::gzip) does unless set.
    #[cfg(feature = "gzip")]
    pub fn gzip(mut self, enabled: bool) -> Self {
        self.gzip = Some(enabled);
        self
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("retry", &self.retry)
            .field("timeout", &self.timeout)
            .field("call_timeout", &self.call_timeout)
            .field("gzip", &self.gzip)
            .field("credential", &self.credential.as_ref().map(|_| "…"))
            .field("tenant", &self.tenant)
            .finish()
    }
}
