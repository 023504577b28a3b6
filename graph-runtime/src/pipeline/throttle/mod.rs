//! The throttler that calls of a client pass while the service wants fewer of them.
//!
//! - A *workload* is the first segment of a path (`users`, `groups`); workloads whose answers name the same `x-ms-throttle-scope` share a
//!   [`Bucket`](bucket::Bucket).
//! - A bucket is *closed* while the service says wait, and *paced* when it came near its limit or beyond it.
//! - Calls pass one after the other, in the order in which they came.

use std::time::Duration;

mod bucket;
mod limiter;
mod signal;
mod throttler;
mod usage;

pub(crate) use self::{signal::Signal, throttler::Throttler};

/// How the calls of a client behave together when the service says that they are too many.
///
/// When an answer says wait (429, or 503 with `Retry-After`), all calls of the client to the same workload wait, not only the one that
/// was told. After that they go out no faster than the service took them, and slowly faster again. The service's own measure,
/// `x-ms-throttle-limit-percentage`, is kept below the target.
///
/// A call that waits here has not been sent, and loses none of its retries. Dropping it gives up its place.
///
/// Source: <https://learn.microsoft.com/graph/throttling>, <https://learn.microsoft.com/graph/throttling-limits>.
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use = "hand it to `ClientBuilder::throttle`"]
pub struct Throttle {
    longest_wait: Duration,
    target: f64,
    is_shared: Sharing,
}

/// Whether the calls of a client know of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sharing {
    Together,
    EachForItself,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { longest_wait: Duration::from_secs(180), target: 0.95, is_shared: Sharing::Together }
    }
}

impl Throttle {
    /// Each call for itself: only the retry policy hears of waiting.
    pub fn off() -> Self {
        Self { is_shared: Sharing::EachForItself, ..Self::default() }
    }

    /// The longest time for which one answer keeps the others waiting; 3 minutes unless set. A service that says more is asked again then.
    pub const fn max_wait(mut self, time: Duration) -> Self {
        self.longest_wait = time;
        self
    }

    /// The part of the service's limit to use, above which calls are slowed; 0.95 unless set, at least 0.1 and at most 1.
    pub fn target(mut self, part: f64) -> Self {
        self.target = if part.is_finite() { part.clamp(0.1, 1.0) } else { 0.95 };
        self
    }

    pub(crate) fn is_off(&self) -> bool {
        self.is_shared == Sharing::EachForItself
    }
}
