use std::marker::PhantomData;

use http::Method;

use crate::{
    body::{BodyTarget, Parameters},
    error::Error,
    long_running::impl_begin,
    operation::Respond,
    paging::{Page, impl_pages},
    parts::{RequestParts, Resource, impl_request},
    transfer::{Content, ContentStream},
    value::projection::PageItem,
};

/// A request that calls an OData operation. `R` is the kind of response: see [`Respond`].
///
/// ```no_run
/// # use graph_runtime::{Call, Error};
/// # async fn example(call: Call<()>) -> Result<(), Error> {
/// // let call = service.users().by_id("adele@contoso.com").revoke_sign_in_sessions();
/// call.send().await?;
/// # Ok(()) }
/// ```
///
/// If the service responds with 202 and is still working, as Graph does when it copies files, use
/// [`begin`](Self::begin) instead of `send`: it returns a [`Poller`](crate::Poller) that waits for the result. With
/// `send`, such a response without a value is an error although the work goes on, so the call must not be repeated.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send` or `.await`"]
pub struct Call<R> {
    pub(super) parts: RequestParts,
    answer: PhantomData<fn() -> R>,
}

impl<R: Respond> Call<R> {
    /// Creates a call of a function, which is the last segment of the resource's path: see [`Resource::function`].
    pub fn get(resource: &Resource, name: &'static str) -> Self {
        Self::new(Method::GET, resource, None, name)
    }

    /// Creates a call of an action without parameters: it has no body and `Content-Length: 0`.
    ///
    /// The name is that of the operation and the type it is bound to: `microsoft.graph.user/revokeSignInSessions`.
    pub fn post(resource: &Resource, segment: &'static str, name: &'static str) -> Self {
        let mut call = Self::new(Method::POST, resource, Some(segment), name);
        call.parts.description.sends_body = false;
        call
    }

    /// Creates a call of an action with a JSON body; if no parameter is set, the body is `{}`.
    pub fn post_json<T>(
        resource: &Resource,
        segment: &'static str,
        name: &'static str,
        parameters: impl Parameters<T>,
    ) -> Self {
        let mut call = Self::post(resource, segment, name);
        call.parts.set_written_json(parameters.into_request_json(target(resource)));
        call
    }

    /// Creates a call of an action whose parameters are all optional: if none is set, it has no body and
    /// `Content-Length: 0`.
    pub fn post_optional_json<T>(
        resource: &Resource,
        segment: &'static str,
        name: &'static str,
        parameters: impl Parameters<T>,
    ) -> Self {
        let mut call = Self::post(resource, segment, name);
        let json = parameters.into_request_json(target(resource));
        if !json.as_ref().is_ok_and(|json| json == b"{}") {
            call.parts.set_written_json(json);
        }
        call
    }

    fn new(method: Method, resource: &Resource, segment: Option<&'static str>, name: &'static str) -> Self {
        Self { parts: RequestParts::new(method, resource, segment, name).accept(R::ACCEPT), answer: PhantomData }
    }
}

/// Returns what the parameters of an action are written for.
fn target(resource: &Resource) -> BodyTarget<'_> {
    let client = resource.client();
    BodyTarget::new(client.root().as_str(), client.profile(), false)
}

impl<R: Respond> Call<R> {
    /// Calls an action only if the entity that it is bound to still has this ETag (`If-Match`); otherwise the service
    /// responds with 412.
    ///
    /// Services that declare `Core.OptimisticConcurrency` may require it, with a response of 428.
    ///
    /// Source: OData 4.01, part 1, section 11.5.5.1.
    pub fn if_match(mut self, etag: &str) -> Self {
        self.parts.set_condition("if-match", etag);
        self
    }
}

impl Call<Content> {
    /// Sends the request and streams the content: see [`ContentStream`].
    ///
    /// # Errors
    ///
    /// See [`Error`]. Errors while the content is received are returned by the stream.
    pub async fn stream(self) -> Result<ContentStream, Error> {
        ContentStream::of(self.parts).await
    }
}

impl<R> Call<R> {
    /// Reads a null as `None`, instead of returning an [error](crate::Error::is_null).
    ///
    /// A function or an action returns a null (204, or `{"value": null}`) only if its return type is nullable, which it
    /// is unless the metadata says `Nullable="false"`.
    ///
    /// ```no_run
    /// # use graph_runtime::{Call, Error, codegen::Single};
    /// # async fn example(rating: Call<Single<i32>>) -> Result<(), Error> {
    /// // let rating = service.books().by_id(1).rating();
    /// let rating: Option<i32> = rating.optional().send().await?;
    /// # Ok(()) }
    /// ```
    #[doc(alias = "null")]
    pub fn optional(self) -> Call<Option<R>> {
        Call::of(self.parts)
    }

    pub(super) const fn of(parts: RequestParts) -> Self {
        Self { parts, answer: PhantomData }
    }
}

impl_request!(Call<R: Respond>, R => R::Output);
impl_pages!(Call<Page<T>>, T, <T: PageItem>);
impl_begin!(Call);
