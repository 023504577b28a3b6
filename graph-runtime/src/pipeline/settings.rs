use std::time::Duration;

use http::HeaderValue;

use super::{middleware::Middleware, retry::Retry, throttle::Throttler};
use crate::{
    auth::{Credential, TokenRequest},
    path::KeySyntax,
    service::ServiceRoot,
    time::Timer,
    transport::{Limits, Transport},
};

/// The settings of a client.
pub(crate) struct Settings {
    pub(crate) root: ServiceRoot,
    pub(crate) credential: Option<Box<dyn Credential>>,
    /// What to ask the credential for, unless the service demands claims.
    pub(crate) token_request: TokenRequest,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) middleware: Vec<Box<dyn Middleware>>,
    pub(crate) retry: Box<dyn Retry>,
    /// Waits between attempts, if present.
    pub(crate) timer: Option<Box<dyn Timer>>,
    pub(crate) throttler: Throttler,
    /// The timeout for getting a token.
    pub(crate) credential_time: Duration,
    pub(crate) user_agent: HeaderValue,
    pub(crate) limits: Limits,
    /// Whether to request responses in gzip.
    pub(crate) gzip: bool,
    pub(crate) key_syntax: KeySyntax,
}

impl Settings {
    /// Returns the timer, if it can wait in the current context.
    pub(crate) fn timer(&self) -> Option<&dyn Timer> {
        self.timer.as_deref().filter(|timer| timer.can_wait())
    }
}
