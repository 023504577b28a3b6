//! Middleware sees each attempt, in order, and may respond itself.

use std::sync::{Arc, Mutex};

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use bytes::Bytes;
use graph_runtime::{BoxFuture, Client, Limits, Middleware, Next, TransportError, http};

/// Records its name before and after.
#[derive(Clone, Debug)]
struct Named(&'static str, Arc<Mutex<Vec<String>>>);

impl Middleware for Named {
    fn handle<'a>(
        &'a self,
        mut request: http::Request<Bytes>,
        limits: Limits,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        self.1.lock().unwrap().push(format!("{} in", self.0));
        request.headers_mut().append("x-route", http::HeaderValue::from_static(self.0));
        Box::pin(async move {
            let answer = next.run(request, limits).await;
            self.1.lock().unwrap().push(format!("{} out", self.0));
            answer
        })
    }
}

/// Responds without sending a request.
#[derive(Debug)]
struct Canned;

impl Middleware for Canned {
    fn handle<'a>(
        &'a self,
        _: http::Request<Bytes>,
        _: Limits,
        _: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async { Ok(http::Response::new(Bytes::from_static(b"{\"id\": \"canned\"}"))) })
    }
}

#[tokio::test]
async fn each_attempt_passes_through_all_middleware_in_order() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = Loopback::start(move |_| match count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => Reply::with_headers(503, "", b""),
        _ => Reply::json(200, "{}"),
    });
    let log = Arc::<Mutex<Vec<String>>>::default();
    let client = Client::builder().base_url(server.root()).timer(Clock::default());
    let client = client.middleware(Named("a", log.clone())).middleware(Named("b", log.clone())).build().unwrap();
    GraphService::new(client).me().get().send().await.unwrap();
    assert_eq!(*log.lock().unwrap(), ["a in", "b in", "b out", "a out"].repeat(2));
    assert!(server.seen().iter().all(|seen| seen.head.to_lowercase().contains("x-route: a\r\nx-route: b")));
}

#[tokio::test]
async fn middleware_may_respond_itself() {
    let client = Client::builder().base_url("http://127.0.0.1:1").middleware(Canned).build().unwrap();
    let user = GraphService::new(client).me().get().send().await.unwrap();
    assert_eq!(user.id.as_deref(), Some("canned"));
}
