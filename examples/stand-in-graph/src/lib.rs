//! A small local server that imitates Microsoft Graph for the examples and tests of this workspace.
//!
//! It is a real HTTP server on loopback, with a few users and operations. Where it matters, it is as strict as Graph: a
//! POST request without `Content-Length` gets status 411, an unknown user gets status 404 with Graph's error envelope,
//! and `$select` and `$top` apply.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let stand_in = stand_in_graph::StandIn::start().await?;
//! assert!(stand_in.base_url().starts_with("http://127.0.0.1:"));
//! assert!(stand_in.requests().is_empty());
//! # Ok(())
//! # }
//! ```

mod response;
mod tenant;
mod users;

use std::{
    convert::Infallible,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use http_body_util::{BodyExt, Limited};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinHandle};

use self::{response::FullResponse, tenant::Directory};

pub use self::tenant::{Counts, Tenant};

/// A request that the server received.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    /// The method, in upper case.
    pub method: String,
    /// The path and query, as on the request line.
    pub target: String,
    /// The headers in order, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl RecordedRequest {
    /// Returns the value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A running server, which stops when it is dropped.
#[derive(Debug)]
pub struct StandIn {
    address: SocketAddr,
    log: Arc<Mutex<Vec<RecordedRequest>>>,
    directory: Option<Arc<Directory>>,
    accept_task: JoinHandle<()>,
}

/// The size limit of request bodies.
const MAX_BODY_SIZE: usize = 1 << 20;

impl StandIn {
    /// Starts a server on a free port of 127.0.0.1, which records the requests.
    ///
    /// # Errors
    ///
    /// If the port cannot be bound.
    pub async fn start() -> io::Result<Self> {
        Self::serve(None).await
    }

    /// Starts a server that has the users of a tenant. It does not record requests.
    ///
    /// # Errors
    ///
    /// If the port cannot be bound.
    pub async fn with_tenant(tenant: Tenant) -> io::Result<Self> {
        Self::serve(Some(Arc::new(Directory::new(tenant)))).await
    }

    async fn serve(directory: Option<Arc<Directory>>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let log: Arc<Mutex<Vec<RecordedRequest>>> = Arc::default();
        let base_url = format!("http://{address}/v1.0");
        let state = Arc::new(State { base_url, log: Arc::clone(&log), directory: directory.clone() });
        let accept_task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&state);
                tokio::spawn(async move {
                    let service = service_fn(move |request| handle(request, Arc::clone(&state)));
                    // An error means that the client closed the connection.
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Ok(Self { address, log, directory, accept_task })
    }

    /// Returns the base URL for a client: `http://127.0.0.1:PORT/v1.0`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1.0", self.address)
    }

    /// Returns how many users of the tenant were reprocessed.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.directory.as_ref().map(|directory| directory.counts()).unwrap_or_default()
    }

    /// Returns the requests that the server received so far.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.accept_task.abort();
    }
}

/// The state that all connections share.
struct State {
    base_url: String,
    log: Arc<Mutex<Vec<RecordedRequest>>>,
    directory: Option<Arc<Directory>>,
}

async fn handle(request: Request<Incoming>, state: Arc<State>) -> Result<FullResponse, Infallible> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, MAX_BODY_SIZE).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return Ok(response::error(413, "RequestEntityTooLarge", "The request is too large.", "")),
    };
    let recorded = RecordedRequest {
        method: head.method.to_string(),
        target: head.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: body.to_vec(),
    };
    if let Some(directory) = &state.directory {
        let response = directory.respond(&recorded, &state.base_url);
        return Ok(response.unwrap_or_else(|| response::respond(&recorded)));
    }
    let response = response::respond(&recorded);
    state.log.lock().unwrap_or_else(PoisonError::into_inner).push(recorded);
    Ok(response)
}
