use std::{future::Future, marker::PhantomData};

use bytes::Bytes;

use crate::{
    call_options::CallOptions,
    description::Description,
    error::Error,
    json::{Structured, Written},
    operation::Operation,
    prepared::Prepared,
    resource::Resource,
    respond::{self, Respond},
    service_root::ServiceRoot,
};

/// A call of an operation, ready to be sent. `R` says what the answer becomes: see [`Respond`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Call<R> {
    prepared: Prepared,
    answer: PhantomData<fn() -> R>,
}

impl<R: Respond> Call<R> {
    /// A call of a function, which stands at the end of the resource's path: see [`Resource::function`].
    pub fn get(resource: &Resource, description: &'static Description) -> Self {
        Self { prepared: Prepared::new(resource, None, description).accept(R::ACCEPT), answer: PhantomData }
    }

    /// A call without parameters: no body, `Content-Length: 0`.
    pub fn post(resource: &Resource, segment: &'static str, description: &'static Description) -> Self {
        Self { prepared: Prepared::new(resource, Some(segment), description).accept(R::ACCEPT), answer: PhantomData }
    }

    /// A call with parameters as a JSON body; where none is set, the body is `{}`.
    pub fn post_json<P>(
        resource: &Resource,
        segment: &'static str,
        description: &'static Description,
        parameters: &P,
    ) -> Self
    where
        P: Structured + crate::json::Value,
    {
        let mut call = Self::post(resource, segment, description);
        call.prepared.set_json(serde_json::to_vec(&Written(parameters)));
        call
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

    /// Sends the call and reads the answer.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    #[allow(clippy::manual_async_fn)] // `async fn` would not promise `Send`
    pub fn send(self) -> impl Future<Output = Result<R::Output, Error>> + Send {
        async move { self.prepared.resource.client().execute(&self).await }
    }
}

impl<R: Respond> Operation for Call<R> {
    type Output = R::Output;

    fn description(&self) -> &Description {
        self.prepared.description
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        self.prepared.request(root)
    }

    fn options(&self) -> Option<&CallOptions> {
        self.prepared.call_options()
    }

    fn read(&self, response: http::Response<Bytes>) -> Result<R::Output, Error> {
        respond::read::<R>(response, self.prepared.description, self.prepared.headers())
    }
}
