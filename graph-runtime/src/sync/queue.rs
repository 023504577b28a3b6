use std::{
    collections::VecDeque,
    future::poll_fn,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
};

/// A FIFO queue of tasks that is independent of the executor.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    tickets: u64,
    /// Waiting tickets, in ascending order.
    waiting: VecDeque<(u64, Option<Waker>)>,
}

impl Queue {
    /// Joins the end of the queue.
    pub(crate) fn join(&self) -> Position<'_> {
        let mut state = self.state();
        let ticket = state.tickets;
        state.tickets += 1;
        state.waiting.push_back((ticket, None));
        Position { queue: self, ticket }
    }

    /// Returns whether the queue has members.
    pub(crate) fn has_waiting(&self) -> bool {
        !self.state().waiting.is_empty()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every statement leaves the state consistent, so a panic elsewhere does not matter.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A position in the queue. Dropping it leaves the queue and wakes the next task.
#[derive(Debug)]
pub(crate) struct Position<'a> {
    queue: &'a Queue,
    ticket: u64,
}

impl Position<'_> {
    /// Waits until this position is the first.
    pub(crate) async fn wait_until_first(&self) {
        poll_fn(|context| {
            let mut state = self.queue.state();
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

impl Drop for Position<'_> {
    fn drop(&mut self) {
        let mut state = self.queue.state();
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
