use std::fmt;

use bytes::Bytes;
use http::{HeaderValue, header};

use crate::{
    service::ServiceRoot,
    sync::BoxFuture,
    transport::{AcceptedCoding, Limits, Transport, TransportError, decode, has_coding},
};

/// A layer between the client and its transport, for logs, metrics, gateway headers or recorded responses.
///
/// A middleware sees each attempt and may change it, respond to it, or reject it.
///
/// The request is complete and includes the token. The token's header value is marked as sensitive, so `Debug`
/// hides it; a middleware that sends the request elsewhere sends the token, too.
///
/// The body of a response in gzip is decoded already, and its [`EncodedSize`](crate::transport::EncodedSize) is an
/// extension. If a middleware changes `Accept-Encoding`, it receives the body unchanged, and decodes it.
///
/// Streamed bodies are not visible: the body of a streamed request is empty, and so is that of a successful
/// streamed response. Requests to links of the service (monitors, storage, upload sessions) pass through middleware
/// without a token; add a secret only if [`Next::service`] returns the service.
///
/// ```
/// use graph_runtime::Bytes;
/// use graph_runtime::{BoxFuture, Client, Limits, Middleware, Next, TransportError, http};
///
/// /// Adds the department that pays for the requests.
/// #[derive(Debug)]
/// struct Department(http::HeaderValue);
///
/// impl Middleware for Department {
///     fn handle<'a>(
///         &'a self,
///         mut request: http::Request<Bytes>,
///         limits: Limits,
///         next: Next<'a>,
///     ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
///         request.headers_mut().insert("x-department", self.0.clone());
///         Box::pin(next.run(request, limits))
///     }
/// }
///
/// let client = Client::builder().middleware(Department(http::HeaderValue::from_static("licensing"))).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
pub trait Middleware: Send + Sync + fmt::Debug {
    /// Handles one attempt, usually by changing the request and calling `next`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no complete response.
    fn handle<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>>;

    /// Returns whether the middleware adds secrets to requests. The default is no.
    ///
    /// A client with such a middleware cannot be [built](crate::ClientBuilder::build) for a service on another machine
    /// over plain http.
    fn holds_secret(&self) -> bool {
        false
    }
}

/// The rest of the chain: the remaining middleware, then the transport.
#[derive(Clone, Copy, Debug)]
pub struct Next<'a> {
    rest: &'a [Box<dyn Middleware>],
    transport: &'a dyn Transport,
    coding: AcceptedCoding,
    /// The service, unless the request goes elsewhere.
    service: Option<&'a ServiceRoot>,
    /// The query options of every request to the service.
    query_options: &'a [(&'static str, &'static str)],
    /// Whether a middleware has handled the request.
    is_inside: bool,
}

impl<'a> Next<'a> {
    pub(crate) const fn new(
        rest: &'a [Box<dyn Middleware>],
        transport: &'a dyn Transport,
        coding: AcceptedCoding,
        service: Option<&'a ServiceRoot>,
    ) -> Self {
        Self { rest, transport, coding, service, query_options: &[], is_inside: false }
    }

    /// Sets the query options of every request to the service.
    pub(crate) const fn with_query_options(mut self, options: &'a [(&'static str, &'static str)]) -> Self {
        self.query_options = options;
        self
    }

    /// Returns the query options of every request to the service.
    pub(crate) const fn query_options(&self) -> &'a [(&'static str, &'static str)] {
        self.query_options
    }

    /// Returns the service if the request goes to its own origin. Secrets must not be added to other requests, which
    /// follow links of the service.
    #[must_use]
    pub const fn service(&self) -> Option<&'a ServiceRoot> {
        self.service
    }

    /// Passes a request on to the rest of the chain.
    pub fn run(
        self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        match self.rest.split_first() {
            Some((first, rest)) => first.handle(request, limits, Self { rest, is_inside: true, ..self }),
            // The pipeline decodes what no middleware sees, which saves a future.
            None if !self.is_inside => self.transport.execute(request, limits),
            None => Box::pin(self.run_inside(request, limits)),
        }
    }

    /// Passes a request on to the transport, and decodes the response for the middleware.
    async fn run_inside(
        self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let accepted = request.headers().get(header::ACCEPT_ENCODING).map(HeaderValue::as_bytes);
        let coding = match (self.coding, accepted) {
            (AcceptedCoding::Gzip, Some(b"gzip")) | (AcceptedCoding::Identity, None | Some(b"identity")) => self.coding,
            // A middleware changed it.
            _ => AcceptedCoding::Any,
        };
        let limits = Limits { coding, ..limits };
        let response = self.transport.execute(request, limits).await?;
        if has_coding(&response) { decode(response, limits) } else { Ok(response) }
    }
}
