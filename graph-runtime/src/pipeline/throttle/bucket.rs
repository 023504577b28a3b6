use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{Throttle, limiter::Limiter, signal::Signal};
use crate::{sync::Queue, time::Timer};

/// A limit of the service, with the calls that wait for it in order of arrival.
#[derive(Debug)]
pub(crate) struct Bucket {
    limiter: Mutex<Limiter>,
    /// Only the first in the queue asks the limiter; the others sleep.
    queue: Queue,
}

impl Bucket {
    pub(crate) fn new(settings: Throttle) -> Self {
        Self { limiter: Mutex::new(Limiter::new(settings)), queue: Queue::default() }
    }

    /// Waits until a call may start; returns at once if nothing is waiting and the limiter agrees.
    pub(crate) async fn acquire(&self, timer: &dyn Timer) {
        // Without a limit nothing waits, and neither the queue nor the time matters.
        if self.limiter().is_unlimited() {
            return;
        }
        if !self.queue.has_waiting() && self.limiter().admit(timer.elapsed()).is_ok() {
            return;
        }
        let position = self.queue.join();
        position.wait_until_first().await;
        loop {
            let now = timer.elapsed();
            let Err(then) = self.limiter().admit(now) else { return };
            timer.wait(then.saturating_sub(now).max(Duration::from_millis(1))).await;
        }
    }

    pub(crate) fn observe(&self, now: Duration, signal: &Signal<'_>) {
        self.limiter().observe(now, signal);
    }

    fn limiter(&self) -> MutexGuard<'_, Limiter> {
        // Every statement leaves the state consistent, so a panic elsewhere does not matter.
        self.limiter.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
