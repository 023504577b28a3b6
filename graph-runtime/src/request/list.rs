use std::{fmt, marker::PhantomData};

use super::query_options::{impl_filter_search, impl_order_window, impl_select_expand};
use crate::{
    operation::Respond,
    paging::{Page, impl_pages},
    parts::{RequestParts, Resource, impl_request},
    query::{AllOptions, Countable},
    value::{Object, Structured, projection::PageItem},
};

/// A `GET` request for a collection. `C` is what the service supports; [`AllOptions`] unless the metadata restricts it.
/// `R` is how the response is read: as a page of [`Object`]s, or of structs of your own after
/// [`project`](Self::project).
///
/// [`send`](Self::send) returns one [`Page`]; [`pages`](Self::pages) and [`items`](Self::items) return the whole
/// collection.
///
/// ```no_run
/// # use graph_runtime::{Error, List, codegen::{Property, PropertyReader, PropertyWriter, Structured, property}};
/// # struct User;
/// # impl User {
/// #     const DISPLAY_NAME: Property<Self, String> = property("displayName");
/// #     const ACCOUNT_ENABLED: Property<Self, bool> = property("accountEnabled");
/// # }
/// # impl Structured for User {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.user";
/// #     fn properties() -> &'static [&'static str] { &[] }
/// #     fn build(_: &mut PropertyReader<'_>) -> Self { Self }
/// #     fn write<'a>(&'a self, _: &mut PropertyWriter<'a>) {}
/// # }
/// # async fn example(list: List<User>) -> Result<(), Error> {
/// // let list = service.users().get();
/// let mut users = list
///     .filter(User::ACCOUNT_ENABLED.eq(true) & User::DISPLAY_NAME.starts_with("A"))
///     .order_by(User::DISPLAY_NAME)
///     .top(100)
///     .items();
/// while let Some(user) = users.next().await {
///     let user = user?;
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send` or `.await`"]
pub struct List<T, C = AllOptions, R = Page<Object<T>>> {
    pub(super) parts: RequestParts,
    item: PhantomData<Marker<T, C, R>>,
}

/// The type parameters; no values of these types are held.
type Marker<T, C, R> = fn() -> (T, C, R);

impl<T: Structured, C> List<T, C> {
    /// Creates the request, for generated code; `default_select` applies unless `select` is called.
    pub fn new(resource: &Resource, name: &'static str, default_select: &[&'static str]) -> Self {
        Self { parts: RequestParts::query(resource, name, default_select), item: PhantomData }
    }
}

impl<T: Structured, C, R> List<T, C, R> {
    /// Declares that the items are Graph directory objects, for generated code.
    ///
    /// Queries that need [advanced query capabilities] request them automatically: `$search`, `$count`, `ne`,
    /// `not`, `endswith`, and `$orderby` together with `$filter`.
    ///
    /// [advanced query capabilities]: https://learn.microsoft.com/graph/aad-advanced-queries
    pub fn of_directory_objects(mut self) -> Self {
        self.parts.allow_advanced_queries();
        self
    }

    /// Always uses Graph's advanced query capabilities (`ConsistencyLevel: eventual` and `$count=true`).
    ///
    /// For directory objects they are requested automatically if the query is known to need them; some properties
    /// need them for more queries.
    pub fn eventual(mut self) -> Self {
        self.parts.require_advanced_queries();
        self
    }
}

impl<T: Structured, C, R> List<T, C, R> {
    /// Requests the total number of items (`$count=true`); see [`Page::count`] of the first page.
    pub fn with_count(mut self) -> Self
    where
        C: Countable,
    {
        self.parts.set_count();
        self
    }
}

impl<T, C, R> List<T, C, R> {
    pub(super) const fn of(parts: RequestParts) -> Self {
        Self { parts, item: PhantomData }
    }
}

impl<T, C, R> Clone for List<T, C, R> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), item: PhantomData }
    }
}

impl<T, C, R> fmt::Debug for List<T, C, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("List").field(&self.parts).finish()
    }
}

impl_select_expand!(List<T, C>, [Structured]);
impl_filter_search!(List<T, C; R>, [Structured]);
impl_order_window!(List<T, C; R>, [Structured]);
impl_request!(List<T: Structured, C, R: Respond>, R => R::Output);
impl_pages!(List<T, C, Page<I>>, I, <T: Structured, C, I: PageItem>);
