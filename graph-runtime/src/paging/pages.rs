use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{cycle_detector::CycleDetector, page::Page};
use crate::{client::Client, error::Error, operation::Operation, pipeline::CallOptions, sync::BoxFuture, value::Value};

/// The pages of a collection, one after the other, each asked for when the one before was taken.
///
/// It is a [`Stream`], so the combinators of `futures` bound it (`take`, `try_take_while`); without them,
/// [`next`](Self::next) does. One page is in memory at a time. The credential is asked for each page anew, and the headers and
/// options of the first request hold for all.
///
/// The stream ends with the last page or with the first error. [`next_link`](Self::next_link) then says where to go on: see
/// [`Client::resume`](crate::Client::resume).
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
/// Those of each call; [`ErrorKind::ForeignOrigin`](crate::ErrorKind::ForeignOrigin) for a link to another origin,
/// before a token is asked for; [`ErrorKind::LinkCycle`](crate::ErrorKind::LinkCycle) if the links form a cycle.
#[must_use = "nothing is sent before it is polled"]
pub struct Pages<T> {
    client: Client,
    options: Option<CallOptions>,
    state: State<T>,
    next_link: Option<String>,
    delta_link: Option<String>,
    cycle: CycleDetector,
}

enum State<T> {
    /// A request; nothing is sent before it is polled.
    Requesting(BoxFuture<'static, Result<Page<T>, Error>>),
    /// What the last link came to.
    Refused(Error),
    Ended,
}

impl<T: Value + 'static> Pages<T> {
    /// The page that an operation answers with, and those after it. `link` is where it is, if it is behind a link.
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
        Self { client, options, state, next_link: link, delta_link: None, cycle }
    }

    /// The next page; `None` after the last one, and after an error. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        let result = match &mut self.state {
            State::Requesting(asking) => ready!(asking.as_mut().poll(context)),
            State::Refused(_) | State::Ended => match std::mem::replace(&mut self.state, State::Ended) {
                State::Refused(error) => Err(error),
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
        let Some(mut next) = page.next(&self.client) else { return };
        if let Some(link) = &self.next_link
            && (before.as_ref() == Some(link) || self.cycle.closes_cycle(link))
        {
            self.state = State::Refused(Error::link_cycle(next.description(), "the service's links form a cycle"));
            return;
        }
        if let Some(options) = &self.options {
            next = next.with_options(options.clone());
        }
        self.state = State::Requesting(Box::pin(next.send()));
    }
}

impl<T> Pages<T> {
    /// Where the page is that comes next, or that could not be had; `None` before the first answer and after the last page. The link is
    /// opaque, and can be kept: [`Client::resume`](crate::Client::resume) goes on from there.
    #[must_use]
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    /// Where to ask for changes from here on, once the last page of a delta query has come. The link is opaque, and can be kept:
    /// [`Client::resume_delta`](crate::Client::resume_delta) goes on from there.
    #[must_use]
    pub fn delta_link(&self) -> Option<&str> {
        self.delta_link.as_deref()
    }
}

impl<T: Value + 'static> Stream for Pages<T> {
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

/// Gives the pages and items of a request that answers with a [`Page`](crate::Page) as streams. The type has a field `parts`.
macro_rules! impl_pages {
    ($request:ident<$($argument:ty),+>, $item:ty, <$parameter:ident: $first:ident $(+ $rest:ident)* $(, $free:ident)?>) => {
        impl<$parameter: $first $(+ $rest)* + 'static $(, $free: 'static)?> $request<$($argument),+> {
            /// All pages from the first to the last as a stream: see [`Pages`]($crate::Pages).
            pub fn pages(self) -> $crate::paging::Pages<$item> {
                $crate::paging::Pages::new(self.parts.resource.client().clone(), None, self)
            }

            /// The items of all pages as a stream: see [`Items`]($crate::Items).
            pub fn items(self) -> $crate::paging::Items<$item> {
                $crate::paging::Items::new(self.pages())
            }
        }
    };
}

pub(crate) use impl_pages;
