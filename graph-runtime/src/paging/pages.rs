use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{
    cycle_detector::{CycleDetector, without_fragment},
    page::Page,
};
use crate::{
    client::Client, error::Error, operation::Operation, pipeline::CallOptions, sync::BoxFuture,
    value::projection::PageItem,
};

/// The pages of a collection, as a stream.
///
/// Each page is requested when it is polled for, so only one page is in memory. Every request uses the headers and
/// options of the first one, and a token from the credential. The combinators of [`Stream`] can be used, such as `take`
/// and `try_take_while`.
///
/// The stream ends with the last page or with the first error. After an error, [`next_link`](Self::next_link) is the
/// page to continue from with [`Client::resume`](crate::Client::resume).
///
/// ```no_run
/// # use graph_runtime as rt;
/// # async fn example<User: rt::codegen::Structured>(list: rt::List<User>) -> Result<(), rt::Error> {
/// let mut pages = list.pages(); // service.users().get().pages()
/// while let Some(page) = pages.next().await {
///     println!("{} items, then {:?}", page?.items().len(), pages.next_link());
/// }
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// The errors of each request; [`ErrorKind::ForeignOrigin`](crate::ErrorKind::ForeignOrigin) for a link to another
/// origin, before a token is requested; [`ErrorKind::LinkCycle`](crate::ErrorKind::LinkCycle) if the links form a
/// cycle, or if [1,000 pages in a row](Self::MAX_EMPTY_PAGES) have no items.
#[must_use = "nothing is sent until it is polled"]
pub struct Pages<T> {
    client: Client,
    options: Option<CallOptions>,
    state: State<T>,
    next_link: Option<String>,
    delta_link: Option<String>,
    cycle: CycleDetector,
    /// The number of pages in a row without items.
    empty: u32,
}

enum State<T> {
    /// The next request. Nothing is sent until it is polled.
    Requesting(BoxFuture<'static, Result<Page<T>, Error>>),
    /// The last link is not followed.
    Failed(Error),
    Ended,
}

impl<T: PageItem> Pages<T> {
    /// Creates a stream of the page that an operation returns, and of those after it. `link` is its link, if it has
    /// one.
    pub(crate) fn new<O>(client: Client, link: Option<String>, first: O) -> Self
    where
        O: Operation<Output = Page<T>> + Send + Sync + 'static,
    {
        let mut cycle = CycleDetector::default();
        if let Some(link) = &link {
            cycle.closes_cycle(link);
        }
        let options = first.options().cloned();
        let sender = client.clone();
        let state = State::Requesting(Box::pin(async move { sender.execute(&first).await }));
        Self { client, options, state, next_link: link, delta_link: None, cycle, empty: 0 }
    }

    /// Returns the next page, or `None` after the last one or an error. Dropping the future loses no pages.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        let result = match &mut self.state {
            State::Requesting(request) => ready!(request.as_mut().poll(context)),
            State::Failed(_) | State::Ended => match std::mem::replace(&mut self.state, State::Ended) {
                State::Failed(error) => Err(error),
                _ => return Poll::Ready(None),
            },
        };
        self.state = State::Ended;
        if let Ok(page) = &result {
            self.advance(page);
        }
        Poll::Ready(Some(result))
    }

    fn advance(&mut self, page: &Page<T>) {
        let before = std::mem::replace(&mut self.next_link, page.next_link().map(str::to_owned));
        self.delta_link = page.delta_link().map(str::to_owned);
        self.empty = if page.items().is_empty() { self.empty.saturating_add(1) } else { 0 };
        let Some(mut next) = page.next(&self.client) else { return };
        let before = before.as_deref().map(without_fragment);
        if let Some(link) = &self.next_link
            && (before == Some(without_fragment(link)) || self.cycle.closes_cycle(link))
        {
            self.state = State::Failed(Error::link_cycle(next.description(), "the service's links form a cycle"));
            return;
        }
        if self.empty >= Self::MAX_EMPTY_PAGES {
            self.state = State::Failed(Error::link_cycle(next.description(), TOO_MANY_EMPTY_PAGES));
            return;
        }
        if let Some(options) = &self.options {
            next = next.with_options(options.clone());
        }
        self.state = State::Requesting(Box::pin(next.send()));
    }
}

const TOO_MANY_EMPTY_PAGES: &str = "1,000 pages in a row have no items; continue from `Pages::next_link`";

impl<T> Pages<T> {
    /// The most pages in a row without items, after which the stream ends with an error.
    ///
    /// Services send empty pages while they filter or compute changes, but a stream of them may be endless. To read
    /// more, continue from the [`next_link`](Self::next_link).
    pub const MAX_EMPTY_PAGES: u32 = 1000;

    /// Returns the link to the next page, or to the page that failed; `None` before the first and after the last page.
    ///
    /// The link is opaque and can be stored. [`Client::resume`](crate::Client::resume) continues from it.
    #[must_use]
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    /// Returns the delta link once the last page of a delta query was received.
    ///
    /// The link is opaque and can be stored. [`Client::resume_delta`](crate::Client::resume_delta) returns what has
    /// changed since.
    #[must_use]
    pub fn delta_link(&self) -> Option<&str> {
        self.delta_link.as_deref()
    }
}

impl<T: PageItem> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages")
    }
}

/// Implements `pages` and `items` for a request type with a field `parts` that returns a [`Page`](crate::Page).
macro_rules! impl_pages {
    (
        $request:ident<$($argument:ty),+>,
        $item:ty,
        <$parameter:ident: $first:ident $(+ $rest:ident)* $(, $free:ident $(: $free_bound:ident)?)*>
    ) => {
        impl<$parameter: $first $(+ $rest)* + 'static $(, $free: 'static $(+ $free_bound)?)*> $request<$($argument),+> {
            /// Returns all pages as a stream; see [`Pages`](crate::Pages).
            pub fn pages(self) -> $crate::paging::Pages<$item> {
                $crate::paging::Pages::new(self.parts.resource.client().clone(), None, self)
            }

            /// Returns the items of all pages as a stream; see [`Items`](crate::Items).
            pub fn items(self) -> $crate::paging::Items<$item> {
                $crate::paging::Items::new(self.pages())
            }
        }
    };
}

pub(crate) use impl_pages;
