use std::{fmt, marker::PhantomData};

use super::query_options::{impl_filter_search, impl_order_window, impl_select_expand};
use crate::{
    paging::{Page, impl_pages},
    parts::{RequestParts, Resource, impl_request},
    query::{AllOptions, Countable},
    value::{Object, Structured},
};

/// `GET` of a collection; the answer is a [`Page`]. [`pages`](Self::pages) and [`items`](Self::items) are all of it. `C` says what the
/// service supports, if not [`AllOptions`].
#[must_use = "nothing is sent before `send`"]
pub struct List<T, C = AllOptions> {
    parts: RequestParts,
    item: PhantomData<fn() -> (T, C)>,
}

impl<T: Structured, C> List<T, C> {
    /// Reads a collection; `default_select` is asked for unless `select` is called. Generated code calls this.
    pub fn new(resource: &Resource, name: &'static str, default_select: &[&'static str]) -> Self {
        Self { parts: RequestParts::query(resource, name, default_select), item: PhantomData }
    }

    /// Says that the items are directory objects of Graph. Queries that they need their [advanced query capabilities] for ask for those then:
    /// `$search`, `$count`, `ne`, `not`, `endswith`, and `$orderby` together with `$filter`. Generated code calls this.
    ///
    /// [advanced query capabilities]: https://learn.microsoft.com/graph/aad-advanced-queries
    pub fn of_directory_objects(mut self) -> Self {
        self.parts.allow_advanced_queries();
        self
    }

    /// Asks for Graph's advanced query capabilities (`ConsistencyLevel: eventual` and `$count=true`), whatever the query says. For directory
    /// objects, generated code asks for them where it knows that they are needed; some properties need them for more.
    pub fn eventual(mut self) -> Self {
        self.parts.require_advanced_queries();
        self
    }
}

impl<T: Structured, C> List<T, C> {
    /// Asks how many items there are in all (`$count=true`): [`Page::count`] of the first page.
    pub fn with_count(mut self) -> Self
    where
        C: Countable,
    {
        self.parts.set_count();
        self
    }
}

impl<T, C> Clone for List<T, C> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), item: PhantomData }
    }
}

impl<T, C> fmt::Debug for List<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("List").field(&self.parts).finish()
    }
}

impl_select_expand!(List<T, C>, [Structured]);
impl_filter_search!(List<T, C>, [Structured]);
impl_order_window!(List<T, C>, [Structured]);
impl_request!(List<T: Structured, C>, Page<Object<T>> => Page<Object<T>>);
impl_pages!(List<T, C>, Object<T>, <T: Structured, C>);
