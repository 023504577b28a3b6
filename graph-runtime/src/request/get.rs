use std::{fmt, marker::PhantomData};

use super::{Everything, option::shapes};
use crate::{
    json::{Object, Structured},
    link::Link,
    prepared::Prepared,
    resource::Resource,
    sendable::sendable,
};

/// `GET` of one entity. `C` says what the service supports, if not [`Everything`].
#[must_use = "nothing is sent before `send`"]
pub struct Get<T, C = Everything> {
    prepared: Prepared,
    item: PhantomData<fn() -> (T, C)>,
}

impl<T: Structured, C> Get<T, C> {
    /// Reads an entity; `default_select` is asked for unless `select` is called. Generated code calls this.
    pub fn new(resource: &Resource, name: &'static str, default_select: &[&'static str]) -> Self {
        Self { prepared: Prepared::query(resource, name, default_select), item: PhantomData }
    }
}

impl Get<Link> {
    /// Reads where an entity is. Generated code calls this.
    pub fn reference(resource: &Resource, name: &'static str) -> Self {
        Self::new(&resource.child("$ref"), name, &[])
    }
}

impl<T, C> Clone for Get<T, C> {
    fn clone(&self) -> Self {
        Self { prepared: self.prepared.clone(), item: PhantomData }
    }
}

impl<T, C> fmt::Debug for Get<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Get").field(&self.prepared).finish()
    }
}

shapes!(Get<T, C>, [Structured]);
sendable!(Get<T: Structured, C>, Object<T> => Object<T>);
