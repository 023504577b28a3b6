//! Trying again: what a policy is told, and the policies there are.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use http::{HeaderMap, StatusCode};

use crate::{description::Description, time::retry_after, transport::TransportError};

mod backoff;

pub use self::backoff::Backoff;

/// Decides whether a call is tried again. The client's default is [`Backoff`].
///
/// ```
/// use graph_runtime::{Attempt, Backoff, Decision, Retry};
///
/// /// As the default, but an operation of this service is never repeated.
/// #[derive(Debug)]
/// struct NotTransfers(Backoff);
///
/// impl Retry for NotTransfers {
///     fn decide(&self, attempt: &Attempt<'_>) -> Decision {
///         if attempt.description.name == "bank.account/transfer" { Decision::GiveUp } else { self.0.decide(attempt) }
///     }
/// }
/// ```
pub trait Retry: Send + Sync + fmt::Debug {
    /// What to do after an attempt that did not succeed. This does not wait; the client does, with its [timer](crate::transport::Timer).
    fn decide(&self, attempt: &Attempt<'_>) -> Decision;
}

impl<T: Retry + ?Sized> Retry for std::sync::Arc<T> {
    fn decide(&self, attempt: &Attempt<'_>) -> Decision {
        T::decide(self, attempt)
    }
}

/// An attempt that did not succeed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// How many attempts there were, this one included.
    pub number: u32,
    /// The operation.
    pub description: &'a Description,
    /// Status and headers, or why there is no answer.
    pub result: Result<(StatusCode, &'a HeaderMap), &'a TransportError>,
    /// How long ago the call began, waiting included.
    pub elapsed: Duration,
    /// The time of day, for a `Retry-After` that is a date in an answer without a `Date`.
    pub now: SystemTime,
}

impl<'a> Attempt<'a> {
    /// Describes the first attempt of a call that began now, for tests of policies; the fields can be changed.
    #[must_use]
    pub fn new(description: &'a Description, result: Result<(StatusCode, &'a HeaderMap), &'a TransportError>) -> Self {
        Self { number: 1, description, result, elapsed: Duration::ZERO, now: SystemTime::now() }
    }

    /// How long the service asks to wait (`Retry-After`): seconds, fractions of them, or a date of HTTP in any of its three forms. A date
    /// that is over means zero. `None` where there is no such header, or none that can be read.
    ///
    /// Source: RFC 9110, sections 5.6.7 and 10.2.3; fractions are what Graph was seen to send.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let (_, headers) = self.result.ok()?;
        retry_after(headers, self.now)
    }
}

/// Whether to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// No.
    GiveUp,
    /// Yes, after this time.
    After(Duration),
}

/// Never tries again.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRetry;

impl Retry for NoRetry {
    fn decide(&self, _: &Attempt<'_>) -> Decision {
        Decision::GiveUp
    }
}
