//! Downloads as streams: ranges, redirects, and resumption after a lost connection.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::loopback::{Loopback, Reply, Seen, clock::Clock};
use crate::sample::{GraphService, UserRequestBuilder};
use futures_util::TryStreamExt;
use graph_runtime::{
    Bytes, CallOptions, Client, Error, ErrorKind, NoRetry, StaticToken, transport::TransportErrorKind,
};

fn me(server: &Loopback, clock: &Clock) -> UserRequestBuilder {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    GraphService::new(client.timer(clock.clone()).build().unwrap()).me()
}

fn content() -> Vec<u8> {
    (0..100_000_u32).map(|number| u8::try_from(number % 251).unwrap()).collect()
}

fn head(status: u16, headers: &str, length: usize, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status} x\r\nContent-Length: {length}\r\n{headers}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// Returns the range of bytes that a request asks for.
fn range(seen: &Seen, length: usize) -> Option<(usize, usize)> {
    let (first, last) = seen.header("range")?.strip_prefix("bytes=")?.split_once('-')?;
    let end = if last.is_empty() { length } else { last.parse::<usize>().unwrap() + 1 };
    Some((first.parse().unwrap(), end.min(length)))
}

/// Breaks the connection after `after` bytes of a response, `times` times. It serves ranges if the ETag matches.
fn breaking(after: usize, times: usize, etag: &'static str) -> Loopback {
    let broken = AtomicUsize::new(0);
    Loopback::start(move |seen| {
        let content = content();
        let (status, first, end) = match range(seen, content.len()) {
            Some((first, end)) if seen.header("if-range").is_none_or(|wanted| wanted == etag) => (206, first, end),
            _ => (200, 0, content.len()),
        };
        let mut headers = format!("Content-Type: image/jpeg\r\nETag: {etag}\r\n");
        if status == 206 {
            headers += &format!("Content-Range: bytes {first}-{}/{}\r\n", end - 1, content.len());
        }
        let part = &content[first..end];
        if broken.fetch_add(1, Ordering::SeqCst) < times {
            Reply::Reset(head(status, &headers, part.len(), &part[..after.min(part.len())]))
        } else {
            Reply::Answer(head(status, &headers, part.len(), part))
        }
    })
}

async fn collected(stream: graph_runtime::ContentStream) -> Result<Vec<u8>, Error> {
    let pieces: Vec<Bytes> = stream.try_collect().await?;
    Ok(pieces.concat())
}

#[tokio::test]
async fn content_can_be_streamed_and_written() {
    let (server, clock) = (breaking(0, 0, "\"1\""), Clock::default());
    let stream = me(&server, &clock).photo().stream().await.unwrap();
    assert_eq!(
        (stream.length(), stream.media_type(), stream.etag()),
        (Some(100_000), Some("image/jpeg"), Some("\"1\""))
    );
    assert_eq!(collected(stream).await.unwrap(), content());
    let mut written = Vec::new();
    let count = me(&server, &clock).photo().stream().await.unwrap().write_to(&mut written).await.unwrap();
    assert_eq!((count, written), (100_000, content()));
    let called = me(&server, &clock).report().stream().await.unwrap();
    assert_eq!(collected(called).await.unwrap().len(), 100_000);
    assert!(server.seen().iter().all(|seen| seen.header("authorization") == Some("Bearer token")));
}

#[tokio::test]
async fn interrupted_downloads_are_resumed() {
    let (server, clock) = (breaking(30_000, 3, "\"1\""), Clock::default());
    let stream = me(&server, &clock).photo().header("x-mine", "1").stream().await.unwrap();
    assert_eq!(collected(stream).await.unwrap(), content());
    let seen = server.seen();
    assert_eq!(seen.len(), 4);
    assert_eq!(seen[0].header("range"), None);
    for request in &seen[1..] {
        assert_eq!(request.header("if-range"), Some("\"1\""));
        assert_eq!(request.header("x-mine"), Some("1"));
    }
    assert_eq!(clock.waits().len(), 3);
    // A range is resumed within the range.
    let server = breaking(300, 1, "\"1\"");
    let stream = me(&server, &clock).photo().range(1000..2000).stream().await.unwrap();
    assert_eq!(stream.length(), Some(1000));
    assert_eq!(collected(stream).await.unwrap(), content()[1000..2000]);
    let ranges: Vec<_> = server.seen().iter().map(|seen| seen.header("range").unwrap().to_owned()).collect();
    assert_eq!(ranges[0], "bytes=1000-1999");
    assert!(ranges[1].ends_with("-1999") && ranges.len() == 2, "{ranges:?}");
}

#[tokio::test]
async fn downloads_without_progress_end_with_the_retry_policy() {
    let (server, clock) = (breaking(0, usize::MAX, "\"1\""), Clock::default());
    let error = collected(me(&server, &clock).photo().stream().await.unwrap()).await.unwrap_err();
    assert!(error.transport_error().is_some_and(|error| error.kind() == TransportErrorKind::Receive), "{error:?}");
    assert_eq!(server.seen().len(), 4, "the first attempt and three retries");
    let server = breaking(10, usize::MAX, "\"1\"");
    let photo = me(&server, &clock).photo().with_options(CallOptions::default().retry(NoRetry));
    assert!(collected(photo.stream().await.unwrap()).await.is_err());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn downloads_without_a_strong_etag_are_not_resumed() {
    for etag in ["W/\"1\"", "1"] {
        let (server, clock) = (breaking(10, 1, etag), Clock::default());
        assert!(collected(me(&server, &clock).photo().stream().await.unwrap()).await.is_err());
        assert_eq!(server.seen().len(), 1, "{etag}");
    }
}

#[tokio::test]
async fn changed_content_is_an_error() {
    // The whole content with another ETag, as `If-Range` requires, and a server that sends a range of it anyway.
    for second in [
        Reply::with_headers(200, "ETag: \"2\"\r\n", b"something else"),
        Reply::with_headers(206, "ETag: \"2\"\r\nContent-Range: bytes 10-11/12\r\n", b"xy"),
    ] {
        let requests = AtomicUsize::new(0);
        let server = Loopback::start(move |_| match requests.fetch_add(1, Ordering::SeqCst) {
            0 => Reply::Reset(head(200, "ETag: \"1\"\r\n", 12, b"0123456789")),
            _ => second.clone(),
        });
        let error = collected(me(&server, &Clock::default()).photo().stream().await.unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ContentChanged, "{error:?}");
    }
    let requests = AtomicUsize::new(0);
    let server = Loopback::start(move |_| match requests.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::Reset(head(200, "ETag: \"1\"\r\n", 12, b"0123456789")),
        _ => Reply::with_headers(206, "ETag: \"1\"\r\nContent-Range: bytes 0-1/12\r\n", b"01"),
    });
    let error = collected(me(&server, &Clock::default()).photo().stream().await.unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
}

#[tokio::test]
async fn ignored_and_empty_ranges_are_errors() {
    let (server, clock) =
        (Loopback::start(|_| Reply::with_headers(200, "ETag: \"1\"\r\n", b"whole")), Clock::default());
    let photo = || me(&server, &clock).photo();
    assert!(photo().range(2..).stream().await.is_err_and(|error| error.kind() == ErrorKind::Decode));
    assert!(photo().range(2..).send().await.is_err_and(|error| error.kind() == ErrorKind::Decode));
    assert!(
        photo()
            .range(2..)
            .if_range("\"0\"")
            .stream()
            .await
            .is_err_and(|error| error.kind() == ErrorKind::ContentChanged)
    );
    assert_eq!(server.last().header("range"), Some("bytes=2-"));
    let sent = server.seen().len();
    #[allow(clippy::reversed_empty_ranges)]
    for empty in [photo().range(5..5), photo().range(7..3), photo().range(0..0)] {
        assert!(empty.send().await.is_err_and(|error| error.kind() == ErrorKind::InvalidRequest));
    }
    assert_eq!(server.seen().len(), sent);
    let (server, clock) = (breaking(0, 0, "\"1\""), Clock::default());
    let part = me(&server, &clock).photo().range(..=9).send().await.unwrap();
    assert_eq!(part.bytes()[..], content()[..10]);
    let error = Loopback::json(416, r#"{"error":{"code":"invalidRange"}}"#);
    assert!(me(&error, &clock).photo().range(5..).stream().await.unwrap_err().has_code("invalidRange"));
}

#[tokio::test]
async fn content_at_another_origin_is_read_without_the_token() {
    for status in [301, 302, 303, 307, 308] {
        let (storage, clock) = (breaking(30_000, 2, "\"1\""), Clock::default());
        let location = format!("Location: {}/blob?sig='x'&y=%2F\r\n", storage.origin());
        let server = Loopback::start(move |_| Reply::with_headers(status, &location, b""));
        let photo = me(&server, &clock).photo().header("x-mine", "secret").header("Cookie", "secret");
        assert_eq!(collected(photo.clone().stream().await.unwrap()).await.unwrap(), content());
        // A download is resumed from the service, since the redirect's URL may have expired.
        assert_eq!((server.seen().len(), storage.seen().len()), (3, 3));
        assert_eq!(photo.send().await.unwrap().bytes()[..], content()[..]);
        for request in storage.seen() {
            assert_eq!(request.target().replace("%27", "'"), "/blob?sig='x'&y=%2F");
            for secret in ["authorization", "x-mine", "cookie"] {
                assert_eq!(request.header(secret), None, "{secret}");
            }
        }
        assert!(storage.seen()[1].header("range").is_some());
        assert!(server.seen().iter().all(|seen| seen.header("authorization") == Some("Bearer token")));
    }
}

#[tokio::test]
async fn redirects_within_the_service_keep_the_token_and_cycles_end() {
    let clock = Clock::default();
    let server = Loopback::start(|seen| match seen.path() {
        "/v1.0/there" => Reply::body(200, "image/jpeg", b"here"),
        _ => Reply::with_headers(302, "Location: /v1.0/there\r\n", b""),
    });
    let photo = me(&server, &clock).photo().header("x-mine", "1").send().await.unwrap();
    assert_eq!(photo.bytes()[..], *b"here");
    assert!(server.seen().iter().all(|seen| seen.header("authorization") == Some("Bearer token")));
    assert!(server.seen().iter().all(|seen| seen.header("x-mine") == Some("1")));

    let cycle = Loopback::start(|_| Reply::with_headers(302, "Location: /v1.0/cycle\r\n", b""));
    assert!(me(&cycle, &clock).photo().send().await.is_err_and(|error| error.kind() == ErrorKind::LinkCycle));
    assert_eq!(cycle.seen().len(), 7);
    for location in ["http://192.0.2.1/", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "http://["] {
        let headers = format!("Location: {location}\r\n");
        let server = Loopback::start(move |_| Reply::with_headers(302, &headers, b""));
        let error = me(&server, &clock).photo().stream().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InsecureLink | ErrorKind::InvalidLink), "{location}: {error:?}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn relative_redirects_of_another_host_stay_on_it() {
    let storage = Loopback::start(|seen| match seen.path() {
        "/blob" => Reply::with_headers(307, "Location: /other\r\n", b""),
        _ => Reply::body(200, "image/jpeg", b"here"),
    });
    let location = format!("Location: {}/blob\r\n", storage.origin());
    let server = Loopback::start(move |_| Reply::with_headers(302, &location, b""));
    let photo = me(&server, &Clock::default()).photo().send().await.unwrap();
    assert_eq!(photo.bytes()[..], *b"here");
    assert!(storage.seen().iter().all(|seen| seen.header("authorization").is_none()));
    assert_eq!((server.seen().len(), storage.seen().len()), (1, 2));
}

#[tokio::test]
async fn streams_have_their_own_size_limit() {
    let endless = || {
        Loopback::start(|_| {
            let head = b"HTTP/1.1 200 x\r\nContent-Type: image/jpeg\r\n\r\n".to_vec();
            Reply::Endless(head, vec![0; 1 << 16])
        })
    };
    let (server, clock) = (endless(), Clock::default());
    let stream = me(&server, &clock).photo().stream().await.unwrap().limit(1 << 20);
    let mut sink = Vec::new();
    let error = stream.write_to(&mut sink).await.unwrap_err();
    assert_eq!(error.size_limit(), Some(1 << 20));
    assert!(sink.len() <= 1 << 20);
    // The client's size limit is for responses in memory, and does not apply to streams.
    let client = Client::builder().base_url(breaking(0, 0, "\"1\"").root()).max_response_size(10).build().unwrap();
    let me_of = |client: &Client| GraphService::new(client.clone()).me();
    assert_eq!(collected(me_of(&client).photo().stream().await.unwrap()).await.unwrap().len(), 100_000);
    assert!(me_of(&client).photo().send().await.is_err());
}

#[tokio::test]
async fn streams_are_retried_and_errors_are_read() {
    let (clock, requests) = (Clock::default(), Arc::new(AtomicUsize::new(0)));
    let server = {
        let requests = requests.clone();
        Loopback::start(move |_| match requests.fetch_add(1, Ordering::SeqCst) {
            0 => Reply::with_headers(429, "Retry-After: 3\r\n", br#"{"error":{"code":"tooManyRequests"}}"#),
            1 => Reply::body(200, "image/jpeg", b"here"),
            _ => Reply::json(404, r#"{"error":{"code":"itemNotFound","message":"Gone."}}"#),
        })
    };
    assert_eq!(collected(me(&server, &clock).photo().stream().await.unwrap()).await.unwrap(), b"here");
    assert_eq!(clock.waits(), [Duration::from_secs(3)]);
    let error = me(&server, &clock).photo().stream().await.unwrap_err();
    assert!(error.has_code("itemNotFound") && error.to_string().contains("Gone."), "{error}");
}
