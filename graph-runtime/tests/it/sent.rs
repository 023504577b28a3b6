//! Whether the service may have received a call, if a later step of the call fails.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::loopback::{Loopback, Reply, clock::Clock, hostile::first_then};
use crate::sample::{GraphService, UserRequestBuilder};
use graph_runtime::{AccessToken, Backoff, Client, ClientBuilder, Error, ErrorKind, credential_fn};

fn settings(server: &Loopback) -> ClientBuilder {
    Client::builder().base_url(server.root()).timer(Clock::default())
}

fn me(settings: ClientBuilder) -> UserRequestBuilder {
    GraphService::new(settings.build().unwrap()).me()
}

/// A credential that fails the second time.
fn failing_later(settings: ClientBuilder) -> ClientBuilder {
    let calls = AtomicUsize::new(0);
    settings.credential(credential_fn(move |_| {
        let is_first = calls.fetch_add(1, Ordering::SeqCst) == 0;
        async move { if is_first { Ok(AccessToken::new("token", None)) } else { Err("signed out".into()) } }
    }))
}

#[tokio::test]
async fn a_failed_retry_may_have_been_sent_before() {
    for reply in [Reply::Close(Vec::new()), Reply::json(503, "{}")] {
        let server = Loopback::start(move |_| reply.clone());
        let error = me(failing_later(settings(&server))).get().send().await.unwrap_err();
        assert_eq!((error.kind(), server.seen().len()), (ErrorKind::Credential, 1), "{error}");
        assert!(error.may_have_been_sent(), "{error}");
    }
    let server = Loopback::json(200, "{}");
    let failing = credential_fn(|_| async { Err("signed out".into()) });
    let error = me(settings(&server).credential(failing)).get().send().await.unwrap_err();
    assert!(!error.may_have_been_sent() && server.seen().is_empty(), "{error}");
}

#[tokio::test]
async fn a_call_whose_redirect_fails_was_sent() {
    for location in ["http://x.example/", "ftp://x.example/", "//user@x.example/", "http://[", "http://127.0.0.1:1/"] {
        let server = Loopback::start(move |_| Reply::with_headers(302, &format!("Location: {location}\r\n"), b""));
        let error = me(settings(&server)).report().send().await.unwrap_err();
        assert!(error.may_have_been_sent() && server.seen().len() == 1, "{location}: {error}");
        let error = me(settings(&server)).report().stream().await.unwrap_err();
        assert!(error.may_have_been_sent() && server.seen().len() == 2, "{location}: {error}");
    }
}

#[tokio::test]
async fn long_running_work_was_begun() {
    async fn work(server: &Loopback) -> Error {
        let begun = me(failing_later(settings(server))).reprocess_license_assignment().begin().await;
        match begun {
            Ok(work) => work.result().await.unwrap_err(),
            Err(error) => error,
        }
    }
    for location in ["http://x.example/", "ftp://x.example/", "http://[", "http://127.0.0.1:1/", "/v1.0/monitor"] {
        let server = Loopback::start(move |_| Reply::with_headers(202, &format!("Location: {location}\r\n"), b""));
        let error = work(&server).await;
        assert!(error.may_have_been_sent() && server.seen().len() == 1, "{location}: {error}");
    }
    let accepted = Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b"");
    let finished = Reply::json(200, r#"{"status":"succeeded","resourceLocation":"http://x.example/"}"#);
    let server = first_then(accepted, finished);
    let begun = me(settings(&server)).reprocess_license_assignment().begin().await.unwrap();
    let error = begun.result().await.unwrap_err();
    assert!(error.kind() == ErrorKind::InsecureLink && error.may_have_been_sent(), "{error}");
}

/// A throttled call was not executed, but one that a gateway answered for may have been.
#[tokio::test]
async fn a_batch_whose_next_round_fails_was_sent() {
    let part = r#"{"responses":[{"id":"1","status":503}]}"#;
    let server = first_then(Reply::json(200, part), Reply::Close(Vec::new()));
    let client = failing_later(settings(&server)).retry(Backoff::default()).build().unwrap();
    let me = GraphService::new(client.clone()).me();
    let error = client.execute_all([me.get()]).await.remove(0).unwrap_err();
    assert!(error.kind() == ErrorKind::Batch && error.may_have_been_sent(), "{error}");
    assert_eq!((error.is_credential(), server.seen().len()), (true, 1));
}
