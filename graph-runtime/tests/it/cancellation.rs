//! A dropped call leaves the throttler, the token cache and the connection pool usable, wherever it was.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::loopback::{Loopback, Reply};
use crate::sample::GraphService;
use bytes::Bytes;
use graph_runtime::{
    AccessToken, BoxFuture, CachedCredential, Client, Limits, Transport, TransportError, credential_fn, http,
};
use tokio::time::{sleep, timeout};

/// Responds after 100 ms, and rejects every third request for a second.
#[derive(Clone, Debug, Default)]
struct Service(Arc<AtomicUsize>);

impl Transport for Service {
    fn execute(
        &self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            sleep(Duration::from_millis(100)).await;
            let response = match self.0.fetch_add(1, Ordering::SeqCst) % 3 {
                1 => http::Response::builder().status(429).header("retry-after", "1"),
                _ => http::Response::builder(),
            };
            Ok(response.body(Bytes::from_static(b"{\"value\": []}")).unwrap())
        })
    }
}

#[tokio::test(start_paused = true)]
async fn calls_can_be_dropped_at_any_time() {
    // Within three seconds, calls get a token, wait in the queue, are sent, are rejected and wait for a retry.
    for drop_after in (0..3000).step_by(20) {
        let tokens = Arc::<AtomicUsize>::default();
        let counted = tokens.clone();
        let credential = credential_fn(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            async {
                sleep(Duration::from_millis(100)).await;
                Ok(AccessToken::new("token", None))
            }
        });
        let client = Client::builder().base_url("http://127.0.0.1/v1.0").transport(Service::default());
        let service = GraphService::new(client.credential(CachedCredential::new(credential)).build().unwrap());
        let calls: Vec<_> = (0..8).map(|_| tokio::spawn(service.users().get().send())).collect();
        sleep(Duration::from_millis(drop_after)).await;
        for call in &calls {
            call.abort();
        }
        for _ in 0..4 {
            let last = timeout(Duration::from_secs(20), service.users().get().send()).await;
            assert!(last.is_ok_and(|result| result.is_ok()), "dropped after {drop_after} ms");
        }
        assert!(tokens.load(Ordering::SeqCst) <= 2, "dropped after {drop_after} ms");
    }
}

#[tokio::test]
async fn connections_are_usable_after_dropped_calls() {
    let server = Loopback::start(|seen| match seen.path() {
        "/v1.0/me" => {
            Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec(), Duration::from_millis(300))
        }
        _ => Reply::json(200, r#"{"value": []}"#),
    });
    let service = GraphService::new(Client::builder().base_url(server.root()).build().unwrap());
    for _ in 0..20 {
        let call = tokio::spawn(service.me().get().send());
        while server.seen().last().is_none_or(|seen| seen.path() != "/v1.0/me") {
            sleep(Duration::from_millis(1)).await;
        }
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        service.users().get().send().await.unwrap();
    }
}
