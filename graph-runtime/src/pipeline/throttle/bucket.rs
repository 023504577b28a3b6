use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{Throttle, limiter::Limiter, signal::Signal};
use crate::{
    sync::{Queue, within},
    time::Timer,
};

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
    ///
    /// # Errors
    ///
    /// Returns when the bucket opens if that is not before the deadline. A call that cannot start in time does not
    /// wait.
    pub(crate) async fn acquire(&self, timer: &dyn Timer, deadline: Option<Duration>) -> Result<(), Duration> {
        // Without a limit nothing waits, and neither the queue nor the time matters.
        if self.limiter().is_unlimited() {
            return Ok(());
        }
        let now = timer.elapsed();
        let is_late = |then: &Duration| deadline.is_some_and(|deadline| *then >= deadline);
        if !self.queue.has_waiting() {
            match self.limiter().admit(now) {
                Ok(()) => return Ok(()),
                Err(then) if is_late(&then) => return Err(then),
                Err(_) => {}
            }
        } else if let Some(then) = self.limiter().closed_until(now).filter(is_late) {
            return Err(then);
        }
        // Boxed, so that a rare case does not enlarge the futures of all calls.
        Box::pin(self.wait(timer, deadline)).await
    }

    /// Waits in the queue, and then for the limiter.
    async fn wait(&self, timer: &dyn Timer, deadline: Option<Duration>) -> Result<(), Duration> {
        let now = timer.elapsed();
        let is_late = |then: &Duration| deadline.is_some_and(|deadline| *then >= deadline);
        let position = self.queue.join();
        match deadline {
            None => position.wait_until_first().await,
            Some(deadline) => {
                let turn = position.wait_until_first();
                let in_time = within(turn, || timer.wait(deadline.saturating_sub(now))).await;
                if in_time.is_none() {
                    return Err(self.limiter().closed_until(now).unwrap_or(deadline));
                }
            }
        }
        loop {
            let now = timer.elapsed();
            let Err(then) = self.limiter().admit(now) else { return Ok(()) };
            if is_late(&then) {
                return Err(then);
            }
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
