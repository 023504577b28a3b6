use std::{
    any::Any,
    io,
    net::Ipv4Addr,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use graph_runtime::{Bytes, http};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
};

use crate::{calls::Problem, exchange::Exchange, text::shown_target};

/// The largest body of a request, in bytes.
const MAX_BODY_SIZE: usize = 256 << 20;

/// How long no connection is accepted after a failure, such as that of too many open files.
const PAUSE: Duration = Duration::from_millis(20);

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
    tokio::spawn(serve_all(listener, exchange)).abort_handle()
}

/// Where connections come from.
trait Connections: Send + Sync + 'static {
    /// Returns the next one.
    fn next(&self) -> impl Future<Output = io::Result<TcpStream>> + Send;
}

impl Connections for TcpListener {
    async fn next(&self) -> io::Result<TcpStream> {
        Ok(self.accept().await?.0)
    }
}

async fn serve_all(listener: impl Connections, exchange: Arc<Exchange>) {
    let mut connections = JoinSet::new();
    let mut was_accepted = true;
    loop {
        while connections.try_join_next().is_some() {}
        let stream = match listener.next().await {
            Ok(stream) => stream,
            Err(problem) => {
                // The next connection may succeed. Failures in a row are reported once.
                if was_accepted {
                    report(&exchange, "a connection was not accepted".to_owned(), problem.to_string());
                }
                was_accepted = false;
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        was_accepted = true;
        let exchange = Arc::clone(&exchange);
        connections.spawn(async move {
            let service = service_fn(move |request| handle(request, Arc::clone(&exchange)));
            // An error means that the connection was closed.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Lets the test fail, and returns the response to the client.
fn report(exchange: &Exchange, subject: String, message: String) -> http::Response<Bytes> {
    let problem = Problem::Failed { subject, message };
    let response = problem.response().into_http();
    let mut state = exchange.lock();
    state.problems.push(problem);
    state.is_reported = false;
    response
}

/// Returns the message of a panic.
fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
}

async fn handle(
    request: http::Request<Incoming>,
    exchange: Arc<Exchange>,
) -> Result<http::Response<Full<Bytes>>, Closed> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY_SIZE).collect().await.map_err(|_| Closed)?.to_bytes();
    let shown = format!("{} {}", head.method, shown_target(head.uri.path(), head.uri.query()));
    // In memory a panic of the test's functions reaches the test. Here it would only end the connection.
    let outcome = match catch_unwind(AssertUnwindSafe(|| exchange.handle(http::Request::from_parts(head, body)))) {
        Ok(outcome) => outcome,
        Err(panic) => {
            let subject = format!("the answer to {shown} panicked");
            return Ok(report(&exchange, subject, message_of(&*panic)).map(Full::new));
        }
    };
    if !outcome.delay.is_zero() {
        tokio::time::sleep(outcome.delay).await;
    }
    outcome.response.map(|response| response.map(Full::new)).ok_or(Closed)
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
    };

    use tokio::net::{TcpListener, TcpStream};

    use super::{Connections, bind, serve_all};
    use crate::exchange::Exchange;

    /// Fails three times.
    struct Failing(TcpListener, AtomicUsize);

    impl Connections for Failing {
        async fn next(&self) -> io::Result<TcpStream> {
            if self.1.fetch_add(1, Ordering::Relaxed) < 3 {
                return Err(io::Error::other("too many open files"));
            }
            self.0.next().await
        }
    }

    #[tokio::test]
    async fn connections_are_accepted_after_a_failure() {
        let (port, listener) = bind().await.unwrap();
        let exchange = Arc::new(Exchange::new("http://127.0.0.1/v1.0"));
        let task = tokio::spawn(serve_all(Failing(listener, AtomicUsize::new(0)), Arc::clone(&exchange)));
        let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.writable().await.unwrap();
        stream.try_write(b"GET /v1.0/a HTTP/1.1\r\nhost: h\r\n\r\n").unwrap();
        stream.readable().await.unwrap();
        let mut buffer = [0; 12];
        assert_eq!(stream.try_read(&mut buffer).unwrap(), 12);
        assert_eq!(&buffer, b"HTTP/1.1 501");
        let problems: Vec<String> = exchange.problems().iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert_eq!(problems[0], "a connection was not accepted: too many open files");
        task.abort();
    }
}
