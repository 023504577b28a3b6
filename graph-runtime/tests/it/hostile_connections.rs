//! A hostile server: connections that break or stall before the response is complete.

use std::time::Duration;

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use graph_runtime::{Client, Error, StaticToken, transport::TransportErrorKind};

const TOKEN: &str = "SECRET-TOKEN";
const LIMIT: Duration = Duration::from_millis(300);

struct Case {
    name: &'static str,
    reply: Reply,
    kind: TransportErrorKind,
}

fn case(name: &'static str, reply: Reply, kind: TransportErrorKind) -> Case {
    Case { name, reply, kind }
}

fn cases() -> Vec<Case> {
    use TransportErrorKind::{Receive, Send, Timeout};
    let head = |rest: &str| format!("HTTP/1.1 200 OK\r\n{rest}\r\n\r\n").into_bytes();
    let mut part = head("Content-Length: 100");
    part.extend_from_slice(b"{\"id\": \"1");
    let long = Duration::from_secs(5);
    vec![
        case("closed before the head", Reply::Close(Vec::new()), Send),
        case("reset before the head", Reply::Reset(Vec::new()), Send),
        case("closed within the head", Reply::Close(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()), Send),
        case("not HTTP", Reply::Close(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec()), Send),
        case("another version of HTTP", Reply::Close(b"HTTP/9.9 200 OK\r\n\r\n".to_vec()), Send),
        case("an invalid status", Reply::Close(b"HTTP/1.1 2x0 OK\r\n\r\n".to_vec()), Send),
        case("two lengths", Reply::Close(head("Content-Length: 5\r\nContent-Length: 6")), Send),
        case("an invalid length", Reply::Close(head("Content-Length: -1")), Send),
        case("an endless head", Reply::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"x: y\r\n".repeat(100)), Send),
        case("an endless header", Reply::Endless(b"HTTP/1.1 200 OK\r\nx: ".to_vec(), vec![b'y'; 4096]), Send),
        case(
            "informational responses without a final one",
            Reply::Stall(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(1000), long),
            Timeout,
        ),
        case("too many headers", Reply::Close(head(&"x: y\r\n".repeat(200))), Send),
        case(
            "a length and chunks that end early",
            Reply::Close([head("Transfer-Encoding: chunked"), b"5\r\n{\"id".to_vec()].concat()),
            Receive,
        ),
        case("closed within the body", Reply::Close(part.clone()), Receive),
        case("reset within the body", Reply::Reset(part.clone()), Receive),
        case(
            "invalid chunks",
            Reply::Close([head("Transfer-Encoding: chunked"), b"zz\r\n".to_vec()].concat()),
            Receive,
        ),
        case(
            "a chunk that no memory holds",
            Reply::Close([head("Transfer-Encoding: chunked"), b"fffffffffffffffff\r\n".to_vec()].concat()),
            Receive,
        ),
        case("no response", Reply::Stall(Vec::new(), long), Timeout),
        case("half a head", Reply::Stall(b"HTTP/1.1 200".to_vec(), long), Timeout),
        case("half a body", Reply::Stall(part.clone(), long), Timeout),
        case("single bytes at intervals", Reply::Drip(head("Content-Length: 1000"), b' '), Timeout),
    ]
}

fn service(server: &Loopback, clock: &Clock) -> GraphService {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new(TOKEN));
    GraphService::new(client.timeout(LIMIT).timer(clock.clone()).build().unwrap())
}

fn check(case: &Case, error: &Error) {
    let Some(source) = error.transport_error() else { panic!("{}: {error:?}", case.name) };
    assert_eq!(source.kind(), case.kind, "{}: {error:?}", case.name);
    assert!(error.may_have_been_sent(), "{}", case.name);
    assert!(!format!("{error:#} {error:?}").contains(TOKEN), "{}", case.name);
}

#[tokio::test]
async fn each_is_an_error_and_only_safe_requests_are_repeated() {
    for case in cases() {
        let reply = case.reply.clone();
        let server = Loopback::start(move |_| reply.clone());
        let clock = Clock::default();
        let service = service(&server, &clock);
        check(&case, &service.me().reprocess_license_assignment().send().await.unwrap_err());
        assert_eq!(server.seen().len(), 1, "{}: an action is sent once", case.name);
        check(&case, &service.me().get().send().await.unwrap_err());
        assert_eq!(server.seen().len(), 1 + 4, "{}: reading is tried four times", case.name);
        assert_eq!(clock.waits().len(), 3, "{}", case.name);
    }
}

#[tokio::test]
async fn connections_closed_between_calls_are_replaced() {
    // The server closes the connection after each response without announcing it.
    let server = Loopback::start(|_| Reply::Close(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".to_vec()));
    let service = service(&server, &Clock::default());
    for sent in 1..=10 {
        service.me().reprocess_license_assignment().send().await.unwrap();
        assert_eq!(server.seen().len(), sent);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn refused_connections_are_retried() {
    let clock = Clock::default();
    let client = Client::builder().base_url("http://127.0.0.1:1/v1.0").timer(clock.clone()).build().unwrap();
    let service = GraphService::new(client);
    for error in [
        service.me().reprocess_license_assignment().send().await.unwrap_err(),
        service.me().get().send().await.map(|_| ()).unwrap_err(),
    ] {
        assert!(!error.may_have_been_sent(), "{error:?}");
        assert!(error.is_connect(), "{error:?}");
    }
    assert_eq!(clock.waits().len(), 6);
}
