use std::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
};

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
    service::{ServiceRoot, insert_header},
    sync::BoxFuture,
    value::{Object, Structured, projection::PageItem},
};

/// A request for the page at an opaque link.
///
/// A link to an origin other than the service's is an error, before a token is requested.
///
/// ```no_run
/// # use graph_runtime as rt;
/// # async fn example<User: rt::codegen::Structured>(client: rt::Client, link: String) -> Result<(), rt::Error> {
/// // The rest of a collection, from the next link of an earlier page.
/// let mut users = client.resume::<rt::Object<User>>(link).items();
/// while let Some(user) = users.next().await {
///     println!("{:?}", user?);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use = "nothing is sent before `send` or `.await`"]
pub struct NextPage<T> {
    client: Client,
    /// `None` if the link in the response is not a string.
    link: Option<String>,
    description: Description,
    headers: HeaderMap,
    options: Option<Box<CallOptions>>,
    problem: Option<String>,
    item: PhantomData<fn() -> T>,
}

/// The description of a request for a link alone.
const UNKNOWN: Description = Description::get("next page", "(next page)");

impl<T: PageItem> NextPage<T> {
    /// Creates a request for a link in a response, with the headers and the description of the request before it.
    pub(super) fn after(
        client: &Client,
        link: Option<String>,
        headers: Option<&HeaderMap>,
        request: Option<&Description>,
    ) -> Self {
        let mut next = Self::at(client, link);
        if let Some(headers) = headers {
            next.headers = headers.clone();
        }
        if let Some(request) = request {
            // The first page may be the result of an action; the next ones are read with `GET`.
            next.description = Description { method: Method::GET, ..request.clone() };
        }
        next
    }

    /// Creates a request for a link of an earlier response.
    pub fn resume(client: &Client, link: impl Into<String>) -> Self {
        Self::at(client, Some(link.into()))
    }

    fn at(client: &Client, link: Option<String>) -> Self {
        Self {
            client: client.clone(),
            link,
            description: UNKNOWN,
            headers: HeaderMap::new(),
            options: None,
            problem: None,
            item: PhantomData,
        }
    }

    /// Sets a header. If the name or value is not valid in HTTP, `send` returns an error.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match caller_header(name, value) {
            Ok((name, value)) => {
                insert_header(&mut self.headers, name, value);
            }
            Err(problem) => {
                self.problem.get_or_insert(problem);
            }
        }
        self
    }

    /// Sets options that override the client's settings for this call.
    #[doc(alias = "timeout")]
    #[doc(alias = "call_timeout")]
    #[doc(alias = "retry")]
    #[doc(alias = "gzip")]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.options = Some(Box::new(options));
        self
    }

    /// Returns this page and all that follow as a stream.
    pub fn pages(self) -> Pages<T>
    where
        T: 'static,
    {
        Pages::new(self.client.clone(), self.link.clone(), self)
    }

    /// Returns the items of this page and of all that follow as a stream.
    pub fn items(self) -> Items<T>
    where
        T: 'static,
    {
        Items::new(self.pages())
    }

    /// Sends the request and reads the page.
    ///
    /// # Errors
    ///
    /// See [`Error`]; [`ErrorKind::ForeignOrigin`](crate::ErrorKind::ForeignOrigin) for a link to another origin.
    #[allow(clippy::manual_async_fn)] // `async fn` would not promise `Send`
    pub fn send(self) -> impl Future<Output = Result<Page<T>, Error>> + Send {
        async move { self.client.execute(&self).await }
    }
}

/// Sends the request, as `send` does: `request.await`.
impl<T: PageItem> IntoFuture for NextPage<T> {
    type Output = Result<Page<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T> fmt::Debug for NextPage<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NextPage")
    }
}

impl<T: PageItem> Operation for NextPage<T> {
    type Output = Page<T>;

    fn description(&self) -> &Description {
        &self.description
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        if let Some(problem) = &self.problem {
            return Err(Error::unsendable(&self.description, problem.clone()));
        }
        let Some(link) = &self.link else {
            return Err(Error::invalid_link(&self.description, "the next link is not a string"));
        };
        let url = root.resolve(link).map_err(|problem| Error::invalid_link(&self.description, problem))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::invalid_link(
                &self.description,
                "the link is not followed, because it contains a user name",
            ));
        }
        if !root.is_origin_of(&url) {
            return Err(Error::foreign_origin(&self.description, url.origin().ascii_serialization(), root.origin()));
        }
        // An absolute link is sent unchanged. Only a link that is relative or not a valid URI is resolved.
        let unchanged = link.parse::<Uri>().ok().filter(|uri| root.has_same_authority(uri));
        let uri = unchanged
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
    /// Continues a collection from the next link of an earlier page.
    ///
    /// [`pages`](NextPage::pages) and [`items`](NextPage::items) return the rest of it. Headers of the first request
    /// (`ConsistencyLevel`, `Prefer`) must be set again.
    pub fn resume<T: PageItem>(&self, link: impl Into<String>) -> NextPage<T> {
        NextPage::resume(self, link)
    }

    /// Continues a delta query from an earlier next or delta link; see [`Delta`](crate::Delta).
    ///
    /// A delta link returns what has changed since.
    pub fn resume_delta<T: Structured>(&self, link: impl Into<String>) -> NextPage<Change<Object<T>>> {
        NextPage::resume(self, link)
    }
}
