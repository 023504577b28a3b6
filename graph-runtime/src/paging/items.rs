use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::pages::Pages;
use crate::{error::Error, value::projection::PageItem};

/// The items of all pages of a collection, as a stream.
///
/// The next page is requested when all items of the current one have been taken, so only one page is in memory. Use
/// [`Pages`] to keep the links of pages.
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
/// [`limit`](Self::limit) bounds their number, and [`try_collect`](Self::try_collect) puts them into a collection:
///
/// ```no_run
/// # use graph_runtime as rt;
/// # async fn example<User: rt::codegen::Structured>(list: rt::List<User>) -> Result<(), rt::Error> {
/// let users: Vec<_> = list.items().limit(500).try_collect().await?;
/// # Ok(()) }
/// ```
///
/// The combinators of [`Stream`] can be used too, with the traits of the crate `futures-util`: `StreamExt` and
/// `TryStreamExt`.
///
/// # Errors
///
/// As [`Pages`]. The stream ends with the first error.
#[must_use = "nothing is sent until it is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    current: std::vec::IntoIter<T>,
    /// The number of items that may still be returned.
    left: usize,
}

impl<T: PageItem> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self { pages, current: Vec::new().into_iter(), left: usize::MAX }
    }

    /// Ends the stream after a number of items. No page is requested after that.
    ///
    /// A query option such as `top` sets the size of a page instead.
    pub const fn limit(mut self, items: usize) -> Self {
        self.left = items;
        self
    }

    /// Reads all items into a collection, such as a `Vec`.
    ///
    /// All pages are requested, and everything is in memory at once. If the collection may be large, set a
    /// [`limit`](Self::limit), or process each item with [`next`](Self::next).
    ///
    /// # Errors
    ///
    /// The first error. The items before it are dropped.
    pub async fn try_collect<C: Default + Extend<T>>(mut self) -> Result<C, Error> {
        let mut all = C::default();
        while let Some(item) = self.next().await {
            all.extend([item?]);
        }
        Ok(all)
    }

    /// Returns the next item, or `None` after the last one or an error. Dropping the future loses no items.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        while self.left > 0 {
            if let Some(item) = self.current.next() {
                self.left -= 1;
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.current = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        Poll::Ready(None)
    }
}

impl<T> Items<T> {
    /// Returns the delta link once the last page of a delta query was received; see [`Pages::delta_link`].
    #[must_use]
    pub fn delta_link(&self) -> Option<&str> {
        self.pages.delta_link()
    }
}

/// The items are never pinned.
impl<T> Unpin for Items<T> {}

impl<T: PageItem> Stream for Items<T> {
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
