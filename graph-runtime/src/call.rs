use std::marker::PhantomData;

use crate::{
    content::Content,
    description::Description,
    error::Error,
    json::{Structured, Value, Written},
    long_running::long_running,
    paging::{Page, paged},
    prepared::Prepared,
    resource::Resource,
    respond::Respond,
    sendable::sendable,
    stream::ContentStream,
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
    pub fn get(resource: &Resource, description: Description) -> Self {
        Self { prepared: Prepared::new(resource, None, description).accept(R::ACCEPT), answer: PhantomData }
    }

    /// A call without parameters: no body, `Content-Length: 0`.
    pub fn post(resource: &Resource, segment: &'static str, description: Description) -> Self {
        Self { prepared: Prepared::new(resource, Some(segment), description).accept(R::ACCEPT), answer: PhantomData }
    }

    /// A call with parameters as a JSON body; where none is set, the body is `{}`.
    pub fn post_json<P>(resource: &Resource, segment: &'static str, description: Description, parameters: &P) -> Self
    where
        P: Structured + Value,
    {
        let mut call = Self::post(resource, segment, description);
        call.prepared.set_json(serde_json::to_vec(&Written(parameters)));
        call
    }
}

impl Call<Content> {
    /// Sends the request, and gives the content piece by piece: see [`ContentStream`].
    ///
    /// # Errors
    ///
    /// See [`Error`]; what goes wrong once the content comes is the stream's to say.
    pub async fn stream(self) -> Result<ContentStream, Error> {
        ContentStream::of(self.prepared).await
    }
}

sendable!(Call<R: Respond>, R => R::Output);
paged!(Call<Page<T>>, T, <T: Value>);
long_running!(Call);
