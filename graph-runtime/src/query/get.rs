use std::marker::PhantomData;

use super::{Everything, option::shapes};
use crate::{description::Description, prepared::Prepared, resource::Resource, respond::Respond, sendable::sendable};

/// `GET` of one entity. `C` says what the service supports, if not [`Everything`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Get<T, C = Everything> {
    prepared: Prepared,
    item: PhantomData<fn() -> (T, C)>,
}

impl<T: Respond, C> Get<T, C> {
    /// Reads an entity; `default_select` is asked for unless `select` is called. Generated code calls this.
    pub fn new(resource: &Resource, description: Description, default_select: &[&'static str]) -> Self {
        Self { prepared: Prepared::query(resource, description, default_select), item: PhantomData }
    }
}

shapes!(Get<T, C>, [Respond]);
sendable!(Get<T: Respond, C>, T => T::Output);
