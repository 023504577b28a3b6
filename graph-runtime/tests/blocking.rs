//! Calls that block their thread.
#![cfg(feature = "blocking")]

mod loopback;
mod sample;

use graph_runtime::{BlockingClient, Client, Error};
use loopback::Loopback;
use sample::GraphService;

fn blocking(server: &Loopback) -> BlockingClient {
    BlockingClient::new(Client::builder().base_url(server.root()).build().unwrap()).unwrap()
}

#[test]
fn calls_are_answered_on_any_thread_over_one_connection() {
    let server = Loopback::json(200, r#"{"id": "1"}"#);
    let blocking = blocking(&server);
    let me = GraphService::new(blocking.client().clone()).me();
    for _ in 0..3 {
        assert_eq!(blocking.execute(&me.get()).unwrap().id.as_deref(), Some("1"));
    }
    assert_eq!(server.connections(), 1);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(blocking.execute(&me.reprocess_license_assignment()).is_ok()));
        }
    });
    assert_eq!(blocking.exchange(&me.get()).unwrap().status(), 200);
}

#[tokio::test]
async fn within_asynchronous_code_it_is_refused() {
    let server = Loopback::json(200, "{}");
    let blocking = tokio::task::spawn_blocking(move || blocking(&server)).await.unwrap();
    let me = GraphService::new(blocking.client().clone()).me();
    assert!(matches!(blocking.execute(&me.get()), Err(Error::Request { .. })));
    // A runtime may not end within another one.
    tokio::task::spawn_blocking(move || drop(blocking)).await.unwrap();
}
