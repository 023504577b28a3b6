//! The throttler that all calls of a client pass through. Clients of other tenants have others.
//!
//! - A *workload* is the first segment of a path (`users`, `groups`). Workloads whose responses name the same
//!   `x-ms-throttle-scope` share a [`Bucket`](bucket::Bucket).
//! - A bucket is *closed* while the service asks to wait, and *paced* after it reached or came near its limit.
//! - Calls start one after the other, in order of arrival.

use std::time::Duration;

mod bucket;
mod limiter;
mod signal;
mod throttler;
mod throttlers;
mod usage;

pub(crate) use self::{
    signal::Signal,
    throttler::Throttler,
    throttlers::{ThrottleKey, Throttlers},
};

/// How the calls of a client slow down together when the service throttles them.
///
/// If a response asks to wait (429, or 503 with `Retry-After`), all calls of the client to the same workload wait.
/// After that, calls start no faster than the service accepted them, and the pace rises slowly. If the service
/// reports its usage (`x-ms-throttle-limit-percentage`), it is kept below the target.
///
/// A call that waits here has not been sent and uses up no retries. Dropping its future gives up its place in the
/// queue.
///
/// ```
/// use std::time::Duration;
/// use graph_runtime::{Client, Throttle};
///
/// let throttle = Throttle::default().target(0.8).max_wait(Duration::from_secs(60));
/// let client = Client::builder().throttle(throttle).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// Source: <https://learn.microsoft.com/graph/throttling>, <https://learn.microsoft.com/graph/throttling-limits>.
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use = "pass it to `ClientBuilder::throttle`"]
pub struct Throttle {
    longest_wait: Duration,
    target: f64,
    sharing: Sharing,
}

/// Whether the calls of a client slow down together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sharing {
    Shared,
    Independent,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { longest_wait: Duration::from_secs(180), target: 0.95, sharing: Sharing::Shared }
    }
}

impl Throttle {
    /// Disables throttling: a wait that the service asks for affects only the call that was told, by its retry policy.
    pub fn off() -> Self {
        Self { sharing: Sharing::Independent, ..Self::default() }
    }

    /// Sets the longest time for which one response holds up other calls; 3 minutes unless set.
    ///
    /// If the service asks for more, the next call is sent after this time anyway.
    pub const fn max_wait(mut self, time: Duration) -> Self {
        self.longest_wait = time;
        self
    }

    /// Sets the share of the service's limit to use; 0.95 unless set.
    ///
    /// It is clamped to 0.1 to 1; a value that is not finite means the default.
    pub fn target(mut self, part: f64) -> Self {
        self.target = if part.is_finite() { part.clamp(0.1, 1.0) } else { 0.95 };
        self
    }

    pub(crate) fn is_off(&self) -> bool {
        self.sharing == Sharing::Independent
    }
}
