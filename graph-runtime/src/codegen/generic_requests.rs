//! Requests that generic code sends with any request builder.

use super::RequestBuilder;
use crate::{
    parts::Resource,
    path::Key,
    request::{Get, List},
    value::{Many, One, Structured},
};

/// Any request builder of a collection.
///
/// The requests are those that generated methods create, with the same default properties, but they do not depend on
/// what is selected: whether the service supports a request is not checked, nor which query options it supports.
///
/// ```
/// use graph_runtime::{
///     Error, Object,
///     builders::{CollectionBuilder, Structured},
/// };
///
/// /// Reads a whole collection, whatever it holds.
/// async fn all<B>(collection: &B) -> Result<Vec<Object<B::Item>>, Error>
/// where
///     B: CollectionBuilder,
///     B::Item: Structured,
/// {
///     let mut items = collection.list().items();
///     let mut all = Vec::new();
///     while let Some(item) = items.next().await {
///         all.push(item?);
///     }
///     Ok(all)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the request builder of a collection",
    label = "expected the request builder of a collection, such as `service.users()`"
)]
pub trait CollectionBuilder: RequestBuilder<Number = Many> {
    /// Creates a request that lists the items: one page with `send`, all with `pages` and `items`.
    fn list(&self) -> List<Self::Item>
    where
        Self::Item: Structured,
    {
        let list = List::new(self.resource(), Self::Item::TYPE_NAME, Self::DEFAULT_SELECT);
        if Self::IS_DIRECTORY { list.of_directory_objects() } else { list }
    }

    /// Returns the item with a key of one part.
    ///
    /// It does not compile for items whose key has several parts, which [`entity_by_key`](Self::entity_by_key)
    /// addresses.
    fn entity(&self, key: impl Into<Key>) -> Resource {
        const { assert!(Self::KEY.len() == 1, "the key has several parts: use `entity_by_key`") };
        self.resource().key(&[(Self::KEY[0], key.into())])
    }

    /// Returns the item with a key, one value for each property of [`KEY`](RequestBuilder::KEY).
    ///
    /// It does not compile if the key has another number of parts.
    fn entity_by_key<const N: usize>(&self, key: [Key; N]) -> Resource {
        const { assert!(Self::KEY.len() == N, "the key has another number of parts") };
        let parts: Vec<(&'static str, Key)> = Self::KEY.iter().copied().zip(key).collect();
        self.resource().key(&parts)
    }

    /// Creates a request that reads the item with a key of one part; see [`entity`](Self::entity).
    // rustc suggests similar names of all traits, in place of requests that are not selected: no request is like it.
    fn fetch(&self, key: impl Into<Key>) -> Get<Self::Item>
    where
        Self::Item: Structured,
    {
        Get::new(&self.entity(key), Self::Item::TYPE_NAME, Self::DEFAULT_SELECT)
    }
}

#[diagnostic::do_not_recommend]
impl<B: RequestBuilder<Number = Many>> CollectionBuilder for B {}

/// Any request builder of a single resource: an entity, a singleton or a complex value.
///
/// As with [`CollectionBuilder`], whether the service supports a request is not checked.
///
/// ```
/// use graph_runtime::{
///     Error,
///     builders::{EntityBuilder, Structured},
/// };
///
/// /// Returns the ETag of any resource.
/// async fn etag<B>(builder: &B) -> Result<Option<String>, Error>
/// where
///     B: EntityBuilder,
///     B::Item: Structured,
/// {
///     Ok(builder.fetch().send().await?.extra.etag().map(Into::into))
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the request builder of a single resource",
    label = "expected the request builder of one resource, such as `service.users().by_id(…)`"
)]
pub trait EntityBuilder: RequestBuilder<Number = One> {
    /// Creates a request that reads the resource.
    fn fetch(&self) -> Get<Self::Item>
    where
        Self::Item: Structured,
    {
        Get::new(self.resource(), Self::Item::TYPE_NAME, Self::DEFAULT_SELECT)
    }
}

#[diagnostic::do_not_recommend]
impl<B: RequestBuilder<Number = One>> EntityBuilder for B {}
