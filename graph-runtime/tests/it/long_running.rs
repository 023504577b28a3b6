//! Long-running operations: the monitor, how often it is polled, where tokens are sent, and the result.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::{GraphService, User};
use graph_runtime::{Client, ErrorKind, Object, Poller, StaticToken, WorkState};

const RUNNING: &str = r#"{"operation":"ItemCopy","percentageComplete":27.8,"status":"inProgress"}"#;

fn client(server: &Loopback, clock: &Clock) -> Client {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    client.timer(clock.clone()).build().unwrap()
}

/// Responds to the action with 202 and these headers.
fn accepting(headers: String) -> Loopback {
    Loopback::start(move |seen| match seen.method() {
        "POST" => Reply::with_headers(202, &headers, b""),
        _ => Reply::json(200, r#"{"id":"1","displayName":"Adele"}"#),
    })
}

/// Returns the responses in turn, and then the last one again.
fn in_sequence(responses: Vec<Reply>) -> Loopback {
    let requests = AtomicUsize::new(0);
    Loopback::start(move |_| responses[requests.fetch_add(1, Ordering::SeqCst).min(responses.len() - 1)].clone())
}

async fn begin(server: &Loopback, clock: &Clock) -> Poller<Object<User>> {
    GraphService::new(client(server, clock)).me().reprocess_license_assignment().begin().await.unwrap()
}

#[tokio::test]
async fn a_monitor_at_another_origin_gets_no_token_and_the_result_does() {
    let clock = Clock::default();
    let requests = AtomicUsize::new(0);
    let root = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let service_root = root.clone();
    let monitor = Loopback::start(move |_| match requests.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::with_headers(202, "Retry-After: 7\r\n", RUNNING.as_bytes()),
        1 => Reply::json(200, r#"{"status":"running","percentageComplete":90}"#),
        _ => {
            let location = format!("{}/users/1", service_root.get().unwrap());
            Reply::json(200, &format!(r#"{{"status":"completed","resourceId":"1","resourceLocation":"{location}"}}"#))
        }
    });
    let server = accepting(format!("Location: {}/monitor/4A3?token='x'\r\nRetry-After: 2.5\r\n", monitor.origin()));
    root.set(server.root()).unwrap();
    let mut work = begin(&server, &clock).await;
    assert_eq!(work.progress().state(), WorkState::Running);
    assert_eq!(work.poll().await.unwrap().percentage(), Some(27.8));
    let user = work.result().await.unwrap();
    assert_eq!(user.display_name.as_deref(), Some("Adele"));
    let seconds: Vec<f64> = clock.waits().iter().map(Duration::as_secs_f64).collect();
    assert_eq!(seconds, [2.5, 7.0, 4.0], "as the service asks; otherwise doubled each time");
    let requests = monitor.seen();
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.target().replace("%27", "'"), "/monitor/4A3?token='x'");
    }
    let seen = server.seen();
    assert_eq!((seen.len(), seen[1].target()), (2, "/v1.0/users/1"));
    assert_eq!(seen[1].header("authorization"), Some("Bearer token"));
}

#[tokio::test]
async fn a_monitor_of_the_service_is_below_its_version_and_gets_a_token() {
    let clock = Clock::default();
    let server = Loopback::start(|seen| match (seen.method(), seen.path()) {
        ("POST", _) => Reply::with_headers(202, "Location: /teams('a')/operations('b')\r\n", b""),
        (_, "/v1.0/teams('a')/operations('b')") | (_, "/v1.0/teams(%27a%27)/operations(%27b%27)") => Reply::json(
            200,
            r#"{"operationType":"createTeam","status":"succeeded","targetResourceLocation":"/teams('a')"}"#,
        ),
        _ => Reply::json(200, r#"{"displayName":"the team"}"#),
    });
    let work = begin(&server, &clock).await;
    assert_eq!(work.result().await.unwrap().display_name.as_deref(), Some("the team"));
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|request| request.header("authorization") == Some("Bearer token")));
    assert_eq!(clock.waits(), [Duration::from_secs(1)]);
}

#[tokio::test]
async fn all_forms_of_completion_are_recognized() {
    for (name, response, expected) in [
        ("the result itself", Reply::json(200, r#"{"displayName":"Adele"}"#), Some("Adele")),
        ("the result, created", Reply::json(201, r#"{"displayName":"Adele"}"#), Some("Adele")),
        ("a result with a status of its own", Reply::json(200, r#"{"displayName":"A","status":"active"}"#), Some("A")),
        ("see other", Reply::with_headers(303, "Location: /v1.0/users/1\r\n", b""), Some("Adele")),
        ("found", Reply::with_headers(302, "Location: users/1\r\n", b""), Some("Adele")),
        ("done, without a location", Reply::json(200, r#"{"status":"completed","resourceId":"1"}"#), None),
        ("no content", Reply::no_content(), None),
    ] {
        let clock = Clock::default();
        let server = Loopback::start(move |seen| match (seen.method(), seen.path()) {
            ("POST", _) => Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b""),
            (_, "/v1.0/monitor") => response.clone(),
            _ => Reply::json(200, r#"{"displayName":"Adele"}"#),
        });
        let result = begin(&server, &clock).await.result().await;
        match expected {
            Some(name) => assert_eq!(result.unwrap().display_name.as_deref(), Some(name)),
            None => {
                let error = result.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Decode, "{name}: {error:?}");
                let mut work = begin(&server, &clock).await;
                assert_eq!(work.wait().await.unwrap().state(), WorkState::Succeeded, "{name}");
                assert_eq!(work.monitor(), None);
            }
        }
        // An operation without a result is complete.
        let call = GraphService::new(client(&server, &clock)).me().retire();
        call.begin().await.unwrap().result().await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[tokio::test]
async fn azure_headers_are_the_monitor_and_location_is_the_result() {
    for header in ["Operation-Location", "Azure-AsyncOperation"] {
        let clock = Clock::default();
        let headers = format!("{header}: /v1.0/operations/1\r\nLocation: /v1.0/users/1\r\n");
        let server = Loopback::start(move |seen| match (seen.method(), seen.path()) {
            ("POST", _) => Reply::with_headers(202, &headers, b""),
            (_, "/v1.0/operations/1") => Reply::json(200, r#"{"status":"Succeeded"}"#),
            _ => Reply::json(200, r#"{"displayName":"Adele"}"#),
        });
        assert_eq!(begin(&server, &clock).await.result().await.unwrap().display_name.as_deref(), Some("Adele"));
        assert_eq!(server.last().path(), "/v1.0/users/1");
    }
}

#[tokio::test]
async fn operations_that_are_done_at_once_are_not_polled() {
    let clock = Clock::default();
    let server = Loopback::json(200, r#"{"displayName":"Adele"}"#);
    let work = begin(&server, &clock).await;
    assert_eq!((work.progress().state(), work.monitor()), (WorkState::Succeeded, None));
    assert_eq!(work.result().await.unwrap().display_name.as_deref(), Some("Adele"));
    assert_eq!((server.seen().len(), clock.waits().len()), (1, 0));
    // The error of `send` suggests `begin`.
    let server = accepting("Location: /v1.0/monitor\r\n".to_owned());
    let call = GraphService::new(client(&server, &clock)).me().reprocess_license_assignment();
    let error = call.send().await.unwrap_err();
    assert!(error.to_string().contains("`begin`"), "{error}");
}

#[tokio::test]
async fn failed_operations_are_service_errors() {
    for body in [
        r#"{"status":"failed","percentageComplete":10,"error":{"code":"nameAlreadyExists","message":"Taken."}}"#,
        r#"{"operationType":"cloneTeam","status":"Failed","error":{"code":"nameAlreadyExists","message":"Taken."}}"#,
    ] {
        let clock = Clock::default();
        let server = in_sequence(vec![
            Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b""),
            Reply::json(202, RUNNING),
            Reply::json(200, body),
        ]);
        let error = begin(&server, &clock).await.result().await.unwrap_err();
        assert!(error.has_code("nameAlreadyExists") && error.to_string().contains("Taken."), "{error}");
        assert!(error.to_string().contains("/reprocessLicenseAssignment"), "{error}");
    }
    let clock = Clock::default();
    let server =
        in_sequence(vec![Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b""), Reply::json(404, "{}")]);
    assert!(begin(&server, &clock).await.result().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn polling_ends_at_the_limit() {
    let clock = Clock::default();
    let server =
        in_sequence(vec![Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b""), Reply::json(202, RUNNING)]);
    let work = begin(&server, &clock).await.limit(Duration::from_secs(100));
    let error = work.result().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Unfinished && error.is_timeout() && error.may_have_been_sent());
    let waited: Duration = clock.waits().iter().sum();
    assert_eq!(waited, Duration::from_secs(1 + 2 + 4 + 8 + 16 + 30 + 30));
    // A wait that exceeds the limit is not started; a wait of zero is extended to the minimum.
    let impatient = in_sequence(vec![
        Reply::with_headers(202, "Location: /v1.0/monitor\r\nRetry-After: 0\r\n", b""),
        Reply::with_headers(202, "Retry-After: 0\r\n", b""),
        Reply::with_headers(202, "Retry-After: 0\r\n", b""),
        Reply::with_headers(202, "Retry-After: 99999\r\n", b""),
    ]);
    let clock = Clock::default();
    assert!(begin(&impatient, &clock).await.result().await.unwrap_err().is_timeout());
    let waits: Vec<_> = clock.waits().iter().map(Duration::as_millis).collect();
    assert_eq!(waits, [0, 250, 250]);
}

#[tokio::test]
async fn a_poller_is_resumed_and_follows_a_moved_monitor() {
    let clock = Clock::default();
    let other = in_sequence(vec![
        Reply::with_headers(202, "Location: /elsewhere/2\r\n", b""),
        Reply::json(200, r#"{"status":"completed","resourceId":"9"}"#),
    ]);
    let server = accepting(format!("Location: {}/monitor\r\n", other.origin()));
    let kept = begin(&server, &clock).await.monitor().unwrap();
    let mut work = client(&server, &clock).resume_work::<Object<User>>(&kept).unwrap();
    assert_eq!(work.wait().await.unwrap().resource_id(), Some("9"));
    let targets: Vec<_> = other.seen().iter().map(|seen| seen.target().to_owned()).collect();
    assert_eq!(targets, ["/monitor", "/elsewhere/2"], "a relative link is resolved against the URL of its response");
    assert!(other.seen().iter().all(|seen| seen.header("authorization").is_none()));
    assert!(client(&server, &clock).resume_work::<Object<User>>("ftp://x").is_err());
}

#[tokio::test]
async fn plain_http_to_another_machine_is_an_error() {
    let clock = Clock::default();
    for link in ["http://192.0.2.1/monitor", "http://graph.microsoft.com/monitor"] {
        let server = accepting(format!("Location: {link}\r\n"));
        let error = begin(&server, &clock).await.result().await.unwrap_err();
        assert!(error.kind() == ErrorKind::InsecureLink && error.may_have_been_sent(), "{error:?}");
    }
    // A result at another origin is read without a token.
    let other = Loopback::json(200, r#"{"displayName":"Theirs"}"#);
    let location = format!("Location: {}/result\r\n", other.origin());
    let server = Loopback::start(move |seen| match seen.method() {
        "POST" => Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b""),
        _ => Reply::with_headers(303, &location, b""),
    });
    assert_eq!(begin(&server, &clock).await.result().await.unwrap().display_name.as_deref(), Some("Theirs"));
    assert_eq!(other.last().header("authorization"), None);
}

#[tokio::test]
async fn empty_links_are_not_followed() {
    let clock = Clock::default();
    let server = in_sequence(vec![
        Reply::with_headers(202, "Operation-Location: \r\nLocation: /v1.0/monitor\r\n", b""),
        Reply::with_headers(202, "Location: \r\n", br#"{"status":"running"}"#),
        Reply::json(200, r#"{"status":"completed","resourceId":"9"}"#),
    ]);
    assert_eq!(begin(&server, &clock).await.wait().await.unwrap().resource_id(), Some("9"));
    assert!(server.seen()[1..].iter().all(|seen| seen.path() == "/v1.0/monitor"));
    assert_eq!(client(&server, &clock).resume_work::<()>("").unwrap_err().kind(), ErrorKind::InvalidLink);
}

#[tokio::test]
async fn the_memory_limit_applies_to_results() {
    let phones = format!(r#"{{"businessPhones":[{}""]}}"#, r#""","#.repeat(100_000));
    let server =
        in_sequence(vec![Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b""), Reply::json(200, &phones)]);
    let settings = Client::builder().base_url(server.root()).timer(Clock::default()).max_response_memory(1 << 20);
    let call = GraphService::new(settings.build().unwrap()).me().reprocess_license_assignment();
    let error = call.begin().await.unwrap().result().await.unwrap_err();
    assert!(error.is_decode() && format!("{error:#}").contains("bytes of memory"), "{error:#}");
}
