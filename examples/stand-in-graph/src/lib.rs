//! A stand-in for Microsoft Graph on loopback: a real HTTP server that knows a handful of users, for examples and tests.
//!
//! It is strict where Graph is: a POST without `Content-Length` is answered with 411, an unknown user with 404 and Graph's error
//! envelope, `$select` and `$top` are obeyed.

mod answer;
mod directory;
mod tenant;

use std::{
    convert::Infallible,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use self::tenant::Directory;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinHandle};

pub use tenant::{Counts, Tenant};

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The method, in capitals.
    pub method: String,
    /// Path and query, as on the request line.
    pub target: String,
    /// The headers, names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Recorded {
    /// The value of a header, if it came.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A running server. It stops when this value is dropped.
#[derive(Debug)]
pub struct StandIn {
    address: SocketAddr,
    log: Arc<Mutex<Vec<Recorded>>>,
    directory: Option<Arc<Directory>>,
    accepting: JoinHandle<()>,
}

/// No request that the stand-in knows has a larger body.
const LARGEST_BODY: usize = 1 << 20;

impl StandIn {
    /// Starts a server on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// Where no port can be had.
    pub async fn start() -> io::Result<Self> {
        Self::serve(None).await
    }

    /// Starts a server that has a tenant's users. It does not keep what it was asked.
    ///
    /// # Errors
    ///
    /// Where no port can be had.
    pub async fn with(tenant: Tenant) -> io::Result<Self> {
        Self::serve(Some(Arc::new(Directory::new(tenant)))).await
    }

    async fn serve(directory: Option<Arc<Directory>>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let log: Arc<Mutex<Vec<Recorded>>> = Arc::default();
        let place =
            Place { base_url: format!("http://{address}/v1.0"), log: Arc::clone(&log), directory: directory.clone() };
        let place = Arc::new(place);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let place = Arc::clone(&place);
                tokio::spawn(async move {
                    let service = service_fn(move |request| serve(request, Arc::clone(&place)));
                    // A connection that the client breaks off is the client's business.
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Ok(Self { address, log, directory, accepting })
    }

    /// What a client takes as base URL: `http://127.0.0.1:PORT/v1.0`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1.0", self.address)
    }

    /// How often the tenant's users were reprocessed.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.directory.as_ref().map(|directory| directory.counts()).unwrap_or_default()
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// What connections share.
struct Place {
    base_url: String,
    log: Arc<Mutex<Vec<Recorded>>>,
    directory: Option<Arc<Directory>>,
}

async fn serve(request: Request<Incoming>, place: Arc<Place>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return Ok(answer::error(413, "RequestEntityTooLarge", "The request is too large.", "")),
    };
    let recorded = Recorded {
        method: head.method.to_string(),
        target: head.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: body.to_vec(),
    };
    if let Some(directory) = &place.directory {
        let response = directory.answer(&recorded, &place.base_url);
        return Ok(response.unwrap_or_else(|| answer::answer(&recorded)));
    }
    let response = answer::answer(&recorded);
    place.log.lock().unwrap_or_else(PoisonError::into_inner).push(recorded);
    Ok(response)
}
