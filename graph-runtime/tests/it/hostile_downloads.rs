//! A hostile server: downloads that are not what was requested, or do not end.

use std::time::Duration;

use crate::loopback::{
    Loopback, Reply,
    clock::Clock,
    hostile::{breaking_after, chunked, dripping, first_then},
};
use crate::sample::{GraphService, UserRequestBuilder};
use graph_runtime::{Client, ContentStream, Download, Error, ErrorKind, transport::TransportErrorKind};

fn me(server: &Loopback) -> UserRequestBuilder {
    let client = Client::builder().base_url(server.root()).timer(Clock::default());
    GraphService::new(client.build().unwrap()).me()
}

async fn length(mut stream: ContentStream) -> Result<usize, Error> {
    let mut length = 0;
    while let Some(piece) = stream.next().await {
        length += piece?.len();
    }
    Ok(length)
}

/// Checks that a download fails, streamed and in memory, and that the error says why.
async fn fails_with(download: Download, why: &str) {
    let streamed = match download.clone().stream().await {
        Ok(stream) => length(stream).await,
        Err(error) => Err(error),
    };
    for error in [streamed.unwrap_err(), download.send().await.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
        assert!(error.to_string().contains(why), "{why}: {error}");
    }
}

#[tokio::test]
async fn a_range_that_was_not_requested_is_an_error() {
    let whole = Reply::with_headers(206, "Content-Range: bytes 5-9/10\r\n", b"56789");
    fails_with(me(&Loopback::start(move |_| whole.clone())).photo(), "was not requested").await;
    for (range, why) in [
        ("Content-Range: bytes 0-9/100\r\n", "another range"),
        ("Content-Range: bytes 10-15/100\r\n", "another range"),
        ("Content-Range: bytes 11-20/100\r\n", "another range"),
        ("Content-Range: bytes 10-20/100\r\n", "another range"),
        ("Content-Range: bytes 18446744073709551615-18446744073709551615/*\r\n", "no valid `Content-Range`"),
        ("", "no valid `Content-Range`"),
    ] {
        let reply = Reply::with_headers(206, range, b"0123456789");
        fails_with(me(&Loopback::start(move |_| reply.clone())).photo().range(10..20), why).await;
    }
}

#[tokio::test]
async fn a_body_of_another_length_than_its_range_is_an_error() {
    let range = "Content-Range: bytes 10-19/100\r\n";
    for (body, why) in [(&b"0123456789x"[..], "more bytes than it announced"), (b"01234", "connection was lost")] {
        let reply = chunked(206, range, body);
        let server = Loopback::start(move |_| reply.clone());
        let error = length(me(&server).photo().range(10..20).stream().await.unwrap()).await.unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
        let error = me(&server).photo().range(10..20).send().await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("another length"), "{error}");
    }
    let server = Loopback::start(move |_| Reply::with_headers(206, range, b"01234"));
    fails_with(me(&server).photo().range(10..20), "").await;
}

#[tokio::test]
async fn a_download_resumes_with_the_same_content_only() {
    let first = || Reply::Close(b"HTTP/1.1 200 x\r\nETag: \"1\"\r\nContent-Length: 12\r\n\r\n0123456789".to_vec());
    for (range, body, why) in [
        ("bytes 10-11/12", &b"xy"[..], None),
        ("bytes 10-11/*", b"xy", None),
        ("bytes 10-11/13", b"xy", Some("another length than before")),
        ("bytes 10-12/13", b"xyz", Some("another length than before")),
        ("bytes 10-12/*", b"xyz", Some("another range")),
        ("bytes 10-10/12", b"x", Some("another range")),
        ("bytes 9-11/12", b"9xy", Some("another range")),
        ("bytes 10-11/12", b"xyz", Some("more bytes than it announced")),
    ] {
        let then = chunked(206, &format!("ETag: \"1\"\r\nContent-Range: {range}\r\n"), body);
        let server = first_then(first(), then);
        let result = length(me(&server).photo().stream().await.unwrap()).await;
        match why {
            None => assert_eq!(result.unwrap(), 12),
            Some(why) => {
                let error = result.unwrap_err();
                assert!(error.is_decode() && error.to_string().contains(why), "{range}: {error}");
            }
        }
        assert_eq!(server.seen().len(), 2, "{range}");
    }
}

#[tokio::test]
async fn resumptions_end_without_progress() {
    // The default policy retries three times; 64 KiB are progress.
    for (bytes, connections) in [(1, Err(4)), (15 << 10, Err(4)), (24 << 10, Ok(43)), (64 << 10, Ok(16))] {
        let server = breaking_after(bytes, 1 << 20);
        let result = length(me(&server).photo().stream().await.unwrap()).await;
        assert_eq!(result.as_ref().ok(), connections.ok().map(|_| 1 << 20).as_ref(), "{bytes}");
        if let Err(error) = result {
            assert!(error.transport_error().is_some_and(|error| error.kind() == TransportErrorKind::Receive));
        }
        assert_eq!(server.seen().len(), connections.unwrap_or_else(|connections| connections), "{bytes}");
    }
}

#[tokio::test]
async fn the_body_of_an_error_arrives_within_the_time_limit() {
    for status in [404, 302] {
        let server = Loopback::start(move |_| dripping(status));
        let client = Client::builder().base_url(server.root()).timeout(Duration::from_millis(200));
        let me = GraphService::new(client.retry(graph_runtime::NoRetry).build().unwrap()).me();
        let error = me.photo().stream().await.unwrap_err();
        assert!(error.transport_error().is_some_and(|error| error.kind() == TransportErrorKind::Timeout), "{error}");
    }
}
