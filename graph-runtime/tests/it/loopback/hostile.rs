//! Responses of a hostile server to transfers.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Loopback, Reply};

/// Responds with a chunked body, whose length the head does not limit.
pub fn chunked(status: u16, headers: &str, body: &[u8]) -> Reply {
    let head = format!("HTTP/1.1 {status} x\r\nTransfer-Encoding: chunked\r\n{headers}\r\n{:x}\r\n", body.len());
    Reply::Answer([head.as_bytes(), body, b"\r\n0\r\n\r\n"].concat())
}

/// Responds with a head, and then with a byte of the body every 20 milliseconds.
pub fn dripping(status: u16) -> Reply {
    let head = format!("HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n");
    Reply::Drip(head.into_bytes(), b' ')
}

/// Responds to each request for content with so many of its bytes, and breaks the connection. It serves ranges.
pub fn breaking_after(bytes: usize, length: usize) -> Loopback {
    Loopback::start(move |seen| {
        let range = seen.header("range").and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
        let first: usize = range.map_or(0, |(first, _)| first.parse().unwrap());
        let (status, range) = match range {
            Some(_) => (206, format!("Content-Range: bytes {first}-{}/{length}\r\n", length - 1)),
            None => (200, String::new()),
        };
        let head = format!(
            "HTTP/1.1 {status} x\r\nETag: \"1\"\r\n{range}Content-Length: {}\r\n\r\n{}",
            length - first,
            "x".repeat(bytes.min(length - first))
        );
        if bytes < length - first { Reply::Close(head.into()) } else { Reply::Answer(head.into()) }
    })
}

/// Responds to the first request with one reply, and to all others with another one.
pub fn first_then(first: Reply, then: Reply) -> Loopback {
    let requests = AtomicUsize::new(0);
    Loopback::start(move |_| match requests.fetch_add(1, Ordering::SeqCst) {
        0 => first.clone(),
        _ => then.clone(),
    })
}

/// Responds to the chunks of an upload with these lists of expected ranges, again and again.
pub fn expecting(ranges: &[&str]) -> Loopback {
    let ranges: Vec<String> = ranges.iter().map(|ranges| format!(r#"{{"nextExpectedRanges":{ranges}}}"#)).collect();
    let requests = AtomicUsize::new(0);
    Loopback::start(move |seen| {
        let number = requests.fetch_add(1, Ordering::SeqCst) % ranges.len();
        Reply::json(if seen.method() == "PUT" { 202 } else { 200 }, &ranges[number])
    })
}
