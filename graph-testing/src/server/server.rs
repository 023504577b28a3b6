use std::{fmt, panic::Location, path::Path, sync::Arc};

use graph_runtime::{Client, ClientBuilder, Operation, ServiceRoot, StaticToken, http::Method};

use super::in_memory::InMemory;
use crate::{
    calls::report,
    exchange::{Exchange, Fallback},
    expectation::When,
    faults::{FaultState, Faults},
    recording::entries,
    request::Request,
    response::{AnyOutput, Response},
    tenant::Tenant,
};

/// A server for a test, with the calls that it expects.
///
/// A call that is not expected fails the test: with an error in the response, which names the nearest expectation and
/// what differs, and with a panic in [`verify`](Self::verify) or when the server is dropped. So does an expected call
/// that is not made.
///
/// ```
/// graph_macros::graph! { select: ["/users/{id}#GET,PATCH"] }
/// use graph::{GraphService, User};
/// use graph_runtime::{Body, empty};
/// use graph_testing::{Response, Server};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = Server::start().await?; // or `Server::in_memory()`
/// let service = GraphService::new(server.client());
/// let rename = |name: &str| service.users().by_id("a").update(Body::new().set(User::DISPLAY_NAME, name));
/// server.when(service.users().by_id("a").get()).answers(User { display_name: Some("Ann".to_owned()), ..empty() });
/// server.when(rename("Bob")).answers(Response::no_content());
///
/// // What is tested:
/// let user = service.users().by_id("a").get().send().await?;
/// assert_eq!(user.display_name.as_deref(), Some("Ann"));
/// rename("Bob").send().await?;
///
/// assert_eq!(server.requests()[1].body::<User>()?.display_name.as_deref(), Some("Bob"));
/// server.verify();
/// # Ok(()) }
/// ```
pub struct Server {
    exchange: Arc<Exchange>,
    #[cfg(feature = "loopback")]
    task: Option<tokio::task::AbortHandle>,
}

/// The root of a server in memory. Nothing is sent to it.
const GRAPH: &str = "https://graph.microsoft.com/v1.0";

impl Server {
    /// Starts a server on a free port of 127.0.0.1. Its root is `http://127.0.0.1:PORT/v1.0`.
    ///
    /// # Errors
    ///
    /// If no port can be bound.
    #[cfg(feature = "loopback")]
    #[cfg_attr(docsrs, doc(cfg(feature = "loopback")))]
    pub async fn start() -> std::io::Result<Self> {
        Self::start_at("/v1.0").await
    }

    /// Like [`start`](Self::start), with another path of the root, such as `/odata/v4/catalog`.
    ///
    /// # Errors
    ///
    /// If no port can be bound.
    #[cfg(feature = "loopback")]
    #[cfg_attr(docsrs, doc(cfg(feature = "loopback")))]
    pub async fn start_at(path: &str) -> std::io::Result<Self> {
        let (port, listener) = super::loopback::bind().await?;
        let path = path.trim_matches('/');
        let exchange = Arc::new(Exchange::new(&format!("http://127.0.0.1:{port}/{path}")));
        let task = super::loopback::serve(listener, Arc::clone(&exchange));
        Ok(Self { exchange, task: Some(task) })
    }

    /// Creates a server in memory, which is the transport of its clients. Its root is that of Graph, to which nothing
    /// is sent.
    ///
    /// Nothing is sent over a socket, so that a test can pause the time: with `#[tokio::test(start_paused = true)]`,
    /// waits for a throttled service, timeouts and slow responses pass at once. That needs tokio's feature `test-util`,
    /// and graph-runtime's feature `reqwest`, or [a timer](graph_runtime::ClientBuilder::timer) of your own.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::in_memory_at(GRAPH)
    }

    /// Like [`in_memory`](Self::in_memory), with another root, such as `https://example.com/odata`.
    #[must_use]
    pub fn in_memory_at(root: &str) -> Self {
        Self {
            exchange: Arc::new(Exchange::new(root)),
            #[cfg(feature = "loopback")]
            task: None,
        }
    }

    /// Returns the URL of the service's root.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.exchange.root()
    }

    /// Returns the URL of a path of the host, which need not be below the root: of storage, or a file to download.
    ///
    /// ```
    /// use graph_testing::{Response, Server};
    ///
    /// let server = Server::in_memory();
    /// let url = server.url("/storage/a.txt");
    /// server.when_request("GET", "/drives/{id}/items/{id}/content").answers(Response::redirect(&url)).any_times();
    /// server.when_request("GET", &url).answers(Response::content("text/plain", "content")).any_times();
    /// ```
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        let root = self.base_url();
        let origin = root.strip_suffix(self.exchange.root_path()).unwrap_or(root);
        format!("{origin}/{}", path.trim_start_matches('/'))
    }

    /// Returns a client of the server, with a token.
    ///
    /// # Panics
    ///
    /// If the root of the server is not a valid URL, or is not safe for tokens.
    #[must_use]
    #[track_caller]
    pub fn client(&self) -> Client {
        match self.client_builder().build() {
            Ok(client) => client,
            Err(problem) => panic!("the client of the server cannot be created: {problem:#}"),
        }
    }

    /// Returns a builder of a client, for other settings: a retry policy, a credential, middleware, a profile.
    pub fn client_builder(&self) -> ClientBuilder {
        let builder = Client::builder().base_url(self.base_url()).credential(StaticToken::new("graph-testing"));
        #[cfg(feature = "loopback")]
        if self.task.is_some() {
            return builder;
        }
        builder.transport(InMemory(Arc::clone(&self.exchange)))
    }

    /// Expects an operation. [`answers`](When::answers) says what the response is.
    ///
    /// # Panics
    ///
    /// If the request of the operation cannot be built: because of an invalid key, or because its body is a stream.
    /// Expect the upload of a stream as that of bytes, with [`any_body`](When::any_body).
    #[track_caller]
    pub fn when<O: Operation>(&self, operation: O) -> When<O::Output> {
        let root = ServiceRoot::new(self.base_url());
        let request = root.and_then(|root| operation.request(&root));
        match request {
            Ok(request) => When::new(&self.exchange, &request, operation.description().clone(), Location::caller()),
            Err(problem) => panic!("the expected operation has no request: {problem:#}"),
        }
    }

    /// Expects a method and a path below the root, with query options if there are any. `{id}` in a path is any key.
    ///
    /// Instead of a path it may be a URL: [that of the server](Self::url), or in memory of any other host.
    ///
    /// ```
    /// use graph_testing::{Response, Server};
    ///
    /// let server = Server::in_memory();
    /// let page = serde_json::json!({ "value": [] });
    /// server.when_request("GET", "/users/{id}/messages?$top=5").answers(Response::json(200, &page)).any_times();
    /// ```
    ///
    /// # Panics
    ///
    /// If the method is not valid.
    #[track_caller]
    pub fn when_request(&self, method: &str, path: &str) -> When<AnyOutput> {
        let Ok(method) = Method::from_bytes(method.as_bytes()) else { panic!("`{method}` is not an HTTP method") };
        When::of_path(&self.exchange, method, path, Location::caller())
    }

    /// Expects the calls that a [`Recorder`](crate::Recorder) wrote to a file, with the recorded responses.
    ///
    /// Calls of the same request are answered in the order in which they were recorded. A secret that was hidden, the
    /// URL of another host, and a token of a link that was not recorded before are expected with any value.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or a line is not a recorded call; the message has the number of the line.
    #[track_caller]
    pub fn replay(&self, path: impl AsRef<Path>) -> std::io::Result<()> {
        let elsewhere = self.url("/recorded");
        let (root, location) = (self.base_url(), Location::caller());
        let mut state = self.exchange.lock();
        let entries = entries(path.as_ref(), root, &elsewhere, location, || state.book.next_group())?;
        state.book.entries.extend(entries);
        Ok(())
    }

    /// Answers requests that no expectation is of; `None` leaves one to the next function, or fails the test.
    pub fn otherwise(&self, respond: impl Fn(&Request) -> Option<Response> + Send + Sync + 'static) {
        self.exchange.lock().fallbacks.push(Fallback::Function(Arc::new(respond)));
    }

    /// Answers requests about the collections of a tenant that no expectation is of.
    pub fn serve(&self, tenant: &Tenant) {
        self.exchange.lock().fallbacks.push(Fallback::Tenant(tenant.clone()));
    }

    /// Forgets requests once they are answered, for servers that receive very many. [`requests`](Self::requests) is
    /// then empty.
    pub fn forget_requests(&self) {
        self.exchange.lock().forgets = true;
    }

    /// Expects calls in the order in which they were declared.
    ///
    /// A call whose expectation is not the next one fails the test. Links in a response belong to its expectation.
    pub fn in_order(&self) {
        self.exchange.lock().book.is_ordered = true;
    }

    /// Lets requests fail from now on. Those that fail before the service acts on them do not count for expectations.
    pub fn faults(&self, faults: Faults) {
        self.exchange.lock().faults = Some(FaultState::new(faults));
    }

    /// Returns the requests that were received so far, in their order. A batch is followed by its parts.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.exchange.lock().received.clone()
    }

    /// Returns what is wrong so far, as [`verify`](Self::verify) says it; nothing if all is as expected.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        self.exchange.problems().iter().map(ToString::to_string).collect()
    }

    /// Checks that all expected calls were made, and no others.
    ///
    /// Dropping the server does the same, unless the test is already panicking.
    ///
    /// # Panics
    ///
    /// If they are not, with all differences.
    #[track_caller]
    pub fn verify(&self) {
        let problems = self.exchange.problems();
        self.exchange.lock().is_reported = !problems.is_empty();
        assert!(problems.is_empty(), "{}", report(&problems));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        #[cfg(feature = "loopback")]
        if let Some(task) = &self.task {
            task.abort();
        }
        let problems = self.exchange.problems();
        if !problems.is_empty() && !self.exchange.lock().is_reported && !std::thread::panicking() {
            panic!("{}", report(&problems));
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.exchange.lock();
        f.debug_struct("Server")
            .field("base_url", &self.exchange.root())
            .field("expectations", &state.book.entries.len())
            .field("requests", &state.received)
            .finish_non_exhaustive()
    }
}
