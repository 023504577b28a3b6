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
    Attempt, Backoff, CallOptions, Client, ClientBuilder, Decision, Description, ErrorKind, NoRetry, Retry,
    StaticToken, TransportError,
    http::{HeaderMap, HeaderValue, StatusCode},
    transport::TransportErrorKind,
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
    let settings = settings(&server, &clock).retry(policy.clone()).call_timeout(Duration::from_secs(3 * 3600));
    let service = GraphService::new(settings.build().unwrap());
    service.me().assign_license(AssignLicense::default()).send().await.unwrap();

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
            match status {
                504 => drop(service.me().get().send().await.unwrap()),
                _ => drop(service.me().reprocess_license_assignment().send().await.unwrap()),
            }
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

/// The columns of the table in `docs/limits.md` that have operations, and one of each.
const OPERATIONS: [(&str, &[Description]); 3] = [
    (
        "`GET`, `PUT`, `DELETE`",
        &[Description::get("t", "/t"), Description::put("t", "/t"), Description::delete("t", "/t")],
    ),
    ("`POST` without a body", &[Description::post("t", "/t").without_body()]),
    ("`POST`, `PATCH` with a body", &[Description::post("t", "/t"), Description::patch("t", "/t")]),
];

/// Returns whether the policies of [`is_sent_again`] send a call again, in their order.
fn stated(cell: &str) -> [bool; 4] {
    match cell {
        "yes" => [true; 4],
        "no" => [false; 4],
        "unless `cautious`" => [false, true, true, true],
        "if `persistent`" => [false, false, true, false],
        "if `repeat_on`" => [false, false, false, true],
        other => panic!("`{other}` says nothing"),
    }
}

fn is_sent_again(description: &Description, result: Result<(StatusCode, &HeaderMap), &TransportError>) -> [bool; 4] {
    let repeated = match result {
        Ok((status, _)) => Backoff::default().repeat_on(status),
        Err(_) => Backoff::default(),
    };
    let policies = [Backoff::default().cautious(), Backoff::default(), Backoff::default().persistent(), repeated];
    policies.map(|policy| policy.decide(&Attempt::new(description, result)) != Decision::GiveUp)
}

#[test]
fn the_documentation_states_what_is_sent_again() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/limits.md")).unwrap();
    let table = text.split("## What is sent again").nth(1).unwrap().split("\n\n").find(|part| part.starts_with('|'));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut lines = table.unwrap().lines();
    let head = cells(lines.next().unwrap());
    assert_eq!(head[2..], OPERATIONS.map(|(name, _)| name.to_owned()));
    let mut rows = 0;
    for line in lines.skip(1) {
        let row = cells(line);
        let (mut outcome, mut headers) = (row[0].as_str(), HeaderMap::new());
        if let Some(status) = outcome.strip_suffix(" with `Retry-After`") {
            outcome = status;
            headers.insert("retry-after", HeaderValue::from_static("1"));
        }
        for ((_, operations), cell) in OPERATIONS.iter().zip(&row[2..]) {
            for description in *operations {
                for outcome in outcome.split(", ") {
                    let found = match outcome.parse::<u16>() {
                        Ok(status) => {
                            let status = StatusCode::from_u16(status).unwrap();
                            is_sent_again(description, Ok((status, &headers)))
                        }
                        Err(_) => {
                            let kind = match outcome {
                                "no connection" => TransportErrorKind::Connect,
                                "the connection broke while sending" => TransportErrorKind::Send,
                                "the connection broke while receiving" => TransportErrorKind::Receive,
                                "the attempt timed out" => TransportErrorKind::Timeout,
                                "the response is too large" => TransportErrorKind::TooLarge(1),
                                other => panic!("`{other}` is not tested"),
                            };
                            let error = TransportError::new(kind, None);
                            assert_eq!(error.may_have_been_sent(), row[1] != "no", "{line}");
                            is_sent_again(description, Err(&error))
                        }
                    };
                    // `repeat_on` adds statuses for what is safe to repeat; the other cells do not speak of it.
                    let columns = if cell == "if `repeat_on`" || cell == "yes" { 4 } else { 3 };
                    assert_eq!(found[..columns], stated(cell)[..columns], "{line}: {outcome}, {description}");
                    rows += 1;
                }
            }
        }
    }
    assert!(rows > 60, "{rows} combinations are stated");
}

#[tokio::test]
async fn policies_differ_in_what_may_have_taken_effect() {
    let cautious = || Backoff::default().cautious();
    let persistent = || Backoff::default().persistent();
    for (policy, status, headers, bare, with_body) in [
        (cautious as fn() -> Backoff, 429, "", true, true),
        (cautious, 503, "Retry-After: 1\r\n", true, true),
        (cautious, 503, "", false, false),
        (cautious, 504, "", false, false),
        (Backoff::default, 429, "", true, true),
        (Backoff::default, 503, "Retry-After: 1\r\n", true, true),
        (Backoff::default, 503, "", true, false),
        (Backoff::default, 504, "", false, false),
        (Backoff::default, 504, "Retry-After: 1\r\n", false, false),
        (persistent, 503, "", true, true),
        (persistent, 504, "", true, true),
    ] {
        let sent = |call: fn(&GraphService) -> graph_runtime::Call<graph_runtime::Object<crate::sample::User>>| {
            let (server, clock) = (flaky(1, refusal(status, headers)), Clock::default());
            let service = GraphService::new(settings(&server, &clock).retry(policy()).build().unwrap());
            async move {
                let result = call(&service).send().await;
                assert_eq!(result.is_ok(), server.seen().len() == 2);
                result.is_ok()
            }
        };
        let name = format!("{:?}, {status} {headers}", policy());
        assert_eq!(sent(|service| service.me().reprocess_license_assignment()).await, bare, "{name}");
        assert_eq!(sent(|service| service.me().assign_license(AssignLicense::default())).await, with_body, "{name}");
    }
    let (server, clock) = (flaky(1, refusal(504, "")), Clock::default());
    let service = GraphService::new(settings(&server, &clock).retry(cautious()).build().unwrap());
    assert!(service.me().get().send().await.is_ok(), "reading is safe to repeat");
}
