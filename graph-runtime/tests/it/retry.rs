//! Retries: when, after how long, and with which request.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::{AssignLicense, GraphService};
use graph_runtime::{
    Attempt, Backoff, CallOptions, Client, ClientBuilder, Decision, ErrorKind, NoRetry, Retry, StaticToken,
};

/// Attempt number, status, and `Retry-After`.
type Told = (u32, u16, Option<Duration>);

/// Retries after each 503, and records the attempts.
#[derive(Clone, Debug, Default)]
struct Patient {
    told: Arc<Mutex<Vec<Told>>>,
}

impl Retry for Patient {
    fn decide(&self, attempt: &Attempt<'_>) -> Decision {
        let Ok((status, _)) = attempt.result else { return Decision::GiveUp };
        self.told.lock().unwrap().push((attempt.number, status.as_u16(), attempt.retry_after()));
        if status == 503 { Decision::After(Duration::from_secs(3600)) } else { Decision::GiveUp }
    }
}

/// Fails this many times, and then succeeds.
fn flaky(times: usize, refusal: impl Fn() -> Reply + Send + Sync + 'static) -> Loopback {
    let count = AtomicUsize::new(0);
    Loopback::start(move |_| {
        if count.fetch_add(1, Ordering::SeqCst) < times { refusal() } else { Reply::json(200, r#"{"id": "1"}"#) }
    })
}

fn refusal(status: u16, headers: &'static str) -> impl Fn() -> Reply + Send + Sync + 'static {
    move || Reply::with_headers(status, headers, b"")
}

fn settings(server: &Loopback, clock: &Clock) -> ClientBuilder {
    Client::builder().base_url(server.root()).credential(StaticToken::new("token")).timer(clock.clone())
}

#[tokio::test]
async fn attempts_differ_only_in_their_number() {
    let (server, clock, policy) =
        (flaky(2, refusal(503, "Retry-After: 2.128\r\n")), Clock::default(), Patient::default());
    let service = GraphService::new(settings(&server, &clock).retry(policy.clone()).build().unwrap());
    service.me().assign_license(&AssignLicense::default()).send().await.unwrap();

    let seen = server.seen();
    let numbers: Vec<_> = seen.iter().map(|request| request.header("retry-attempt")).collect();
    assert_eq!(numbers, [None, Some("1"), Some("2")]);
    for request in &seen {
        assert_eq!(request.body, b"{}");
        assert_eq!(request.target(), seen[0].target());
        for header in ["client-request-id", "authorization", "content-length", "content-type", "user-agent"] {
            assert_eq!(request.header(header), seen[0].header(header));
            assert!(request.header(header).is_some(), "{header}");
        }
    }
    let after = || Some(Duration::from_millis(2128));
    assert_eq!(*policy.told.lock().unwrap(), [(1, 503, after()), (2, 503, after())]);
    assert_eq!(clock.waits().iter().filter(|wait| wait.as_secs() == 3600).count(), 2);
}

#[tokio::test]
async fn each_form_of_retry_after_is_respected() {
    for (headers, seconds) in [
        ("Retry-After: 7\r\n", 7.0),
        ("Retry-After: 2.128\r\n", 2.128),
        ("Retry-After: Wed, 18 Nov 2026 10:26:50 GMT\r\n", 10.0),
        ("Retry-After: Wednesday, 18-Nov-26 10:26:50 GMT\r\n", 10.0),
        ("Retry-After: Wed Nov 18 10:26:50 2026\r\n", 10.0),
        ("Retry-After: Wed, 18 Nov 2026 10:26:50 GMT\r\nDate: Wed, 18 Nov 2026 10:26:30 GMT\r\n", 20.0),
        ("Retry-After: 0\r\n", 0.0),
    ] {
        for status in [429, 503, 504] {
            let (server, clock) = (flaky(1, refusal(status, headers)), Clock::default());
            let service = GraphService::new(settings(&server, &clock).build().unwrap());
            service.me().reprocess_license_assignment().send().await.unwrap();
            assert_eq!(server.seen().len(), 2);
            assert_eq!(clock.waits().first(), Some(&Duration::from_secs_f64(seconds)), "{status} {headers}");
        }
    }
}

#[tokio::test]
async fn waits_grow_without_retry_after() {
    let (server, clock) = (flaky(3, refusal(504, "")), Clock::default());
    let service = GraphService::new(settings(&server, &clock).build().unwrap());
    service.me().get().send().await.unwrap();
    let waits = clock.waits();
    assert_eq!(waits.len(), 3);
    for (wait, most) in waits.iter().zip([1.0, 2.0, 4.0]) {
        assert!((most / 2.0..=most).contains(&wait.as_secs_f64()), "{waits:?}");
    }
}

#[tokio::test]
async fn the_last_response_is_returned() {
    let (server, clock) = (flaky(9, refusal(429, "Retry-After: 1\r\n")), Clock::default());
    let service = GraphService::new(settings(&server, &clock).build().unwrap());
    let error = service.me().reprocess_license_assignment().send().await.unwrap_err();
    assert!(error.is_throttled() && error.may_have_been_sent());
    assert_eq!(server.seen().len(), 4, "three retries");
    assert_eq!(server.last().header("retry-attempt"), Some("3"));

    // A wait longer than the limit is not retried.
    let (server, clock) = (flaky(9, refusal(429, "Retry-After: 86400\r\n")), Clock::default());
    let service = GraphService::new(settings(&server, &clock).build().unwrap());
    assert!(service.me().get().send().await.unwrap_err().is_throttled());
    assert_eq!((server.seen().len(), clock.waits().len()), (1, 0));
}

#[tokio::test]
async fn retries_can_be_disabled() {
    let (server, clock) = (flaky(9, refusal(503, "Retry-After: 1\r\n")), Clock::default());
    let client = settings(&server, &clock).retry(NoRetry).build().unwrap();
    assert!(GraphService::new(client).me().get().send().await.unwrap_err().is_throttled());
    assert_eq!(server.seen().len(), 1);
    // For one call, and vice versa.
    let patient = GraphService::new(settings(&server, &clock).build().unwrap());
    let once = CallOptions::default().retry(NoRetry);
    assert!(patient.me().get().with_options(once.clone()).send().await.is_err());
    assert!(patient.users().get().with_options(once.clone()).send().await.is_err());
    assert!(patient.me().retire().with_options(once).send().await.is_err());
    assert_eq!(server.seen().len(), 4);
    let eager = CallOptions::default().retry(Backoff::default().max_retries(9));
    patient.me().get().with_options(eager).send().await.unwrap();
    assert_eq!(server.last().header("retry-attempt"), Some("5"));
}

#[tokio::test]
async fn a_503_is_retried_over_a_new_connection() {
    let count = AtomicUsize::new(0);
    let server = Loopback::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        2 | 5 => Reply::with_headers(503, "", b""),
        3 => Reply::with_headers(429, "Retry-After: 0\r\n", b""),
        _ => Reply::json(200, "{}"),
    });
    let service = GraphService::new(settings(&server, &Clock::default()).build().unwrap());
    for connections in [1, 1, 2, 3] {
        service.me().get().send().await.unwrap();
        assert_eq!(server.connections(), connections);
    }
    // Request 3 used the first connection and got 503, 4 a second one and got 429, 5 the first again.
    assert_eq!(server.seen().len(), 7);
}

#[tokio::test]
async fn broken_connections() {
    let broken = |times| flaky(times, || Reply::Close(Vec::new()));
    let (server, clock) = (broken(2), Clock::default());
    GraphService::new(settings(&server, &clock).build().unwrap()).me().get().send().await.unwrap();
    assert_eq!((server.seen().len(), clock.waits().len()), (3, 2));

    let server = broken(2);
    let service = GraphService::new(settings(&server, &clock).build().unwrap());
    let error = service.me().reprocess_license_assignment().send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Transport && error.may_have_been_sent());
    assert_eq!(server.seen().len(), 1, "it may have taken effect");

    // Nothing was sent, so an action is retried, too.
    let clock = Clock::default();
    let nobody = Client::builder().base_url("http://127.0.0.1:1").timer(clock.clone()).build().unwrap();
    let error = GraphService::new(nobody).me().retire().send().await.unwrap_err();
    assert!(!error.may_have_been_sent());
    assert_eq!(clock.waits().len(), 3);
}

#[tokio::test]
async fn a_dropped_call_is_not_retried() {
    let server = flaky(9, refusal(503, ""));
    let service = GraphService::new(Client::builder().base_url(server.root()).build().unwrap());
    let call = tokio::spawn(service.me().get().send());
    while server.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert_eq!(server.seen().len(), 1);
}

/// Every request type has its own options.
#[test]
fn every_request_has_options() {
    use graph_runtime::{
        Call, CallOptions, Content, Count, Download, Get, Operation, Upload, Write, codegen::Resource,
    };
    let client = graph_runtime::Client::builder().base_url("http://127.0.0.1:1").build().expect("a client");
    let resource = Resource::root(client);
    let options = || CallOptions::default().timeout(Duration::from_secs(7));
    let upload = || Upload::new(&resource, "$value", "t", "x").content_type("text/plain");
    assert!(upload().options().is_none());
    assert!(upload().with_options(options()).options().is_some());
    assert!(Count::<()>::new(&resource, "t").with_options(options()).options().is_some());
    assert!(Download::new(&resource, "$value", "t").with_options(options()).options().is_some());
    assert!(Write::<()>::delete(&resource, None, "t").with_options(options()).options().is_some());
    assert!(Call::<Content>::get(&resource, "t").with_options(options()).options().is_some());
    assert!(Get::<crate::sample::User>::new(&resource, "t", &[]).with_options(options()).options().is_some());
}

#[tokio::test]
async fn a_cautious_policy_does_not_repeat_what_may_have_taken_effect() {
    for (status, repeated) in [(429, true), (503, true), (504, false)] {
        let (server, clock) = (flaky(1, refusal(status, "")), Clock::default());
        let service =
            GraphService::new(settings(&server, &clock).retry(Backoff::default().cautious()).build().unwrap());
        assert_eq!(service.me().reprocess_license_assignment().send().await.is_ok(), repeated, "{status}");
        assert_eq!(server.seen().len(), if repeated { 2 } else { 1 }, "{status}");
    }
    let (server, clock) = (flaky(1, refusal(504, "")), Clock::default());
    let service = GraphService::new(settings(&server, &clock).retry(Backoff::default().cautious()).build().unwrap());
    assert!(service.me().get().send().await.is_ok(), "reading is safe to repeat");
}
