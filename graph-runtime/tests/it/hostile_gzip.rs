//! A hostile server: gzip that expands too much, never ends, or is not gzip.

use crate::gzip::gzip;
use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use graph_runtime::{Client, ClientBuilder, Error, TransportError, transport::TransportErrorKind};

const LIMIT: usize = 1 << 20;
const TOO_LARGE: TransportErrorKind = TransportErrorKind::TooLarge(LIMIT);

/// Returns a gzip stream of zeros that does not end, written by hand.
fn stored(blocks: usize) -> Vec<u8> {
    let mut stream = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    // Stored blocks: a length and zeros.
    for _ in 0..blocks {
        stream.extend([0, 0xff, 0xff, 0, 0]);
        stream.extend(std::iter::repeat_n(0, 0xffff));
    }
    stream
}

fn client(server: &Loopback) -> ClientBuilder {
    Client::builder().base_url(server.root()).timer(Clock::default())
}

fn kind<T>(result: &Result<T, Error>) -> Option<TransportErrorKind> {
    result.as_ref().err()?.transport_error().map(TransportError::kind)
}

#[tokio::test]
async fn bombs_are_refused() {
    use TransportErrorKind::{InvalidGzip, UnrequestedEncoding};
    for (name, body, requested, not_requested) in [
        ("zeros", gzip(&vec![0; 4 << 20]), TOO_LARGE, UnrequestedEncoding),
        ("gzip in gzip", gzip(&gzip(&vec![0; 1 << 20]).repeat(1000)), TOO_LARGE, UnrequestedEncoding),
        ("stored blocks", stored(64), TOO_LARGE, TOO_LARGE),
        ("empty members", gzip(b"").repeat(10_000), InvalidGzip, UnrequestedEncoding),
        ("zeros after the end", [gzip(b"{}"), vec![0; 1000]].concat(), InvalidGzip, UnrequestedEncoding),
        ("not gzip", b"{}".to_vec(), InvalidGzip, UnrequestedEncoding),
    ] {
        let server = Loopback::start(move |_| Reply::with_headers(200, "Content-Encoding: gzip\r\n", &body));
        for (gzip, expected) in [(true, requested), (false, not_requested)] {
            let service = GraphService::new(client(&server).max_response_size(LIMIT).gzip(gzip).build().unwrap());
            let before = server.seen().len();
            let found = [kind(&service.me().get().send().await), kind(&service.users().get().send().await)];
            assert_eq!(found, [Some(expected); 2], "{name}");
            assert_eq!(server.seen().len(), before + 2, "{name}: the request is not repeated");
        }
    }
}

#[tokio::test]
async fn expansion_is_limited_by_default() {
    let body = gzip(&vec![b' '; 9 << 20]);
    let server = Loopback::start(move |_| Reply::with_headers(200, "Content-Encoding: gzip\r\n", &body));
    let service = GraphService::new(client(&server).build().unwrap());
    let error = service.me().get().send().await.unwrap_err();
    assert!(error.to_string().contains("expands more than 200 times"), "{error}");
}

#[tokio::test]
async fn an_endless_bomb_is_not_received_whole() {
    // The same block of 32 KiB of zeros again and again: a stream without its end, cut where a byte ends.
    let block = gzip_block();
    let chunk = [format!("{:x}\r\n", block.len()).into_bytes(), block, b"\r\n".to_vec()].concat();
    let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
    let first = [head.to_vec(), b"a\r\n".to_vec(), stored(0), b"\r\n".to_vec()].concat();
    let server = Loopback::start(move |_| Reply::Endless(first.clone(), chunk.clone()));
    let service = GraphService::new(client(&server).build().unwrap());
    let result = service.me().get().send().await;
    assert_eq!(kind(&result), Some(TransportErrorKind::ExcessiveExpansion(200)));
    assert!(server.written() < 8 << 20, "{} bytes of at most 256 MiB", server.written());
}

/// Returns deflate data for 1 MiB of zeros that ends with a full flush, so that it can be repeated.
fn gzip_block() -> Vec<u8> {
    let mut compress = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 16);
    compress.compress_vec(&vec![0; 1 << 20], &mut block, flate2::FlushCompress::Full).unwrap();
    block
}
