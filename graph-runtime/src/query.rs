use std::marker::PhantomData;

use crate::{
    description::Description,
    encoding::encode,
    json::{Structured, Value},
    paging::{Change, Page, paged},
    prepared::{Prepared, list},
    resource::Resource,
    respond::Respond,
    select::SelectList,
    sendable::sendable,
};

/// What reading an entity and reading a collection have in common.
macro_rules! query {
    ($name:ident, [$($bound:tt)+]) => {
        impl<T: $($bound)+> $name<T> {
            /// Reads a resource; `default_select` is asked for unless `select` is called. Generated code calls this.
            pub fn new(resource: &Resource, description: &'static Description, default_select: &[&'static str]) -> Self {
                let mut prepared = Prepared::new(resource, None, description);
                if !default_select.is_empty() {
                    prepared.set_option("$select", list(default_select.iter().copied()));
                }
                Self { prepared, item: PhantomData }
            }

            /// Asks for these properties and no others (`$select`): one, or a tuple of up to sixteen. The last call counts.
            pub fn select(mut self, properties: impl SelectList<T>) -> Self {
                let mut names = Vec::new();
                properties.add_to(&mut names);
                self.prepared.set_option("$select", list(names));
                self
            }

            /// Sets `$select` to a text of your own, names separated by commas.
            pub fn select_raw(mut self, names: &str) -> Self {
                self.prepared.set_option("$select", list(names.split(',')));
                self
            }
        }
    };
}

/// `GET` of one entity.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Get<T> {
    prepared: Prepared,
    item: PhantomData<fn() -> T>,
}

query!(Get, [Respond]);
sendable!(Get<T: Respond>, T => T::Output);

/// `GET` of a collection; the answer is a [`Page`]. [`pages`](Self::pages) and [`items`](Self::items) are all of it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct List<T> {
    prepared: Prepared,
    item: PhantomData<fn() -> T>,
}

query!(List, [Value]);
sendable!(List<T: Value>, Page<T> => Page<T>);
paged!(List<T>, T, <T: Value>);

impl<T: Value> List<T> {
    /// Asks for this many items a page at most (`$top`).
    pub fn top(mut self, count: u32) -> Self {
        self.prepared.set_option("$top", encode(&count.to_string()).to_string());
        self
    }
}

/// `GET` of what changed in a collection: everything at first, and from a delta link on only what changed since.
///
/// ```no_run
/// # use graph_runtime as rt;
/// # async fn example<User>(client: rt::Client, delta: rt::Delta<User>) -> Result<(), rt::Error>
/// # where User: rt::Structured + rt::Value + 'static {
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
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Delta<T> {
    prepared: Prepared,
    item: PhantomData<fn() -> T>,
}

query!(Delta, [Structured + Value]);
sendable!(Delta<T: Structured + Value>, Page<Change<T>> => Page<Change<T>>);
paged!(Delta<T>, Change<T>, <T: Structured + Value>);

impl<T: Structured + Value> Delta<T> {
    /// Reads nothing of what is there, and gives the link from which on to ask for changes (`$deltatoken=latest`), as Graph's directory
    /// objects have it.
    pub fn from_now(mut self) -> Self {
        self.prepared.set_option("$deltatoken", "latest".to_owned());
        self
    }

    /// Asks for this many items a page at most (`$top`), where the service has it: drive and list items.
    pub fn top(mut self, count: u32) -> Self {
        self.prepared.set_option("$top", encode(&count.to_string()).to_string());
        self
    }

    /// Wishes for this many items a page at most (`Prefer: odata.maxpagesize`): messages, events, contacts.
    pub fn max_page_size(self, count: u32) -> Self {
        self.header("prefer", &format!("odata.maxpagesize={count}"))
    }
}
