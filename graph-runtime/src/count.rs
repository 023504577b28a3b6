use std::future::Future;

use bytes::Bytes;

use crate::{
    call_options::CallOptions,
    description::Description,
    error::Error,
    operation::Operation,
    prepared::Prepared,
    resource::Resource,
    respond::{self, Answer, Respond},
    service_root::ServiceRoot,
};

/// `GET …/$count`: how many items a collection has.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Count {
    prepared: Prepared,
}

impl Count {
    /// Counts a collection. Generated code calls this.
    pub fn new(resource: &Resource, description: &'static Description) -> Self {
        let mut prepared = Prepared::new(resource, Some("$count"), description);
        prepared.set_header("accept", "text/plain");
        Self { prepared }
    }

    /// Counts with Graph's advanced query capabilities (`ConsistencyLevel: eventual`), which directory objects need.
    pub fn eventual(self) -> Self {
        self.header("consistencylevel", "eventual")
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

    /// Sends the request and reads the number.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    #[allow(clippy::manual_async_fn)] // `async fn` would not promise `Send`
    pub fn send(self) -> impl Future<Output = Result<i64, Error>> + Send {
        async move { self.prepared.resource.client().execute(&self).await }
    }
}

impl Operation for Count {
    type Output = i64;

    fn description(&self) -> &Description {
        self.prepared.description
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        self.prepared.request(root)
    }

    fn options(&self) -> Option<&CallOptions> {
        self.prepared.call_options()
    }

    fn read(&self, response: http::Response<Bytes>) -> Result<i64, Error> {
        respond::read::<Number>(response, self.prepared.description, self.prepared.headers())
    }
}

struct Number;

impl Respond for Number {
    type Output = i64;

    fn respond(answer: &Answer<'_>) -> Result<i64, Error> {
        // Some services begin the text with a byte order mark.
        let text = std::str::from_utf8(answer.body).unwrap_or_default();
        let number = text.trim_start_matches('\u{feff}').trim().parse();
        number.map_err(|_| answer.refuse("it is no whole number"))
    }
}
