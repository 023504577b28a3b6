use std::{fmt, marker::PhantomData};

use super::query_options::{impl_filter_search, impl_order_window, impl_select_expand};
use crate::{
    operation::Respond,
    paging::{Change, Page, impl_pages},
    parts::{RequestParts, Resource, impl_request},
    value::{Object, Structured, projection::PageItem},
};

/// A delta query: reads everything at first, and from a delta link only what has changed since.
///
/// ```no_run
/// # use graph_runtime as rt;
/// # async fn example<User>(client: rt::Client, delta: rt::Delta<User>) -> Result<(), rt::Error>
/// # where User: rt::codegen::Structured {
/// let mut changes = delta.items(); // service.users().delta().items()
/// while let Some(change) = changes.next().await {
///     match change? {
///         rt::Change::Item(user) => println!("new or changed: {user:?}"),
///         rt::Change::Removed(removed) => println!("{:?}: {:?}", removed.id(), removed.reason),
///         rt::Change::Link(_) => {} // Graph sends none
///     }
/// }
/// let link = changes.delta_link().map(str::to_owned);
///
/// // Later, read what has changed since.
/// let mut changes = client.resume_delta::<User>(link.unwrap_or_default()).items();
/// # let _ = changes.next().await;
/// # Ok(()) }
/// ```
///
/// If the service no longer accepts a delta link, the error [requires a resync](crate::Error::is_resync_required).
/// Discard what was read so far, and start again from [`Error::resync_link`](crate::Error::resync_link) if there is
/// one, otherwise with a new request.
#[must_use = "nothing is sent before `send` or `.await`"]
pub struct Delta<T, R = Page<Change<Object<T>>>> {
    pub(super) parts: RequestParts,
    item: PhantomData<fn() -> (T, R)>,
}

impl<T: Structured> Delta<T> {
    /// Creates the request, for generated code; `default_select` applies unless `select` is called.
    pub fn new(resource: &Resource, name: &'static str, default_select: &[&'static str]) -> Self {
        Self { parts: RequestParts::query(resource, name, default_select), item: PhantomData }
    }
}

impl<T: Structured, R> Delta<T, R> {
    /// Skips the existing items and returns a delta link for later changes only (`$deltatoken=latest`).
    ///
    /// Graph supports this for directory objects.
    pub fn from_now(mut self) -> Self {
        self.parts.set_option("$deltatoken", "latest".to_owned());
        self
    }

    /// Prefers pages of at most this many items (`Prefer: odata.maxpagesize`); for messages, events and contacts.
    pub fn max_page_size(mut self, count: u32) -> Self {
        self.parts.set_header("prefer", &format!("odata.maxpagesize={count}"));
        self
    }
}

impl<T, R> Delta<T, R> {
    pub(super) const fn of(parts: RequestParts) -> Self {
        Self { parts, item: PhantomData }
    }
}

impl<T, R> Clone for Delta<T, R> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), item: PhantomData }
    }
}

impl<T, R> fmt::Debug for Delta<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Delta").field(&self.parts).finish()
    }
}

impl_select_expand!(Delta<T>, [Structured]);
impl_filter_search!(Delta<T; R>, [Structured]);
impl_order_window!(Delta<T; R>, [Structured]);
impl_request!(Delta<T: Structured, R: Respond>, R => R::Output);
impl_pages!(Delta<T, Page<I>>, I, <T: Structured, I: PageItem>);
