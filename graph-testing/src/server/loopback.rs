use std::{io, net::Ipv4Addr, sync::Arc};

use graph_runtime::{Bytes, http};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpListener,
    task::{AbortHandle, JoinSet},
};

use crate::exchange::Exchange;

/// The largest body of a request, in bytes.
const MAX_BODY_SIZE: usize = 256 << 20;

/// Why a connection is closed without a response.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the test closes the connection")
    }
}

impl std::error::Error for Closed {}

/// Binds a free port of 127.0.0.1, and returns the port and what serves it.
pub(super) async fn bind() -> io::Result<(u16, TcpListener)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    Ok((listener.local_addr()?.port(), listener))
}

/// Serves until the handle is used. Connections end with the server.
pub(super) fn serve(listener: TcpListener, exchange: Arc<Exchange>) -> AbortHandle {
    let task = tokio::spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let exchange = Arc::clone(&exchange);
            connections.spawn(async move {
                let service = service_fn(move |request| handle(request, Arc::clone(&exchange)));
                // An error means that the connection was closed.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
            while connections.try_join_next().is_some() {}
        }
    });
    task.abort_handle()
}

async fn handle(
    request: http::Request<Incoming>,
    exchange: Arc<Exchange>,
) -> Result<http::Response<Full<Bytes>>, Closed> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY_SIZE).collect().await.map_err(|_| Closed)?.to_bytes();
    let outcome = exchange.handle(http::Request::from_parts(head, body));
    if !outcome.delay.is_zero() {
        tokio::time::sleep(outcome.delay).await;
    }
    outcome.response.map(|response| response.map(Full::new)).ok_or(Closed)
}
