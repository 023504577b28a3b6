//! A small local server that imitates Microsoft Graph for the examples and tests of this workspace.
//!
//! It is a [`graph_testing::Server`] on loopback. [`StandIn::start`] answers any user's requests without state, and
//! where it matters it is as strict as Graph: a POST request without `Content-Length` gets status 411, an unknown user
//! gets status 404 with Graph's error envelope, and `$select` and `$top` apply. [`StandIn::with_tenant`] has users in a
//! [`graph_testing::Tenant`], which answers queries, and one action.
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

use std::{io, sync::Arc};

use graph_testing::{Request, Server};

use self::tenant::Directory;

pub use self::tenant::{Counts, GROUP, Tenant};

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

impl From<&Request> for RecordedRequest {
    fn from(request: &Request) -> Self {
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()));
        let query = request.query().map(|query| format!("?{query}")).unwrap_or_default();
        Self {
            method: request.method().to_string(),
            target: format!("{}{query}", request.full_path()),
            headers: headers.collect(),
            body: request.bytes().to_vec(),
        }
    }
}

/// A running server, which stops when it is dropped.
#[derive(Debug)]
pub struct StandIn {
    server: Server,
    directory: Option<Arc<Directory>>,
}

impl StandIn {
    /// Starts a server on a free port of 127.0.0.1, which records the requests.
    ///
    /// # Errors
    ///
    /// If the port cannot be bound.
    pub async fn start() -> io::Result<Self> {
        let server = Server::start().await?;
        server.otherwise(|request| Some(response::respond(request)));
        Ok(Self { server, directory: None })
    }

    /// Starts a server that has the users of a tenant. It does not record requests.
    ///
    /// # Errors
    ///
    /// If the port cannot be bound.
    pub async fn with_tenant(tenant: Tenant) -> io::Result<Self> {
        let (server, directory) = (Server::start().await?, Arc::new(Directory::new(tenant)));
        server.forget_requests();
        directory.serve(&server);
        server.otherwise(|request| Some(response::respond(request)));
        Ok(Self { server, directory: Some(directory) })
    }

    /// Returns the base URL for a client: `http://127.0.0.1:PORT/v1.0`.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.server.base_url().to_owned()
    }

    /// Returns how many users of the tenant were reprocessed.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.directory.as_ref().map(|directory| directory.counts()).unwrap_or_default()
    }

    /// Returns the requests that the server received so far.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        let requests = self.server.requests();
        requests.iter().filter(|request| !request.is_batch_part()).map(RecordedRequest::from).collect()
    }
}
