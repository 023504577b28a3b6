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

/// What a client was built with.
pub(crate) struct Settings {
    pub(crate) root: ServiceRoot,
    pub(crate) credential: Option<Box<dyn Credential>>,
    /// What a token is asked for, as long as the service demands no claims.
    pub(crate) token_request: TokenRequest,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) middleware: Vec<Box<dyn Middleware>>,
    pub(crate) retry: Box<dyn Retry>,
    /// What waits, if anything can.
    pub(crate) timer: Option<Box<dyn Timer>>,
    pub(crate) throttler: Throttler,
    /// The longest time that the credential may take.
    pub(crate) credential_time: Duration,
    pub(crate) user_agent: HeaderValue,
    pub(crate) limits: Limits,
    pub(crate) key_syntax: KeySyntax,
}

impl Settings {
    /// The timer, where it can wait here.
    pub(crate) fn timer(&self) -> Option<&dyn Timer> {
        self.timer.as_deref().filter(|timer| timer.can_wait())
    }
}
