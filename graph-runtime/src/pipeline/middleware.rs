use std::fmt;

use bytes::Bytes;

use crate::{
    sync::BoxFuture,
    transport::{Limits, Transport, TransportError},
};

/// Stands between the client and its transport: sees each attempt, may change it, answer it, or refuse it. For logs, metrics, headers that a
/// gateway wants, recorded answers.
///
/// The request is complete, token included; the token's header value is marked as sensitive, so `Debug` does not show it. A middleware that
/// sends a request elsewhere takes the token with it.
///
/// What goes or comes piece by piece passes without its body: the request's is empty here, and so is that of a successful answer. Requests to
/// where links of the service lead (monitors, storage, upload sessions) pass too, without a token: look at the request's host before adding a secret.
///
/// ```
/// use bytes::Bytes;
/// use graph_runtime::{BoxFuture, Client, Limits, Middleware, Next, TransportError, http};
///
/// /// Names the department that pays for the requests.
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
    /// Handles one attempt; usually it runs `next` in between.
    ///
    /// # Errors
    ///
    /// Where there is no complete answer.
    fn handle<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>>;
}

/// What comes after a middleware: the next one, and at last the transport.
#[derive(Clone, Copy, Debug)]
pub struct Next<'a> {
    rest: &'a [Box<dyn Middleware>],
    transport: &'a dyn Transport,
}

impl<'a> Next<'a> {
    pub(crate) const fn new(rest: &'a [Box<dyn Middleware>], transport: &'a dyn Transport) -> Self {
        Self { rest, transport }
    }

    /// Goes on with a request.
    pub fn run(
        self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        match self.rest.split_first() {
            Some((first, rest)) => first.handle(request, limits, Self { rest, ..self }),
            None => self.transport.execute(request, limits),
        }
    }
}
