use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, ThreadId},
};

use super::state::State;

/// A state that threads share, and that one of them can change as a whole or not at all.
#[derive(Clone)]
pub(super) struct Shared(Arc<Inner>);

struct Inner {
    slot: Mutex<Slot>,
    /// Notified when a transaction ends.
    ended: Condvar,
}

struct Slot {
    state: State,
    /// The thread of the transaction, and the state before it.
    transaction: Option<(ThreadId, Box<State>)>,
}

/// Access to the state.
pub(super) struct Guard<'a>(MutexGuard<'a, Slot>);

impl Shared {
    pub(super) fn new(state: State) -> Self {
        Self(Arc::new(Inner { slot: Mutex::new(Slot { state, transaction: None }), ended: Condvar::new() }))
    }

    /// Waits for the transactions of other threads, and locks the state.
    pub(super) fn lock(&self) -> Guard<'_> {
        let mut slot = self.slot();
        while slot.transaction.as_ref().is_some_and(|(owner, _)| *owner != thread::current().id()) {
            slot = self.0.ended.wait(slot).unwrap_or_else(PoisonError::into_inner);
        }
        Guard(slot)
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.0.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a transaction of this thread; `None` if it has one already.
    pub(super) fn begin(&self) -> Option<Transaction> {
        let mut slot = self.lock().0;
        if slot.transaction.is_some() {
            return None;
        }
        slot.transaction = Some((thread::current().id(), Box::new(slot.state.clone())));
        Some(Transaction { shared: self.clone(), is_committed: false })
    }

    /// Returns a number by which transactions of several states are begun in the same order everywhere.
    pub(super) fn order(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }
}

impl Deref for Guard<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0.state
    }
}

impl DerefMut for Guard<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.0.state
    }
}

/// Changes that are undone unless they are committed. Other threads wait for its end.
pub(crate) struct Transaction {
    shared: Shared,
    is_committed: bool,
}

impl Transaction {
    pub(crate) fn commit(mut self) {
        self.is_committed = true;
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let mut slot = self.shared.slot();
        if let Some((_, before)) = slot.transaction.take()
            && !self.is_committed
        {
            slot.state = *before;
        }
        drop(slot);
        self.shared.0.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread, time::Duration};

    use serde_json::json;

    use super::Shared;
    use crate::tenant::state::{Dialect, State};

    #[test]
    fn changes_are_undone_unless_they_are_committed() {
        let shared = Shared::new(State::new(Dialect::Graph));
        let put = |shared: &Shared, key: &str| drop(shared.lock().put("a", json!({ "id": key }), None));
        let count = || shared.lock().collection("a").map_or(0, |collection| collection.len());
        let transaction = shared.begin().unwrap();
        put(&shared, "1");
        assert!(shared.begin().is_none());
        assert_eq!(count(), 1);
        drop(transaction);
        assert_eq!(count(), 0);
        let transaction = shared.begin().unwrap();
        put(&shared, "1");

        // Another thread waits, so that its change is not undone.
        let (sent, received) = mpsc::channel();
        let other = shared.clone();
        let thread = thread::spawn(move || {
            drop(other.lock().put("a", json!({ "id": "2" }), None));
            sent.send(()).unwrap();
        });
        assert!(received.recv_timeout(Duration::from_millis(50)).is_err());
        transaction.commit();
        thread.join().unwrap();
        assert_eq!(count(), 2);
    }
}
