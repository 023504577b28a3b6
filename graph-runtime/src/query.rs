use std::marker::PhantomData;

use crate::{
    description::Description,
    encoding::encode,
    json::Value,
    page::Page,
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

/// `GET` of a collection; the answer is a [`Page`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct List<T> {
    prepared: Prepared,
    item: PhantomData<fn() -> T>,
}

query!(List, [Value]);
sendable!(List<T: Value>, Page<T> => Page<T>);

impl<T: Value> List<T> {
    /// Asks for this many items a page at most (`$top`).
    pub fn top(mut self, count: u32) -> Self {
        self.prepared.set_option("$top", encode(&count.to_string()).to_string());
        self
    }
}
