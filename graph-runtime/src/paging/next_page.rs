use std::{fmt, future::Future, marker::PhantomData};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Uri, header};

use super::{change::Change, items::Items, page::Page, pages::Pages};
use crate::{
    client::Client,
    description::Description,
    error::Error,
    operation::{Operation, read_response},
    parts::caller_header,
    pipeline::CallOptions,
    service::ServiceRoot,
    value::{Object, Structured, Value},
};

/// `GET` of the page behind an opaque link. The link is refused, before a token is asked for, where it leads to another origin than
/// the service's.
#[derive(Clone)]
#[must_use = "nothing is sent before `send`"]
pub struct NextPage<T> {
    client: Client,
    link: String,
    description: Description,
    headers: HeaderMap,
    options: Option<Box<CallOptions>>,
    problem: Option<String>,
    item: PhantomData<fn() -> T>,
}

/// What is called where only the link was kept.
const UNKNOWN: Description = Description::get("next page", "(next page)");

impl<T: Value> NextPage<T> {
    /// The page behind a link of an answer, called with the headers and under the name of what was called.
    pub(super) fn after(
        client: &Client,
        link: &str,
        headers: Option<&HeaderMap>,
        called: Option<&Description>,
    ) -> Self {
        let mut next = Self::resume(client, link);
        if let Some(headers) = headers {
            next.headers = headers.clone();
        }
        if let Some(called) = called {
            // What was called may have been an action; its other pages are read.
            next.description = Description { method: Method::GET, ..called.clone() };
        }
        next
    }

    /// The page behind a link that was kept from an earlier answer.
    pub fn resume(client: &Client, link: impl Into<String>) -> Self {
        Self {
            client: client.clone(),
            link: link.into(),
            description: UNKNOWN,
            headers: HeaderMap::new(),
            options: None,
            problem: None,
            item: PhantomData,
        }
    }

    /// Adds a header, or replaces it. A name or value that HTTP does not allow is reported by `send`.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match caller_header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(problem) => {
                self.problem.get_or_insert(problem);
            }
        }
        self
    }

    /// Sets what this call does differently from its client's settings: retries, time.
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.options = Some(Box::new(options));
        self
    }

    /// This page and all that follow, as a stream.
    pub fn pages(self) -> Pages<T>
    where
        T: 'static,
    {
        Pages::new(self.client.clone(), Some(self.link.clone()), self)
    }

    /// The items of this page and of all that follow, as a stream.
    pub fn items(self) -> Items<T>
    where
        T: 'static,
    {
        Items::new(self.pages())
    }

    /// Sends the request and reads the answer.
    ///
    /// # Errors
    ///
    /// See [`Error`]; [`ErrorKind::ForeignOrigin`](crate::ErrorKind::ForeignOrigin) for a link to another origin.
    #[allow(clippy::manual_async_fn)] // `async fn` would not promise `Send`
    pub fn send(self) -> impl Future<Output = Result<Page<T>, Error>> + Send {
        async move { self.client.execute(&self).await }
    }
}

impl<T> fmt::Debug for NextPage<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NextPage")
    }
}

impl<T: Value> Operation for NextPage<T> {
    type Output = Page<T>;

    fn description(&self) -> &Description {
        &self.description
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        if let Some(problem) = &self.problem {
            return Err(Error::unsendable(&self.description, problem.clone()));
        }
        let url = root.resolve(&self.link).map_err(|problem| Error::invalid_link(&self.description, problem))?;
        if !root.is_origin_of(&url) {
            return Err(Error::foreign_origin(&self.description, url.origin().ascii_serialization(), root.origin()));
        }
        // An absolute link goes out letter by letter as it came; only one that is relative, or no URI, is put together.
        let as_sent = self.link.parse::<Uri>().ok().filter(|uri| root.has_same_authority(uri));
        let uri = as_sent
            .map_or_else(|| url.as_str().parse(), Ok)
            .map_err(|problem| Error::invalid_link(&self.description, problem))?;
        let mut request = http::Request::new(Bytes::new());
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.extend(self.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        Ok(request)
    }

    fn options(&self) -> Option<&CallOptions> {
        self.options.as_deref()
    }

    fn read(&self, response: http::Response<Bytes>) -> Result<Page<T>, Error> {
        read_response::<Page<T>>(response, &self.description, &self.headers)
    }
}

impl Client {
    /// Goes on in a collection from a next link that was kept: [`pages`](NextPage::pages) and [`items`](NextPage::items) are the rest of it.
    /// Headers that the first request had (`ConsistencyLevel`, `Prefer`) are to be set again.
    pub fn resume<T: Value>(&self, link: impl Into<String>) -> NextPage<T> {
        NextPage::resume(self, link)
    }

    /// Goes on in a delta query from a next or delta link that was kept; with a delta link, that is what changed since. See
    /// [`Delta`](crate::Delta).
    pub fn resume_delta<T: Structured>(&self, link: impl Into<String>) -> NextPage<Change<Object<T>>> {
        NextPage::resume(self, link)
    }
}
