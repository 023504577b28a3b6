use std::{fmt, marker::PhantomData};

use super::query_options::{impl_filter_search, impl_order_window, impl_select_expand};
use crate::{
    paging::{Change, Page, impl_pages},
    parts::{RequestParts, Resource, impl_request},
    value::{Object, Structured},
};

/// `GET` of what changed in a collection: everything at first, and from a delta link on only what changed since.
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
///     }
/// }
/// let kept = changes.delta_link().map(str::to_owned);
///
/// // Some time later, what changed since.
/// let mut changes = client.resume_delta::<User>(kept.unwrap_or_default()).items();
/// # let _ = changes.next().await;
/// # Ok(()) }
/// ```
///
/// Where the service no longer knows what a link stands for, the error says so: [`Error::is_resync_required`](crate::Error::is_resync_required).
/// What was read so far is to be thrown away then, and everything read anew: from
/// [`Error::resync_link`](crate::Error::resync_link) where the service gives one, otherwise by this request.
#[must_use = "nothing is sent before `send`"]
pub struct Delta<T> {
    parts: RequestParts,
    item: PhantomData<fn() -> T>,
}

impl<T: Structured> Delta<T> {
    /// Reads changes; `default_select` is asked for unless `select` is called. Generated code calls this.
    pub fn new(resource: &Resource, name: &'static str, default_select: &[&'static str]) -> Self {
        Self { parts: RequestParts::query(resource, name, default_select), item: PhantomData }
    }

    /// Reads nothing of what is there, and gives the link from which on to ask for changes (`$deltatoken=latest`), as Graph's directory
    /// objects have it.
    pub fn from_now(mut self) -> Self {
        self.parts.set_option("$deltatoken", "latest".to_owned());
        self
    }

    /// Wishes for this many items a page at most (`Prefer: odata.maxpagesize`): messages, events, contacts.
    pub fn max_page_size(self, count: u32) -> Self {
        self.header("prefer", &format!("odata.maxpagesize={count}"))
    }
}

impl<T> Clone for Delta<T> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), item: PhantomData }
    }
}

impl<T> fmt::Debug for Delta<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Delta").field(&self.parts).finish()
    }
}

impl_select_expand!(Delta<T>, [Structured]);
impl_filter_search!(Delta<T>, [Structured]);
impl_order_window!(Delta<T>, [Structured]);
impl_request!(Delta<T: Structured>, Page<Change<Object<T>>> => Page<Change<Object<T>>>);
impl_pages!(Delta<T>, Change<Object<T>>, <T: Structured>);
