use std::{future::Future, marker::PhantomData};

use bytes::Bytes;

use crate::{
    call_options::CallOptions,
    description::Description,
    encoding::encode,
    error::Error,
    json::Value,
    operation::Operation,
    page::Page,
    prepared::{Prepared, list},
    resource::Resource,
    respond::{self, Respond},
    select::SelectList,
    service_root::ServiceRoot,
};

/// What reading an entity and reading a collection have in common.
macro_rules! query {
    ($name:ident, $answer:ty, [$($bound:tt)+]) => {
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

            /// Adds a header, or replaces it. A name or value that HTTP does not allow is reported by `send`.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.prepared.set_header(name, value);
                self
            }

            /// Sets what this call does differently from its client's settings: retries, time.
            pub fn with_options(mut self, options: CallOptions) -> Self {
                self.prepared.set_call_options(options);
                self
            }

            /// Sends the request and reads the answer.
            ///
            /// # Errors
            ///
            /// See [`Error`].
            pub fn send(self) -> impl Future<Output = Result<<$answer as Respond>::Output, Error>> + Send {
                async move { self.prepared.resource.client().execute(&self).await }
            }
        }

        impl<T: $($bound)+> Operation for $name<T> {
            type Output = <$answer as Respond>::Output;

            fn description(&self) -> &Description {
                self.prepared.description
            }

            fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
                self.prepared.request(root)
            }

            fn options(&self) -> Option<&CallOptions> {
                self.prepared.call_options()
            }

            fn read(&self, response: http::Response<Bytes>) -> Result<Self::Output, Error> {
                respond::read::<$answer>(response, self.prepared.description, self.prepared.headers())
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

query!(Get, T, [Respond]);

/// `GET` of a collection; the answer is a [`Page`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct List<T> {
    prepared: Prepared,
    item: PhantomData<fn() -> T>,
}

query!(List, Page<T>, [Value]);

impl<T: Value> List<T> {
    /// Asks for this many items a page at most (`$top`).
    pub fn top(mut self, count: u32) -> Self {
        self.prepared.set_option("$top", encode(&count.to_string()).to_string());
        self
    }
}
