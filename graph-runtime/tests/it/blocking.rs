//! Blocking calls.

use crate::loopback::{Loopback, Reply};
use crate::sample::GraphService;
use graph_runtime::{BlockingClient, Client, ErrorKind, Object};

fn blocking(server: &Loopback) -> BlockingClient {
    BlockingClient::new(Client::builder().base_url(server.root()).build().unwrap()).unwrap()
}

#[test]
fn calls_work_on_any_thread_and_reuse_the_connection() {
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

#[test]
fn pages_and_items_are_iterators() {
    let server = Loopback::start(|seen| match seen.query() {
        None => Reply::json(200, r#"{"value": [{"id": "1"}, {"id": "2"}], "@odata.nextLink": "users?$skiptoken=2"}"#),
        Some("$skiptoken=2") => {
            Reply::json(200, r#"{"value": [{"id": "3"}], "@odata.nextLink": "users?$skiptoken=3"}"#)
        }
        Some(_) => Reply::json(404, "{}"),
    });
    let blocking = blocking(&server);
    let users = GraphService::new(blocking.client().clone()).users();
    let ids: Vec<_> =
        blocking.iterate(users.get().items()).map_while(|user| Object::into_value(user.ok()?).id).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let mut pages = blocking.iterate(users.get().pages());
    assert_eq!(pages.next().unwrap().unwrap().items().len(), 2);
    assert_eq!(pages.next().unwrap().unwrap().items().len(), 1);
    assert!(pages.next().unwrap().unwrap_err().is_not_found());
    assert!(pages.next().is_none());
    assert_eq!(server.seen().len(), 6);
}

#[test]
fn futures_can_be_awaited() {
    let server = Loopback::start(|seen| match seen.method() {
        "POST" => Reply::with_headers(202, "Location: /v1.0/monitor\r\nRetry-After: 0\r\n", b""),
        _ => Reply::json(200, r#"{"id": "1"}"#),
    });
    let blocking = blocking(&server);
    let me = GraphService::new(blocking.client().clone()).me();
    let work = blocking.wait(me.reprocess_license_assignment().begin()).unwrap();
    assert_eq!(blocking.wait(work.result()).unwrap().id.as_deref(), Some("1"));
    let content = blocking.wait(me.photo().stream()).unwrap();
    let pieces: Result<Vec<_>, _> = blocking.iterate(content).collect();
    assert_eq!(pieces.unwrap().concat(), br#"{"id": "1"}"#);
}

#[tokio::test]
async fn blocking_calls_in_asynchronous_code_are_errors() {
    let server = Loopback::json(200, "{}");
    let blocking = tokio::task::spawn_blocking(move || blocking(&server)).await.unwrap();
    let me = GraphService::new(blocking.client().clone()).me();
    assert!(blocking.execute(&me.get()).is_err_and(|error| error.kind() == ErrorKind::BlockingCall));
    let users = GraphService::new(blocking.client().clone()).users();
    let given: Vec<_> = blocking.iterate(users.get().items()).collect();
    assert!(matches!(&given[..], [Err(error)] if error.kind() == ErrorKind::BlockingCall));
    assert!(blocking.wait(me.get().send()).is_err_and(|error| error.kind() == ErrorKind::BlockingCall));
}

#[tokio::test]
async fn a_blocking_client_can_be_dropped_in_asynchronous_code() {
    let server = Loopback::json(200, r#"{"id": "1"}"#);
    drop(blocking(&server));
    // With a connection in its pool, and with the last clone of the client elsewhere.
    let used = std::thread::spawn(move || {
        let blocking = blocking(&server);
        let me = GraphService::new(blocking.client().clone()).me();
        blocking.execute(&me.get()).unwrap();
        (blocking, server)
    });
    let (blocking, server) = used.join().unwrap();
    let client = blocking.client().clone();
    drop(blocking);
    GraphService::new(client).me().get().send().await.unwrap();
    assert_eq!(server.seen().len(), 2);
}
