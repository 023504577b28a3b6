use std::{
    collections::VecDeque,
    future::poll_fn,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::Duration,
};

use super::{Signal, Throttle, limiter::Limiter};
use crate::timer::Timer;

/// One limit of the service, and the calls that wait for it in the order in which they came.
#[derive(Debug)]
pub(crate) struct Lane {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    limiter: Limiter,
    tickets: u64,
    /// Tickets in ascending order. Who holds the first one may ask the limiter; the others sleep.
    waiting: VecDeque<(u64, Option<Waker>)>,
}

impl Lane {
    pub(crate) fn new(settings: Throttle) -> Self {
        let state = State { limiter: Limiter::new(settings), tickets: 0, waiting: VecDeque::new() };
        Self { state: Mutex::new(state) }
    }

    /// Waits until a call may go.
    pub(crate) async fn pass(&self, timer: &dyn Timer) {
        if let Some(place) = self.place(timer.elapsed()) {
            place.first().await;
            loop {
                let now = timer.elapsed();
                let Err(then) = self.state().limiter.admit(now) else { return };
                timer.wait(then.saturating_sub(now).max(Duration::from_millis(1))).await;
            }
        }
    }

    pub(crate) fn hear(&self, now: Duration, signal: &Signal<'_>) {
        self.state().limiter.hear(now, signal);
    }

    /// A place in the queue; none is needed where nobody waits and the limiter has no objection.
    fn place(&self, now: Duration) -> Option<Place<'_>> {
        let mut state = self.state();
        if state.waiting.is_empty() && state.limiter.admit(now).is_ok() {
            return None;
        }
        let ticket = state.tickets;
        state.tickets += 1;
        state.waiting.push_back((ticket, None));
        Some(Place { lane: self, ticket })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole between any two statements, so a panic elsewhere does not matter.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the queue. Dropping it leaves the queue and lets the next one come.
struct Place<'a> {
    lane: &'a Lane,
    ticket: u64,
}

impl Place<'_> {
    async fn first(&self) {
        poll_fn(|context| {
            let mut state = self.lane.state();
            if state.waiting.front().is_none_or(|(ticket, _)| *ticket == self.ticket) {
                return Poll::Ready(());
            }
            if let Ok(index) = state.waiting.binary_search_by_key(&self.ticket, |(ticket, _)| *ticket) {
                state.waiting[index].1 = Some(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.lane.state();
        if let Ok(index) = state.waiting.binary_search_by_key(&self.ticket, |(ticket, _)| *ticket) {
            state.waiting.remove(index);
            if index == 0
                && let Some(waker) = state.waiting.front_mut().and_then(|(_, waker)| waker.take())
            {
                drop(state);
                waker.wake();
            }
        }
    }
}
