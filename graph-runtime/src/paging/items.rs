use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::pages::Pages;
use crate::{error::Error, value::Value};

/// The items of all pages of a collection, one after the other. The next page is asked for when the items of the one before are taken; in
/// memory is one page at a time. Who wants to keep links takes the [`Pages`].
///
/// ```no_run
/// # use graph_runtime as rt;
/// # async fn example<User: rt::codegen::Structured>(list: rt::List<User>) -> Result<(), rt::Error> {
/// let mut items = list.items(); // service.users().get().items()
/// while let Some(item) = items.next().await {
///     println!("{:?}", item?);
/// }
/// # Ok(()) }
/// ```
///
/// It is a [`Stream`]: with `futures::TryStreamExt`, `items.take(100).try_collect::<Vec<_>>()` reads a hundred at most.
///
/// # Errors
///
/// As [`Pages`] has them; the stream ends with the first.
#[must_use = "nothing is sent before it is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    here: std::vec::IntoIter<T>,
}

impl<T: Value + 'static> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self { pages, here: Vec::new().into_iter() }
    }

    /// The next item; `None` after the last one, and after an error. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.here.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.here = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Items<T> {
    /// Where to ask for changes from here on, once the last page of a delta query has come: see [`Pages::delta_link`].
    #[must_use]
    pub fn delta_link(&self) -> Option<&str> {
        self.pages.delta_link()
    }
}

/// Items are handed on by value, never pinned.
impl<T> Unpin for Items<T> {}

impl<T: Value + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
