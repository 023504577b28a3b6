use std::{fmt, marker::PhantomData};

use super::query_options::impl_select_expand;
use crate::{
    parts::{RequestParts, Resource, impl_request},
    query::AllOptions,
    value::{Object, Structured},
};

/// `GET` of one entity. `C` says what the service supports, if not [`AllOptions`].
#[must_use = "nothing is sent before `send`"]
pub struct Get<T, C = AllOptions> {
    parts: RequestParts,
    item: PhantomData<fn() -> (T, C)>,
}

impl<T: Structured, C> Get<T, C> {
    /// Reads an entity; `default_select` is asked for unless `select` is called. Generated code calls this.
    pub fn new(resource: &Resource, name: &'static str, default_select: &[&'static str]) -> Self {
        Self { parts: RequestParts::query(resource, name, default_select), item: PhantomData }
    }
}

impl<T, C> Clone for Get<T, C> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), item: PhantomData }
    }
}

impl<T, C> fmt::Debug for Get<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Get").field(&self.parts).finish()
    }
}

impl_select_expand!(Get<T, C>, [Structured]);
impl_request!(Get<T: Structured, C>, Object<T> => Object<T>);
