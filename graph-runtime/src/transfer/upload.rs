use std::{fmt, marker::PhantomData};

use bytes::Bytes;
use http::{HeaderValue, header};
use serde::de::Error as _;

use super::{streaming_adapter::StreamingAdapter, upload_body::UploadBody};
use crate::{
    description::Description,
    error::Error,
    operation::{Answer, CreatesEntity, Operation, Respond, Sealed, read_object, read_response},
    parts::{RequestParts, Resource, impl_request_options},
    pipeline::{CallOptions, Exchange, Streaming},
    service::ServiceRoot,
    sync::BoxFuture,
    value::{Object, Structured},
};

/// A request that sends content: bytes in memory, or an [`UploadBody`] that is never in memory as a whole.
///
/// It is a `PUT` request for a stream, or a `POST` request that creates a media entity. `R` is the kind of response.
///
/// ```no_run
/// # use graph_runtime::{Error, Upload};
/// # async fn example(upload: impl Fn(&'static str) -> Upload) -> Result<(), Error> {
/// # let content = "id,name\n1,Adele\n";
/// // let upload = service.drives().by_id("…").items().by_id("…").content().put(content);
/// # let upload = upload(content);
/// let uploaded = upload.content_type("text/csv").send().await?;
/// println!("ETag {:?}", uploaded.etag);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send` or `.await`"]
pub struct Upload<R = Uploaded> {
    parts: RequestParts,
    body: UploadBody,
    answer: PhantomData<fn() -> R>,
}

/// The response to an upload: empty, or the entity with the stream. `Debug` shows the size of the body only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// The body of the response.
    pub body: Bytes,
    /// The ETag of the new content, if the service sends it.
    pub etag: Option<String>,
    /// The most memory for the entity.
    memory: usize,
}

impl Uploaded {
    /// Returns the entity with the stream, such as a drive item; `None` if the response has no body.
    ///
    /// # Errors
    ///
    /// If the body is not a `T` in JSON, or takes more memory than
    /// [a response may](crate::ClientBuilder::max_response_memory).
    pub fn entity<T: Structured>(&self) -> Result<Option<Object<T>>, serde_json::Error> {
        if self.body.is_empty() {
            return Ok(None);
        }
        read_object(&self.body, self.memory).map(Some).map_err(serde_json::Error::custom)
    }
}

impl fmt::Debug for Uploaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = format_args!("{} bytes", self.body.len());
        f.debug_struct("Uploaded").field("body", &body).field("etag", &self.etag).finish_non_exhaustive()
    }
}

impl Upload {
    /// Creates the request, for generated code; `segment` is `$value` or a stream property.
    pub fn new(resource: &Resource, segment: &'static str, name: &'static str, content: impl Into<UploadBody>) -> Self {
        Self::of(RequestParts::new(http::Method::PUT, resource, Some(segment), name), content.into())
    }

    /// Replaces the content only if it still has this ETag (`If-Match`); otherwise the service responds with 412.
    pub fn if_match(mut self, etag: &str) -> Self {
        self.parts.set_condition("if-match", etag);
        self
    }
}

impl<T: Structured> Upload<Object<T>> {
    /// Creates the request that creates a media entity in a collection of `T` from its content, for generated code.
    ///
    /// Source: OData 4.01, part 1, section 11.4.7.1.
    pub fn create(resource: &Resource, name: &'static str, content: impl Into<UploadBody>) -> Self {
        Self::of(RequestParts::new(http::Method::POST, resource, None, name), content.into())
    }
}

impl<T: Structured> CreatesEntity for Upload<Object<T>> {}

impl<R> Upload<R> {
    fn of(mut parts: RequestParts, body: UploadBody) -> Self {
        if let Some(bytes) = body.bytes() {
            parts.set_body(bytes.clone());
        }
        parts.set_header("content-type", "application/octet-stream");
        Self { parts, body, answer: PhantomData }
    }

    /// Changes the kind of response, because of a preference for it.
    pub(crate) fn preferring<P>(mut self, preference: &str) -> Upload<P> {
        self.parts.set_header("prefer", preference);
        Upload { parts: self.parts, body: self.body, answer: PhantomData }
    }

    /// Sets the content type; `application/octet-stream` unless set.
    pub fn content_type(self, content_type: &str) -> Self {
        self.header("content-type", content_type)
    }
}

impl_request_options!(Upload<R>);

impl<R: Respond> Upload<R> {
    /// Sends the request and reads the response.
    ///
    /// A stream that has been read from is sent again only if it is [rewindable](UploadBody::rewindable).
    ///
    /// # Errors
    ///
    /// See [`Error`]. [`ErrorKind::Transport`](crate::ErrorKind::Transport) also if the stream fails or does not
    /// have the announced length.
    pub async fn send(self) -> Result<R::Output, Error> {
        let client = self.parts.resource.client();
        if self.body.bytes().is_some() {
            return client.execute(&self).await;
        }
        let settings = &client.settings;
        let adapter = StreamingAdapter::new(&*settings.transport, Some(&self.body));
        let exchange = Exchange {
            transport: &adapter,
            streaming: Streaming::Request,
            repeatable: &|| self.body.can_be_sent(),
            ..Exchange::to_service(settings, &self.parts.description, self.parts.call_options())
        };
        let build = || {
            let mut request = self.parts.request(&settings.root)?;
            request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(self.body.length()));
            Ok(request)
        };
        self.read(exchange.run(settings, &build).await?)
    }
}

/// Sends the request, as `send` does: `request.await`.
impl<R: Respond + 'static> IntoFuture for Upload<R>
where
    R::Output: Send,
{
    type Output = Result<R::Output, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<R: Respond> Operation for Upload<R> {
    type Output = R::Output;

    fn description(&self) -> &Description {
        &self.parts.description
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        match self.body.bytes() {
            Some(_) => self.parts.request(root),
            None => Err(Error::unsendable(&self.parts.description, "a stream can only be uploaded with `send`")),
        }
    }

    fn options(&self) -> Option<&CallOptions> {
        self.parts.call_options()
    }

    fn read(&self, response: http::Response<Bytes>) -> Result<R::Output, Error> {
        read_response::<R>(response, &self.parts.description, self.parts.headers())
    }
}

impl Sealed for Uploaded {}

impl Respond for Uploaded {
    type Output = Self;

    fn respond(answer: &Answer<'_>) -> Result<Self, Error> {
        let etag = answer.headers.get("etag").and_then(|etag| etag.to_str().ok()).map(str::to_owned);
        Ok(Self { body: answer.body.clone(), etag, memory: answer.memory })
    }
}
