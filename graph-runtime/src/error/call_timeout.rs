use std::{fmt, time::Duration};

use crate::{time::TimeSpent, transport::TransportError};

/// A part of a call that takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Throttled,
    Credential,
    Attempt,
    BetweenAttempts,
}

/// Why a call ended: its time is over, or would be before it could continue.
#[derive(Debug)]
pub(crate) struct CallTimeout {
    pub(crate) limit: Duration,
    pub(crate) spent: TimeSpent,
    pub(crate) sent: bool,
    pub(crate) during: Phase,
    /// How long the client is throttled yet.
    pub(crate) reopens: Option<Duration>,
    /// The last attempt's error.
    pub(crate) source: Option<TransportError>,
}

impl fmt::Display for CallTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { limit, spent, .. } = self;
        match (self.during, self.reopens) {
            (Phase::Throttled, Some(time)) => {
                write!(
                    f,
                    "the service throttles the client for another {time:.1?}, beyond the time limit of {limit:?}"
                )?;
            }
            (Phase::Throttled, None) => {
                write!(f, "the call waited for the throttled service when its time limit of {limit:?} was reached")?;
            }
            (Phase::Credential, _) => {
                write!(f, "the call waited for an access token when its time limit of {limit:?} was reached")?;
            }
            (Phase::Attempt, _) => write!(f, "the call did not finish within its time limit of {limit:?}")?,
            (Phase::BetweenAttempts, _) => write!(f, "a retry would exceed the time limit of {limit:?}")?,
        }
        write!(f, " ({spent}), which {CALL_TIMEOUT}")
    }
}

/// Names the settings of the limit, after "which".
pub(super) const CALL_TIMEOUT: &str = "`ClientBuilder::call_timeout` and `CallOptions::call_timeout` set";

/// A response extension: no time was left to send the call again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoTimeLeft {
    pub(crate) limit: Duration,
    pub(crate) spent: TimeSpent,
}
