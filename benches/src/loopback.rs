//! A server on loopback that responds to all requests with the same JSON.

use std::{convert::Infallible, io, net::Ipv4Addr};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, Response, body::Incoming, header, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Starts a server on the current runtime and returns the URL of its root. It runs as long as the runtime.
///
/// If client and server share a single-threaded runtime, no time is spent on waking another core.
///
/// # Errors
///
/// Returns an error if the port cannot be bound.
pub async fn serve(body: &'static str) -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service_fn(move |request| respond(request, body));
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    Ok(format!("http://{address}/v1.0"))
}

async fn respond(request: Request<Incoming>, body: &'static str) -> Result<Response<Full<Bytes>>, Infallible> {
    // An error means that the client closed the connection.
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(Bytes::from_static(body.as_bytes())));
    let json = header::HeaderValue::from_static("application/json;odata.metadata=minimal;charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    Ok(response)
}
