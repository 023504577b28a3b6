use std::{
    fmt,
    time::{Duration, SystemTime},
};

use crate::sync::BoxFuture;

/// Tells the time, and waits without blocking a thread: the seam to an executor.
///
/// With the feature `reqwest` a client has one that uses tokio. Without a timer nothing is tried again, and nothing waits.
pub trait Timer: Send + Sync + fmt::Debug {
    /// How long ago some moment was, which stays the same for the life of the timer. It never goes backwards.
    fn elapsed(&self) -> Duration;

    /// Waits. Dropping the future ends the wait.
    fn wait(&self, time: Duration) -> BoxFuture<'_, ()>;

    /// The time of day.
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Whether it can wait where it is asked: within its executor. Where it cannot, the client does without it.
    fn can_wait(&self) -> bool {
        true
    }
}

/// Waits with tokio; its time can be paused in tests (`tokio::time::pause`).
#[cfg(feature = "reqwest")]
#[derive(Clone, Copy, Debug)]
pub struct TokioTimer {
    begun: tokio::time::Instant,
}

#[cfg(feature = "reqwest")]
impl TokioTimer {
    /// A timer that counts from now.
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
