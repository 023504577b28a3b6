//! A hostile server: complete responses with invalid bodies.

use std::time::{Duration, Instant};

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use graph_runtime::{Client, Error, StaticToken};

const TOKEN: &str = "SECRET-TOKEN";
const LIMIT: usize = 1 << 20;

/// The outcome of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Value,
    Decode,
    Service(u16),
    TooLarge,
}

fn outcome<T>(result: &Result<T, Error>) -> Outcome {
    match result {
        Ok(_) => Outcome::Value,
        Err(error) if error.is_decode() => Outcome::Decode,
        Err(error) if error.size_limit() == Some(LIMIT as u64) => Outcome::TooLarge,
        Err(error) => match error.service_error() {
            Some(found) => Outcome::Service(found.status().as_u16()),
            None => panic!("{error:?}"),
        },
    }
}

fn plain(status: u16, body: &str) -> Reply {
    Reply::json(status, body)
}

fn bytes(body: &[u8]) -> Reply {
    Reply::body(200, "application/json", body)
}

fn cases() -> Vec<(&'static str, Reply, Outcome, Outcome)> {
    use Outcome::{Decode, Service, TooLarge, Value};
    let deep = "[".repeat(200_000);
    let html = "<html><head><title>502 Bad Gateway</title></head></html>";
    let length = |length: &str| format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").into_bytes();
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let mut chunk = b"10000\r\n".to_vec();
    chunk.extend([b' '; 0x10000]);
    chunk.extend(b"\r\n");
    // Name, response, outcome as a user, outcome as a page.
    vec![
        ("truncated JSON", plain(200, r#"{"id": "1", "value": [{"id": "#), Decode, Decode),
        ("not JSON", plain(200, "id=1"), Decode, Decode),
        ("an empty body", plain(200, ""), Decode, Decode),
        ("null", plain(200, "null"), Decode, Decode),
        ("a list", plain(200, "[{}]"), Decode, Decode),
        ("deep lists", plain(200, &deep), Decode, Decode),
        ("deep lists in a property", plain(200, &format!("{{\"x\": {deep}")), Decode, Decode),
        ("deep objects", plain(200, &"{\"manager\":".repeat(50_000)), Decode, Decode),
        ("two values", plain(200, "{} {}"), Decode, Decode),
        ("invalid UTF-8 in a value", bytes(b"{\"displayName\": \"\xc3\x28\", \"value\": []}"), Decode, Decode),
        ("invalid UTF-8 in a name", bytes(b"{\"\xff\": 1, \"value\": []}"), Decode, Decode),
        ("UTF-16", bytes(b"\xff\xfe{\0}\0"), Decode, Decode),
        ("a sign-in page", Reply::body(200, "text/html", html.as_bytes()), Decode, Decode),
        ("JSON declared as HTML", Reply::body(200, "text/html", br#"{"id": "1", "value": []}"#), Value, Value),
        ("JSON declared as a picture", Reply::body(200, "image/png", br#"{"id": "1", "value": []}"#), Value, Value),
        ("no media type", Reply::with_headers(200, "", br#"{"id": "1", "value": []}"#), Value, Value),
        ("duplicate keys", plain(200, r#"{"id": "0", "value": [1], "id": "1", "value": []}"#), Value, Value),
        (
            "a key 100,000 times",
            plain(200, &format!("{{{}\"value\": []}}", "\"id\": \"1\", ".repeat(50_000))),
            Value,
            Value,
        ),
        (
            "a very long number",
            plain(200, &format!(r#"{{"city": {}, "value": []}}"#, "9".repeat(100_000))),
            Value,
            Value,
        ),
        ("HTML 502", Reply::body(502, "text/html", html.as_bytes()), Service(502), Service(502)),
        ("an empty 500", plain(500, ""), Service(500), Service(500)),
        ("an error that is not JSON", plain(400, "{\"error\": "), Service(400), Service(400)),
        ("an error of deep inner errors", plain(400, &"{\"innerError\":".repeat(50_000)), Service(400), Service(400)),
        (
            "an error with invalid UTF-8",
            Reply::body(400, "", b"{\"error\": {\"code\": \"\xff\"}}"),
            Service(400),
            Service(400),
        ),
        (
            "an error of other types",
            plain(400, r#"{"error": {"code": [], "message": 1, "details": "x"}}"#),
            Service(400),
            Service(400),
        ),
        ("a length of 100 MB", Reply::Stall(length("104857600"), Duration::from_secs(2)), TooLarge, TooLarge),
        (
            "a length that no memory has",
            Reply::Stall(length("9223372036854775807"), Duration::from_secs(2)),
            TooLarge,
            TooLarge,
        ),
        ("an endless body", Reply::Endless(chunked, chunk), TooLarge, TooLarge),
        ("an error of 100 MB", Reply::body(400, "", &vec![b' '; 100 << 20]), TooLarge, TooLarge),
    ]
}

#[tokio::test]
async fn each_has_its_outcome_and_is_sent_once() {
    for (name, reply, user, page) in cases() {
        let server = Loopback::start(move |_| reply.clone());
        let client = Client::builder().base_url(server.root()).credential(StaticToken::new(TOKEN));
        let client = client.max_response_size(LIMIT).timeout(Duration::from_secs(20)).timer(Clock::default());
        let service = GraphService::new(client.build().unwrap());
        let started = Instant::now();
        let result = service.me().reprocess_license_assignment().send().await;
        assert_eq!(outcome(&result), user, "{name}");
        assert_eq!(server.seen().len(), 1, "{name}");
        let pages = service.users().get().send().await;
        assert_eq!(outcome(&pages), page, "{name}");
        assert_eq!(server.seen().len(), 2, "{name}: the request is not repeated");
        assert!(started.elapsed() < Duration::from_secs(20), "{name}");
        for error in [result.err(), pages.err()].into_iter().flatten() {
            let shown = format!("{error:#} {error:?}");
            assert!(shown.len() < 2000 && !shown.contains(TOKEN), "{name}: {shown}");
            assert!(error.may_have_been_sent(), "{name}");
        }
    }
}
