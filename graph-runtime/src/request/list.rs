use std::{fmt, marker::PhantomData};

use super::{
    Countable, Everything,
    option::{conditions, shapes, windows},
};
use crate::{
    json::{Object, Structured},
    link::Link,
    paging::{Page, paged},
    prepared::Prepared,
    resource::Resource,
    sendable::sendable,
};

/// `GET` of a collection; the answer is a [`Page`]. [`pages`](Self::pages) and [`items`](Self::items) are all of it. `C` says what the
/// service supports, if not [`Everything`].
#[must_use = "nothing is sent before `send`"]
pub struct List<T, C = Everything> {
    prepared: Prepared,
    item: PhantomData<fn() -> (T, C)>,
}

impl<T: Structured, C> List<T, C> {
    /// Reads a collection; `default_select` is asked for unless `select` is called. Generated code calls this.
    pub fn new(resource: &Resource, name: &'static str, default_select: &[&'static str]) -> Self {
        Self { prepared: Prepared::query(resource, name, default_select), item: PhantomData }
    }

    /// Says that the items are directory objects of Graph. Queries that they need their [advanced query capabilities] for ask for those then:
    /// `$search`, `$count`, `ne`, `not`, `endswith`, and `$orderby` together with `$filter`. Generated code calls this.
    ///
    /// [advanced query capabilities]: https://learn.microsoft.com/graph/aad-advanced-queries
    pub fn of_directory_objects(mut self) -> Self {
        self.prepared.allow_advanced_queries();
        self
    }

    /// Asks for Graph's advanced query capabilities (`ConsistencyLevel: eventual` and `$count=true`), whatever the query says. For directory
    /// objects, generated code asks for them where it knows that they are needed; some properties need them for more.
    pub fn eventual(mut self) -> Self {
        self.prepared.ask_for_advanced_queries();
        self
    }
}

impl<T: Structured, C> List<T, C> {
    /// Asks how many items there are in all (`$count=true`): [`Page::count`] of the first page.
    pub fn with_count(mut self) -> Self
    where
        C: Countable,
    {
        self.prepared.set_count();
        self
    }
}

impl List<Link> {
    /// Reads where the entities of a collection are. Generated code calls this.
    pub fn references(resource: &Resource, name: &'static str) -> Self {
        Self::new(&resource.child("$ref"), name, &[])
    }
}

impl<T, C> Clone for List<T, C> {
    fn clone(&self) -> Self {
        Self { prepared: self.prepared.clone(), item: PhantomData }
    }
}

impl<T, C> fmt::Debug for List<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("List").field(&self.prepared).finish()
    }
}

shapes!(List<T, C>, [Structured]);
conditions!(List<T, C>, [Structured]);
windows!(List<T, C>, [Structured]);
sendable!(List<T: Structured, C>, Page<Object<T>> => Page<Object<T>>);
paged!(List<T, C>, Object<T>, <T: Structured, C>);
