use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{answers::Answers, pending_call::PendingCall};
use crate::{batch::rounds, client::Client, operation::Operation};

/// Calls that go out together, up to 20 in one HTTP request; more are split into several requests, which go one after another.
///
/// Any operation goes in. What is called after another one (`dependsOn`) is done once that succeeded, and goes in the same request.
/// Each call has its own answer: a batch does not fail because one of its calls does. Calls that were refused for now (429, 503) are
/// sent again by themselves, with the client's policy or their own, after the longest wait that the service asks for. Calls whose token
/// was refused for lack of claims (continuous access evaluation) go again with a token that has them, each once.
///
/// ```no_run
/// use graph_runtime::{Batch, Client, Error, Operation};
///
/// async fn both<A: Operation, B: Operation>(client: &Client, first: A, second: B) -> Result<(A::Output, B::Output), Error> {
///     let mut batch = Batch::new(client);
///     let first = batch.add(first);
///     let second = batch.add_after(second, [first.id()]);
///     let mut answers = batch.send().await;
///     Ok((answers.take(first)?, answers.take(second)?))
/// }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct Batch {
    client: Client,
    id: u64,
    calls: Vec<PendingCall>,
}

/// Stands for a call in a [`Batch`], until its answer is [taken](Answers::take).
#[derive(Debug)]
#[must_use = "an answer is taken with it"]
pub struct Ticket<O> {
    id: TicketId,
    pub(super) operation: O,
}

/// Names a call of a batch, for those that come after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketId {
    pub(super) batch: u64,
    pub(super) index: usize,
}

impl<O> Ticket<O> {
    /// Its name in the batch.
    #[must_use]
    pub const fn id(&self) -> TicketId {
        self.id
    }
}

impl Batch {
    /// A batch without calls.
    pub fn new(client: &Client) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self { client: client.clone(), id: NEXT.fetch_add(1, Ordering::Relaxed), calls: Vec::new() }
    }

    /// Adds a call. One that cannot be written (a bad key, a bad header) is not sent, and its answer says why.
    pub fn add<O: Operation>(&mut self, operation: O) -> Ticket<O> {
        self.add_after(operation, [])
    }

    /// Adds a call that is to be done after others of this batch, and only if they succeed. Up to 20 that hang together so can be sent.
    pub fn add_after<O: Operation>(&mut self, operation: O, after: impl IntoIterator<Item = TicketId>) -> Ticket<O> {
        let id = TicketId { batch: self.id, index: self.calls.len() };
        let mut call = PendingCall::new(&self.client, &operation);
        for earlier in after {
            if earlier.batch == self.id {
                call.after.push(earlier.index);
            } else {
                call.refuse("it depends on a call of another batch");
            }
        }
        call.after.sort_unstable();
        call.after.dedup();
        self.calls.push(call);
        Ticket { id, operation }
    }

    /// How many calls there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Whether there is no call.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Sends the calls, and those that were refused for now again. What went wrong is said by the answers, call by call.
    pub async fn send(mut self) -> Answers {
        rounds::run(&self.client, &mut self.calls).await;
        Answers::new(self.id, self.calls)
    }
}

impl Client {
    /// Sends operations of one kind in batches, and gives their answers in the same order. See [`Batch`].
    pub async fn execute_all<O: Operation>(
        &self,
        operations: impl IntoIterator<Item = O>,
    ) -> Vec<Result<O::Output, crate::error::Error>> {
        let mut batch = Batch::new(self);
        let tickets: Vec<Ticket<O>> = operations.into_iter().map(|operation| batch.add(operation)).collect();
        let mut answers = batch.send().await;
        tickets.into_iter().map(|ticket| answers.take(ticket)).collect()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.calls.iter().map(|call| call.description.to_string())).finish()
    }
}
