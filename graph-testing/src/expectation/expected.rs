use std::{marker::PhantomData, sync::Arc};

use crate::{
    calls::Entry,
    exchange::Exchange,
    matching::Matcher,
    request::Request,
    response::{FollowUp, IntoAnswer, Site},
};

/// An expected request with its answers.
///
/// It is expected as often as it has answers, unless [`times`](Self::times), [`at_least`](Self::at_least) or
/// [`any_times`](Self::any_times) says otherwise; then the last answer is repeated. An expectation that has received
/// all its requests leaves later ones to the next expectation of the same request.
///
/// ```
/// graph_macros::graph! { select: ["/users/{id}#GET"] }
/// use std::time::Duration;
/// use graph::{GraphService, User};
/// use graph_runtime::empty;
/// use graph_testing::{Response, Server};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let server = Server::in_memory();
/// let service = GraphService::new(server.client());
/// let expectation = server
///     .when(service.users().by_id("a").get())
///     .answers(Response::throttled(Duration::from_secs(5)))
///     .then(User { display_name: Some("Ann".to_owned()), ..empty() });
///
/// let user = service.users().by_id("a").get().send().await?; // the client waits, and sends the request again
/// assert_eq!((user.display_name.as_deref(), expectation.calls()), (Some("Ann"), 2));
/// # Ok(()) }
/// ```
pub struct Expectation<Output> {
    exchange: Arc<Exchange>,
    group: usize,
    target: String,
    output: PhantomData<fn() -> Output>,
}

impl<Output> Expectation<Output> {
    pub(super) fn new(exchange: Arc<Exchange>, group: usize, target: String) -> Self {
        Self { exchange, group, target, output: PhantomData }
    }

    /// Adds the answer to the next request.
    ///
    /// # Panics
    ///
    /// If a value cannot be written as JSON.
    #[track_caller]
    pub fn then<Form>(self, answer: impl IntoAnswer<Output, Form>) -> Self {
        let serial = self.exchange.lock().book.next_group();
        let answer = answer.into_answer(Site { root: self.exchange.root(), target: &self.target, serial });
        self.change(|entry| {
            entry.replies.push(answer.reply.clone());
            (entry.min, entry.max) = (entry.replies.len(), entry.replies.len());
        });
        self.add_links(answer.follow_ups);
        self
    }

    /// Expects the request a number of times. 0 forbids it.
    pub fn times(self, count: usize) -> Self {
        self.count(count, count)
    }

    /// Expects the request at least a number of times.
    pub fn at_least(self, count: usize) -> Self {
        self.count(count, usize::MAX)
    }

    /// Expects the request at most a number of times.
    pub fn at_most(self, count: usize) -> Self {
        self.count(0, count)
    }

    /// Allows the request any number of times, also never, and links in its responses too.
    pub fn any_times(self) -> Self {
        self.count(0, usize::MAX)
    }

    /// Returns how often the request was received.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.positions().len()
    }

    /// Returns the requests that were received.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        let positions = self.positions();
        let state = self.exchange.lock();
        positions.iter().filter_map(|position| state.received.get(*position).cloned()).collect()
    }

    fn positions(&self) -> Vec<usize> {
        let state = self.exchange.lock();
        let entry = state.book.entries.iter().find(|entry| entry.group == self.group && !entry.is_link);
        entry.map(|entry| entry.received.clone()).unwrap_or_default()
    }

    fn count(self, min: usize, max: usize) -> Self {
        self.change(|entry| (entry.min, entry.max) = (min, max));
        if min == 0 {
            let mut state = self.exchange.lock();
            let links = state.book.entries.iter_mut().filter(|entry| entry.group == self.group && entry.is_link);
            links.for_each(|link| link.min = 0);
        }
        self
    }

    fn change(&self, change: impl FnOnce(&mut Entry)) {
        let mut state = self.exchange.lock();
        if let Some(entry) = state.book.entries.iter_mut().find(|entry| entry.group == self.group && !entry.is_link) {
            change(entry);
        }
    }

    /// Expects that links in the response are followed.
    pub(super) fn add_links(&self, links: Vec<FollowUp>) {
        let mut state = self.exchange.lock();
        let Some(first) = state.book.entries.iter().find(|entry| entry.group == self.group) else { return };
        let (operation, location) = (first.operation.clone(), first.location);
        state.book.entries.extend(links.into_iter().map(|link| Entry {
            matcher: Matcher::of_link(link.method, &link.target),
            min: if link.is_required { link.replies.len() } else { 0 },
            replies: link.replies,
            max: usize::MAX,
            received: Vec::new(),
            operation: operation.clone(),
            location,
            group: self.group,
            is_link: true,
        }));
    }
}

impl<Output> std::fmt::Debug for Expectation<Output> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Expectation").field("calls", &self.calls()).finish_non_exhaustive()
    }
}
