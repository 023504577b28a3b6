use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use http::HeaderMap;

use super::{change_set::ChangeSet, entity_reference::refer, pending_call::PendingCall, responses::Responses};
use crate::{
    batch::rounds,
    client::Client,
    operation::Operation,
    parts::caller_header,
    service::{BatchFormat, ServiceProfile, insert_header},
};

/// Calls that are sent together.
///
/// Any operation can be added. Up to 20 calls to Graph are sent in one HTTP request; more are split into several
/// requests, which are sent one after the other. A call that depends on another one (`dependsOn`) is in the same
/// request, and the service executes it only if the other one succeeds.
///
/// The [profile](crate::ServiceProfile) of another service decides about the format and the number of calls. In
/// `multipart/mixed`, which has no dependencies, a call is sent after the response to the one that it depends on.
/// [`change_set`](Self::change_set) adds changes that are executed together, or not at all.
///
/// # Paths of new entities
///
/// A ticket of a `create` is the key of the entity that the call creates: `service.orders().by_id(&order)` is the
/// beginning of the paths of later calls (`POST $1/Lines`). They are executed after the call, and only if it succeeds.
/// The service resolves the reference where OData lets it: in the same change set, and in JSON in the whole batch
/// (OData 4.01, part 1, section 11.7.4). Elsewhere, the client takes the address from the response. Such a call is an
/// error and not sent if it is for Graph, which has no references, in another batch, or alone.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # struct Order;
/// # struct Line;
/// # macro_rules! structured {
/// #     ($($type:ident)*) => {$(
/// #         impl rt::Structured for $type {
/// #             const TYPE_NAME: &'static str = stringify!($type);
/// #             fn properties() -> &'static [&'static str] { &[] }
/// #             fn build(_: &mut rt::PropertyReader<'_>) -> Self { Self }
/// #             fn write<'a>(&'a self, _: &mut rt::PropertyWriter<'a>) {}
/// #         }
/// #     )*};
/// # }
/// # structured!(Order Line);
/// # struct Orders(rt::Resource);
/// # struct OrderBuilder(rt::Resource);
/// # struct Lines(rt::Resource);
/// # impl Orders {
/// #     fn create(&self, body: rt::Body<Order>) -> rt::Write<rt::Object<Order>> { rt::create(&self.0, body) }
/// #     fn by_id(&self, id: impl Into<rt::Key>) -> OrderBuilder { OrderBuilder(self.0.key(&[("ID", id.into())])) }
/// # }
/// # impl OrderBuilder { fn lines(&self) -> Lines { Lines(self.0.child("Lines")) } }
/// # impl Lines { fn create(&self, body: rt::Body<Line>) -> rt::Write<rt::Object<Line>> { rt::create(&self.0, body) } }
/// # async fn example(client: rt::Client) -> Result<(), graph_runtime::Error> {
/// # let orders = Orders(rt::Resource::root(client.clone()).child("Orders"));
/// use graph_runtime::{Batch, Body};
///
/// let mut batch = Batch::new(&client);
/// let order = batch.add(orders.create(Body::new())); // `service.orders()…`
/// let line = batch.add(orders.by_id(&order).lines().create(Body::new()));
/// let mut responses = batch.send().await;
/// let (order, line) = (responses.take(order)?, responses.take(line)?);
/// # Ok(()) }
/// ```
///
/// # Results
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
    change_sets: usize,
    headers: HeaderMap,
    /// Why the batch cannot be sent.
    problem: Option<String>,
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
        Self {
            client: client.clone(),
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            calls: Vec::new(),
            change_sets: 0,
            headers: HeaderMap::new(),
            problem: None,
        }
    }

    /// Sets a header of the HTTP requests that carry the calls, such as `Isolation: snapshot`.
    ///
    /// If the name or value is not valid in HTTP, nothing is sent, and [`take`](Responses::take) returns the error.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match caller_header(name, value) {
            Ok((name, value)) => insert_header(&mut self.headers, name, value),
            Err(problem) => drop(self.problem.get_or_insert(problem)),
        }
        self
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
    /// A call whose path begins with the entity that an earlier one creates is executed after it in any case.
    ///
    /// At most 20 calls, or those of one request to another service, can depend on each other, directly or indirectly;
    /// [`take`](Responses::take) returns an error for each call of a larger group.
    pub fn add_after<O: Operation>(&mut self, operation: O, after: impl IntoIterator<Item = TicketId>) -> Ticket<O> {
        let after: Vec<TicketId> = after.into_iter().collect();
        let profile = self.profile().clone();
        self.add_in_set(operation, |call, batch| {
            refer(call, batch, 0..0, &profile);
            for earlier in after {
                if earlier.batch == batch {
                    call.after.push(earlier.index);
                } else {
                    call.refuse("the call depends on a call of another batch");
                }
            }
            if !call.references.is_empty() {
                call.refuse("the body refers to a call of a change set, and is not in that change set");
            }
        })
    }

    /// Adds changes that the service executes together, or not at all.
    ///
    /// If one of them fails, the others are not executed. Each call then returns the service's error, or
    /// [`ErrorKind::FailedDependency`](crate::ErrorKind::FailedDependency). A later call can refer to the entity that
    /// an earlier one creates, with [`Ticket::reference`].
    ///
    /// Graph has no change sets; each call of one is an error and not sent, and so it is if one of the set cannot be.
    ///
    /// ```
    /// # use graph_runtime::codegen as rt;
    /// # struct Order;
    /// # struct Line;
    /// # macro_rules! structured {
    /// #     ($($type:ident)*) => {$(
    /// #         impl rt::Structured for $type {
    /// #             const TYPE_NAME: &'static str = stringify!($type);
    /// #             fn properties() -> &'static [&'static str] { &[] }
    /// #             fn build(_: &mut rt::PropertyReader<'_>) -> Self { Self }
    /// #             fn write<'a>(&'a self, _: &mut rt::PropertyWriter<'a>) {}
    /// #         }
    /// #     )*};
    /// # }
    /// # structured!(Order Line);
    /// # impl Order { const NUMBER: rt::Property<Self, String> = rt::property("Number"); }
    /// # impl Line { const ORDER: rt::NavigationProperty<Self, Order, rt::One> = rt::navigation("Order"); }
    /// # async fn example(client: rt::Client) -> Result<(), graph_runtime::Error> {
    /// # let root = rt::Resource::root(client.clone());
    /// # let create_order = |body: rt::Body<Order>| rt::create::<Order, Order, _>(&root.child("Orders"), body);
    /// # let create_line = |body: rt::Body<Line>| rt::create::<Line, Line, _>(&root.child("Lines"), body);
    /// use graph_runtime::{Batch, Body};
    ///
    /// let mut batch = Batch::new(&client);
    /// let (order, line) = batch.change_set(|set| {
    ///     // `service.orders().create(…)`, `service.lines().create(…)`
    ///     let order = set.add(create_order(Body::new().set(Order::NUMBER, "SO-1")));
    ///     let line = set.add(create_line(Body::new().bind(Line::ORDER, &order)));
    ///     (order, line)
    /// });
    /// let mut responses = batch.send().await;
    /// let (order, line) = (responses.take(order)?, responses.take(line)?);
    /// # Ok(()) }
    /// ```
    pub fn change_set<R>(&mut self, add: impl FnOnce(&mut ChangeSet<'_>) -> R) -> R {
        let number = self.change_sets;
        self.change_sets += 1;
        add(&mut ChangeSet::new(self, number))
    }

    /// Adds a call after `prepare` has completed or refused it.
    pub(super) fn add_in_set<O: Operation>(
        &mut self,
        operation: O,
        prepare: impl FnOnce(&mut PendingCall, u64),
    ) -> Ticket<O> {
        let id = TicketId { batch: self.id, index: self.calls.len() };
        let mut call = PendingCall::new(&self.client, &operation);
        prepare(&mut call, self.id);
        call.after.sort_unstable();
        call.after.dedup();
        let profile = self.profile();
        // Calls of multipart batches that depend on others are sent later.
        let refuses_references =
            profile.batch_format() == BatchFormat::Json && !profile.has_references_across_change_sets();
        if let Some(to) = call.url_reference.filter(|_| call.is_open())
            && let Some(earlier) = self.calls.get_mut(to.index)
        {
            earlier.is_referenced = true;
            if earlier.change_set.is_some_and(|set| call.change_set != Some(set)) && refuses_references {
                call.refuse(
                    "the service does not support references across change sets, according to its profile: \
                     `Capabilities.BatchSupport/ReferencesAcrossChangeSetsSupported` is false",
                );
            }
        }
        self.calls.push(call);
        Ticket { id, operation }
    }

    pub(super) fn profile(&self) -> &ServiceProfile {
        self.client.profile()
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
        if let Some(problem) = self.problem {
            self.calls.iter_mut().for_each(|call| call.refuse(problem.clone()));
        }
        rounds::run(&self.client, &mut self.calls, &self.headers).await;
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
