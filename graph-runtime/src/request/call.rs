use std::marker::PhantomData;

use http::Method;

use crate::{
    error::Error,
    long_running::impl_begin,
    operation::Respond,
    paging::{Page, impl_pages},
    parts::{RequestParts, Resource, impl_request},
    transfer::{Content, ContentStream},
    value::{Parameters, Value},
};

/// A call of an operation, ready to be sent. `R` says what the answer becomes: see [`Respond`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Call<R> {
    parts: RequestParts,
    answer: PhantomData<fn() -> R>,
}

impl<R: Respond> Call<R> {
    /// A call of a function, which stands at the end of the resource's path: see [`Resource::function`].
    pub fn get(resource: &Resource, name: &'static str) -> Self {
        Self::new(Method::GET, resource, None, name)
    }

    /// A call without parameters: no body, `Content-Length: 0`. The name is the operation's by the type it is called on:
    /// `microsoft.graph.user/revokeSignInSessions`.
    pub fn post(resource: &Resource, segment: &'static str, name: &'static str) -> Self {
        Self::new(Method::POST, resource, Some(segment), name)
    }

    /// A call with parameters as a JSON body; where none is set, the body is `{}`.
    pub fn post_json(
        resource: &Resource,
        segment: &'static str,
        name: &'static str,
        parameters: &impl Parameters,
    ) -> Self {
        let mut call = Self::post(resource, segment, name);
        call.parts.set_json(parameters.to_json());
        call
    }

    fn new(method: Method, resource: &Resource, segment: Option<&'static str>, name: &'static str) -> Self {
        Self { parts: RequestParts::new(method, resource, segment, name).accept(R::ACCEPT), answer: PhantomData }
    }
}

impl Call<Content> {
    /// Sends the request, and gives the content piece by piece: see [`ContentStream`].
    ///
    /// # Errors
    ///
    /// See [`Error`]; what goes wrong once the content comes is the stream's to say.
    pub async fn stream(self) -> Result<ContentStream, Error> {
        ContentStream::of(self.parts).await
    }
}

impl_request!(Call<R: Respond>, R => R::Output);
impl_pages!(Call<Page<T>>, T, <T: Value>);
impl_begin!(Call);
