//! A server on loopback that answers every request with the same JSON.

use std::{convert::Infallible, io, net::Ipv4Addr};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, Response, body::Incoming, header, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Starts a server on the current runtime and gives the URL of its root. It runs as long as the runtime.
///
/// On the runtime of the client, which has one thread, so that what is timed is work, and not how long another core takes to wake up.
///
/// # Errors
///
/// Where no port can be had.
pub async fn serve(answer: &'static str) -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service_fn(move |request| respond(request, answer));
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    Ok(format!("http://{address}/v1.0"))
}

async fn respond(request: Request<Incoming>, answer: &'static str) -> Result<Response<Full<Bytes>>, Infallible> {
    // A client that breaks off has nobody to answer.
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(Bytes::from_static(answer.as_bytes())));
    let json = header::HeaderValue::from_static("application/json;odata.metadata=minimal;charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    Ok(response)
}
