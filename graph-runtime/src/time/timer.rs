use std::{
    fmt,
    time::{Duration, SystemTime},
};

use crate::sync::BoxFuture;

/// Measures time and waits without blocking a thread.
///
/// This is the client's interface to an async runtime. With the feature `reqwest`, the default is a timer for
/// tokio. Without a timer, calls are neither retried nor throttled.
pub trait Timer: Send + Sync + fmt::Debug {
    /// Returns the time since a fixed moment. It never decreases.
    fn elapsed(&self) -> Duration;

    /// Waits. Dropping the future cancels the wait.
    fn wait(&self, time: Duration) -> BoxFuture<'_, ()>;

    /// Returns the time of day.
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Returns whether the timer can wait in the current context, that is, within its runtime.
    ///
    /// If not, the client works as if it had no timer.
    fn can_wait(&self) -> bool {
        true
    }
}

/// A timer for tokio, whose time can be paused in tests (`tokio::time::pause`).
#[cfg(feature = "reqwest")]
#[derive(Clone, Copy, Debug)]
pub struct TokioTimer {
    begun: tokio::time::Instant,
}

#[cfg(feature = "reqwest")]
impl TokioTimer {
    /// Creates a timer that measures time from now.
    #[must_use]
    pub fn new() -> Self {
        Self { begun: tokio::time::Instant::now() }
    }
}

#[cfg(feature = "reqwest")]
impl Default for TokioTimer {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "reqwest")]
impl Timer for TokioTimer {
    fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    fn wait(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }

    fn can_wait(&self) -> bool {
        tokio::runtime::Handle::try_current().is_ok()
    }
}
