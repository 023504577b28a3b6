use std::future::Future;

use bytes::Bytes;

use crate::{
    description::Description,
    error::Error,
    operation::Operation,
    prepared::Prepared,
    resource::Resource,
    respond::{self, Answer, Respond},
    service_root::ServiceRoot,
};

/// `GET` of a stream; the answer is its bytes.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Download {
    prepared: Prepared,
}

impl Download {
    /// Downloads the stream behind a resource's segment: `$value`, or a stream property. Generated code calls this.
    pub fn new(resource: &Resource, segment: Option<&'static str>, description: &'static Description) -> Self {
        let mut prepared = Prepared::new(resource, segment, description);
        // Errors come as JSON.
        prepared.set_header("accept", "application/octet-stream, application/json");
        Self { prepared }
    }

    /// Adds a header, or replaces it. A name or value that HTTP does not allow is reported by `send`.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.prepared.set_header(name, value);
        self
    }

    /// Sends the request and reads the whole stream.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    #[allow(clippy::manual_async_fn)] // `async fn` would not promise `Send`
    pub fn send(self) -> impl Future<Output = Result<Bytes, Error>> + Send {
        async move { self.prepared.resource.client().execute(&self).await }
    }
}

impl Operation for Download {
    type Output = Bytes;

    fn description(&self) -> &Description {
        self.prepared.description
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        self.prepared.request(root)
    }

    fn read(&self, response: http::Response<Bytes>) -> Result<Bytes, Error> {
        respond::read::<Whole>(response, self.prepared.description, self.prepared.headers())
    }
}

/// The body as it is.
struct Whole;

impl Respond for Whole {
    type Output = Bytes;

    fn respond(answer: &Answer<'_>) -> Result<Bytes, Error> {
        Ok(answer.body.clone())
    }
}
