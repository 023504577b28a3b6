use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{pending_call::PendingCall, responses::Responses};
use crate::{batch::rounds, client::Client, operation::Operation};

/// Calls that are sent together.
///
/// Any operation can be added. Up to 20 calls are sent in one HTTP request; more are split into several requests, which
/// are sent one after the other. A call that depends on another one (`dependsOn`) is in the same request, and the
/// service executes it only if the other one succeeds.
///
/// Each call has its own result, so one failure does not fail the batch:
///
/// - Calls that the service throttles (429, 503) are retried with the client's policy or their own, after the longest
///   wait that the service asks for.
/// - Calls whose token the service refuses are sent once more if the credential has another token, or one with the
///   claims that the service demands (continuous access evaluation).
///
/// ```no_run
/// use graph_runtime::{Batch, Client, Error, Operation};
///
/// async fn both<A: Operation, B: Operation>(
///     client: &Client,
///     first: A,
///     second: B,
/// ) -> Result<(A::Output, B::Output), Error> {
///     let mut batch = Batch::new(client);
///     let first = batch.add(first);
///     let second = batch.add_after(second, [first.id()]);
///     let mut responses = batch.send().await;
///     Ok((responses.take(first)?, responses.take(second)?))
/// }
/// ```
#[must_use = "nothing is sent until `send` is called"]
pub struct Batch {
    client: Client,
    id: u64,
    calls: Vec<PendingCall>,
}

/// A call in a [`Batch`], with which its output is [taken](Responses::take).
///
/// ```no_run
/// # use graph_runtime as rt;
/// # async fn example<O: rt::Operation>(client: rt::Client, get: O) -> Result<O::Output, rt::Error> {
/// use graph_runtime::{Responses, Batch, Ticket};
///
/// let mut batch = Batch::new(&client);
/// let ticket: Ticket<_> = batch.add(get); // service.users().by_id("…").get()
/// let mut responses: Responses = batch.send().await;
/// responses.take(ticket)
/// # }
/// ```
#[derive(Debug)]
#[must_use = "pass it to `Responses::take`"]
pub struct Ticket<O> {
    id: TicketId,
    pub(super) operation: O,
}

/// Identifies a call of a batch, for the calls that depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketId {
    pub(super) batch: u64,
    pub(super) index: usize,
}

impl<O> Ticket<O> {
    /// Returns the identifier of the call.
    #[must_use]
    pub const fn id(&self) -> TicketId {
        self.id
    }
}

impl Batch {
    /// Creates a batch without calls.
    pub fn new(client: &Client) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self { client: client.clone(), id: NEXT.fetch_add(1, Ordering::Relaxed), calls: Vec::new() }
    }

    /// Adds a call.
    ///
    /// A call whose request cannot be built, for example because of an invalid key, is not sent;
    /// [`take`](Responses::take) returns the error.
    pub fn add<O: Operation>(&mut self, operation: O) -> Ticket<O> {
        self.add_after(operation, [])
    }

    /// Adds a call that is executed after others of this batch, and only if they succeed.
    ///
    /// At most 20 calls can depend on each other, directly or indirectly; [`take`](Responses::take) returns an error
    /// for each call of a larger group.
    pub fn add_after<O: Operation>(&mut self, operation: O, after: impl IntoIterator<Item = TicketId>) -> Ticket<O> {
        let id = TicketId { batch: self.id, index: self.calls.len() };
        let mut call = PendingCall::new(&self.client, &operation);
        for earlier in after {
            if earlier.batch == self.id {
                call.after.push(earlier.index);
            } else {
                call.refuse("the call depends on a call of another batch");
            }
        }
        call.after.sort_unstable();
        call.after.dedup();
        self.calls.push(call);
        Ticket { id, operation }
    }

    /// Returns the number of calls.
    #[must_use]
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Returns whether there are no calls.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Sends the calls, and sends throttled calls again.
    ///
    /// [`Responses::take`] returns the errors, call by call.
    pub async fn send(mut self) -> Responses {
        rounds::run(&self.client, &mut self.calls).await;
        Responses::new(self.id, self.calls)
    }
}

impl Client {
    /// Sends operations of the same type in batches, and returns their results in the same order; see [`Batch`].
    ///
    /// Each result is that of [`Responses::take`].
    pub async fn execute_all<O: Operation>(
        &self,
        operations: impl IntoIterator<Item = O>,
    ) -> Vec<Result<O::Output, crate::error::Error>> {
        let mut batch = Batch::new(self);
        let tickets: Vec<Ticket<O>> = operations.into_iter().map(|operation| batch.add(operation)).collect();
        let mut responses = batch.send().await;
        tickets.into_iter().map(|ticket| responses.take(ticket)).collect()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.calls.iter().map(|call| call.description.to_string())).finish()
    }
}
