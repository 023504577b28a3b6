use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use http::HeaderValue;

use super::{
    middleware::Middleware,
    retry::Retry,
    throttle::{ThrottleKey, Throttler, Throttlers},
};
use crate::{
    auth::{Credential, TokenRequest},
    description::Description,
    error::Error,
    service::{ClientProfile, Cloud, ServiceRoot},
    time::Timer,
    transport::{Limits, Transport},
};

/// The settings of a client. Clones share everything that has a state.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) root: ServiceRoot,
    /// Whether the root is that of Graph, because none was set.
    pub(crate) has_default_root: bool,
    /// Whether the client calls a service other than Graph, although its root is that of Graph.
    pub(crate) is_misdirected: bool,
    pub(crate) credential: Option<Arc<ClientCredential>>,
    /// What to ask the credential for, unless the service demands claims.
    pub(crate) token_request: TokenRequest,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) middleware: Arc<[Box<dyn Middleware>]>,
    pub(crate) retry: Arc<dyn Retry>,
    /// Waits between attempts, if present.
    pub(crate) timer: Option<Arc<dyn Timer>>,
    /// The throttling state of the credential and its tenant.
    pub(crate) throttler: Arc<Throttler>,
    /// That of all clients that are derived from one another.
    pub(crate) throttlers: Arc<Throttlers>,
    /// The time limit of a call, with everything that it waits for.
    pub(crate) call_time: Duration,
    /// The timeout for getting a token.
    pub(crate) credential_time: Duration,
    pub(crate) user_agent: HeaderValue,
    pub(crate) limits: Limits,
    /// Whether to request responses in gzip.
    pub(crate) gzip: bool,
    /// The client's cloud, if calls that it lacks are refused.
    pub(crate) refuse_missing_in: Option<Cloud>,
    /// How the service speaks OData.
    pub(crate) profile: Arc<ClientProfile>,
    /// Whether a generated service uses the client that has another profile than the one before.
    pub(crate) has_other_profile: bool,
}

/// A credential, which is told from all others of the process.
pub(crate) struct ClientCredential {
    number: u64,
    inner: Box<dyn Credential>,
}

impl ClientCredential {
    pub(crate) fn new(inner: impl Credential + 'static) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { number: NEXT.fetch_add(1, Ordering::Relaxed), inner: Box::new(inner) }
    }
}

impl Deref for ClientCredential {
    type Target = dyn Credential;

    fn deref(&self) -> &Self::Target {
        &*self.inner
    }
}

impl Settings {
    /// Returns the same settings with another credential, or for another tenant.
    pub(crate) fn derive(&self, credential: Option<&Arc<ClientCredential>>, tenant: Option<&str>) -> Self {
        let mut settings = self.clone();
        if let Some(credential) = credential {
            settings.credential = Some(credential.clone());
        }
        if let Some(tenant) = tenant {
            settings.token_request.tenant = Some(tenant.to_owned());
        }
        settings.throttler = settings.throttlers.get(settings.throttle_key());
        settings
    }

    pub(crate) fn throttle_key(&self) -> ThrottleKey {
        let Some(credential) = &self.credential else { return ThrottleKey::Anonymous };
        if self.token_request.refusal(&***credential).is_some() {
            // Its calls are not sent, and must not displace the state of others.
            return ThrottleKey::Anonymous;
        }
        match credential.quota(&self.token_request) {
            Some(quota) => ThrottleKey::Quota(quota),
            None => {
                let tenant = self.token_request.tenant.as_ref();
                ThrottleKey::Credential(credential.number, tenant.map(|tenant| tenant.to_ascii_lowercase()))
            }
        }
    }

    /// Checks that the client does not call Graph by mistake, and that its cloud is not known to lack an operation, if
    /// that is to be refused.
    pub(crate) fn check_available(&self, description: &Description) -> Result<(), Error> {
        if self.is_misdirected {
            return Err(Error::no_root(description));
        }
        match (self.refuse_missing_in, description.clouds) {
            (Some(cloud), Some(clouds)) if !clouds.contains(cloud.name()) => {
                Err(Error::unavailable(description, cloud.name(), clouds))
            }
            _ => Ok(()),
        }
    }

    /// Returns the timer, if it can wait in the current context.
    pub(crate) fn timer(&self) -> Option<&dyn Timer> {
        self.timer.as_deref().filter(|timer| timer.can_wait())
    }
}
