use std::{fmt, marker::PhantomData};

use super::query_options::impl_select_expand;
use crate::{
    operation::Respond,
    parts::{RequestParts, Resource, impl_request},
    query::AllOptions,
    value::{Object, Structured},
};

/// A `GET` request for one entity. `C` is what the service supports; [`AllOptions`] unless the metadata restricts it.
/// `R` is how the response is read: as an [`Object`], or as a struct of your own after [`project`](Self::project).
///
/// ```no_run
/// # use graph_runtime::{Error, Get, codegen::{Property, PropertyReader, PropertyWriter, Structured, property}};
/// # struct User;
/// # impl User {
/// #     const ID: Property<Self, String> = property("id");
/// #     const DISPLAY_NAME: Property<Self, String> = property("displayName");
/// # }
/// # impl Structured for User {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.user";
/// #     fn properties() -> &'static [&'static str] { &[] }
/// #     fn build(_: &mut PropertyReader<'_>) -> Self { Self }
/// #     fn write<'a>(&'a self, _: &mut PropertyWriter<'a>) {}
/// # }
/// # async fn example(get: Get<User>) -> Result<(), Error> {
/// // let get = service.users().by_id("adele@contoso.com").get();
/// let user = get.select((User::ID, User::DISPLAY_NAME)).send().await?;
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send` or `.await`"]
pub struct Get<T, C = AllOptions, R = Object<T>> {
    pub(super) parts: RequestParts,
    item: PhantomData<Marker<T, C, R>>,
}

/// The type parameters; no values of these types are held.
type Marker<T, C, R> = fn() -> (T, C, R);

impl<T: Structured, C> Get<T, C> {
    /// Creates the request, for generated code; `default_select` applies unless `select` is called.
    pub fn new(resource: &Resource, name: &'static str, default_select: &[&'static str]) -> Self {
        Self { parts: RequestParts::query(resource, name, default_select), item: PhantomData }
    }
}

impl<T, C, R> Get<T, C, R> {
    pub(super) const fn of(parts: RequestParts) -> Self {
        Self { parts, item: PhantomData }
    }
}

impl<T, C, R> Get<T, C, R> {
    /// Reads a null as `None`, instead of returning an [error](crate::Error::is_null).
    ///
    /// A single-valued navigation property without a target is a null in OData: 204 (No Content). Graph responds with
    /// 404 instead; see [`Error::is_not_found`](crate::Error::is_not_found).
    ///
    /// ```no_run
    /// # use graph_runtime::{Error, Get, codegen::Structured};
    /// # async fn example<User: Structured>(manager: Get<User>) -> Result<(), Error> {
    /// // let manager = service.users().by_id("ada").manager().get();
    /// match manager.optional().send().await? {
    ///     Some(manager) => println!("{:?}", manager.extra.etag()),
    ///     None => println!("no manager"),
    /// }
    /// # Ok(()) }
    /// ```
    #[doc(alias = "null")]
    pub fn optional(self) -> Get<T, C, Option<R>> {
        Get::of(self.parts)
    }
}

impl<T, C, R> Clone for Get<T, C, R> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), item: PhantomData }
    }
}

impl<T, C, R> fmt::Debug for Get<T, C, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Get").field(&self.parts).finish()
    }
}

impl_select_expand!(Get<T, C>, [Structured]);
impl_request!(Get<T: Structured, C, R: Respond>, R => R::Output);
