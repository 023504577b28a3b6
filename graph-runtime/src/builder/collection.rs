use std::{fmt, ops::Deref};

use http::Method;

use super::{
    entity::EntityRequestBuilder,
    place::{Leads, Led, Place},
};
use crate::{
    body::Body,
    builder::{AddressesByKey, Counts, Creates, Lists},
    parts::Resource,
    path::Key,
    request::{Count, List, Write},
    value::{DerivedFrom, Object, Structured},
};

/// Addresses a collection of resources of a type: see [`EntityRequestBuilder`]. Methods that lead on and that call operations are those of
/// [`Place::CollectionLeads`], which it derefs to.
pub struct CollectionRequestBuilder<P: Place> {
    led: Led<P::CollectionLeads>,
}

impl<P: Place> CollectionRequestBuilder<P> {
    /// Addresses the item with a key.
    pub fn by_id(&self, id: impl Into<Key>) -> EntityRequestBuilder<P>
    where
        P::Collection: AddressesByKey,
    {
        self.led.resource.key(&[(P::KEY, id.into())]).into()
    }

    /// Reads the items: `GET`.
    pub fn get(&self) -> List<P::Item, <P::Collection as Lists>::Options>
    where
        P::Collection: Lists,
        P::Item: Structured,
    {
        let list = List::new(&self.led.resource, P::TYPE_NAME, P::default_select());
        let list = if P::IS_DIRECTORY { list.of_directory_objects() } else { list };
        list.with_permissions(P::CollectionLeads::permissions(&Method::GET))
            .with_clouds(P::CollectionLeads::clouds(&Method::GET))
    }

    /// Creates an item: `POST`. The answer is the new one.
    pub fn create<D: DerivedFrom<P::Item>, F>(&self, body: Body<D, F>) -> Write<Object<P::Item>>
    where
        P::Collection: Creates,
        P::Item: Structured,
    {
        Write::create::<P::Item, D, F>(&self.led.resource, P::TYPE_NAME, body)
            .with_permissions(P::CollectionLeads::permissions(&Method::POST))
            .with_clouds(P::CollectionLeads::clouds(&Method::POST))
    }

    /// Counts the items: `GET …/$count`.
    pub fn count(&self) -> Count<P::Item>
    where
        P::Collection: Counts,
    {
        let count = Count::new(&self.led.resource, P::TYPE_NAME);
        if P::IS_DIRECTORY { count.eventual() } else { count }
    }
}

impl<P: Place> From<Resource> for CollectionRequestBuilder<P> {
    fn from(resource: Resource) -> Self {
        Self { led: Led::new(resource) }
    }
}

impl<P: Place> Deref for CollectionRequestBuilder<P> {
    type Target = P::CollectionLeads;

    fn deref(&self) -> &P::CollectionLeads {
        &self.led.leads
    }
}

impl<P: Place> Clone for CollectionRequestBuilder<P> {
    fn clone(&self) -> Self {
        Self { led: self.led.again() }
    }
}

impl<P: Place> fmt::Debug for CollectionRequestBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CollectionRequestBuilder")
            .field("of", &P::TYPE_NAME)
            .field("client", self.led.client())
            .finish()
    }
}
