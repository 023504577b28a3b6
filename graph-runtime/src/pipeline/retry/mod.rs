//! Retry policies.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use http::{HeaderMap, StatusCode};

use crate::{description::Description, time::retry_after, transport::TransportError};

mod backoff;

pub use self::backoff::Backoff;

/// A policy that decides whether a call is retried; [`Backoff`] unless set.
///
/// A retry that would exceed the [time limit of the call](crate::ClientBuilder::call_timeout) is not waited for.
///
/// ```
/// use graph_runtime::{Attempt, Backoff, Decision, Retry};
///
/// /// Retries like the default, except for one operation.
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
    /// Decides what to do after an unsuccessful attempt.
    ///
    /// This method does not wait; the client does, with its [timer](crate::transport::Timer).
    fn decide(&self, attempt: &Attempt<'_>) -> Decision;
}

impl<T: Retry + ?Sized> Retry for std::sync::Arc<T> {
    fn decide(&self, attempt: &Attempt<'_>) -> Decision {
        T::decide(self, attempt)
    }
}

/// An unsuccessful attempt. `Debug` does not show the headers of the response.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The number of attempts so far, including this one.
    pub number: u32,
    /// The operation that was called.
    pub description: &'a Description,
    /// Status and headers, or the error if there was no response.
    pub result: Result<(StatusCode, &'a HeaderMap), &'a TransportError>,
    /// The time since the start of the call, including waits.
    pub elapsed: Duration,
    /// The time of day, for a `Retry-After` date in a response without a `Date`.
    pub now: SystemTime,
}

impl<'a> Attempt<'a> {
    /// Creates the first attempt of a call that has just started, for tests of policies.
    ///
    /// All fields can be changed.
    #[must_use]
    pub fn new(description: &'a Description, result: Result<(StatusCode, &'a HeaderMap), &'a TransportError>) -> Self {
        Self { number: 1, description, result, elapsed: Duration::ZERO, now: SystemTime::now() }
    }

    /// Returns how long the service asks to wait (`Retry-After`).
    ///
    /// The value is a number of seconds, with or without a fraction, or an HTTP date in any of its three forms; a
    /// date in the past means zero. Returns `None` if the header is missing or invalid.
    /// Source: RFC 9110, sections 5.6.7 and 10.2.3; Graph has been seen to send fractions.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let (_, headers) = self.result.ok()?;
        retry_after(headers, self.now)
    }
}

impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("number", &self.number)
            .field("operation", &format_args!("{}", self.description))
            .field("result", &self.result.map(|(status, _)| status))
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}

/// Whether to retry a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// Ends the call with the result of this attempt.
    GiveUp,
    /// Retries after this time.
    After(Duration),
}

/// A policy that never retries.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRetry;

impl Retry for NoRetry {
    fn decide(&self, _: &Attempt<'_>) -> Decision {
        Decision::GiveUp
    }
}
