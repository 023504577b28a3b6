//! A hostile server: limits bound memory. Tests that measure the peak run in a process of their own.

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::own_process::{self, peak};
use crate::sample::GraphService;
use graph_runtime::{Client, ErrorKind};

#[tokio::test]
async fn endless_responses_use_bounded_memory() {
    if !own_process::is_of("hostile_memory::endless_responses_use_bounded_memory") {
        return;
    }
    let server = Loopback::start(|_| {
        let chunk = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
        Reply::Endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), chunk)
    });
    let client = Client::builder().base_url(server.root()).max_response_size(1 << 20).timer(Clock::default());
    let service = GraphService::new(client.build().unwrap());
    assert!(service.me().get().send().await.is_err());
    let before = peak();
    for _ in 0..50 {
        assert!(service.me().get().send().await.is_err_and(|error| error.kind() == ErrorKind::Transport));
    }
    assert!(peak() < before + 40, "{} MB, {before} MB before", peak());
}

#[tokio::test]
async fn empty_objects_take_little_memory() {
    if !own_process::is_of("hostile_memory::empty_objects_take_little_memory") {
        return;
    }
    let page = format!(r#"{{"value":[{}{{}}]}}"#, "{},".repeat(200_000));
    let size = page.len();
    let server = Loopback::start(move |_| Reply::json(200, &page));
    let client = Client::builder().base_url(server.root()).timer(Clock::default());
    let service = GraphService::new(client.build().unwrap());
    assert!(service.me().get().send().await.is_ok(), "buffers are allocated");
    let before = peak();
    let mut page = service.users().get().send().await.unwrap().into_items();
    assert_eq!(page.len(), 200_001);
    assert!(peak() < before + 20, "{} MB, {before} MB before, for a page of {size} bytes", peak());

    // They share their properties until one is changed.
    page[0].display_name = Some("a".to_owned());
    assert!(page[0].display_name.is_some() && page[1].display_name.is_none());
}

/// The limit counts what values take, which can be many times their text.
#[tokio::test]
async fn values_beyond_the_memory_limit_are_an_error() {
    let objects = format!(r#"{{"value":[{}{{}}]}}"#, r#"{"id":"1"},"#.repeat(10_000));
    let texts = format!(r#"{{"businessPhones":[{}""]}}"#, r#""","#.repeat(100_000));
    let undeclared = format!(r#"{{{}"x":1}}"#, r#""y":2,"#.repeat(50_000));
    let nulls = format!(r#"{{"value":[{}{{}}]}}"#, r#"{"id":null},"#.repeat(20_000));
    for body in [objects, texts, undeclared, nulls] {
        let server = Loopback::start(move |_| Reply::json(200, &body));
        let settings = || Client::builder().base_url(server.root()).timer(Clock::default());
        let limited = GraphService::new(settings().max_response_memory(1 << 20).build().unwrap());
        let error = match limited.users().get().send().await {
            Err(error) if format!("{error:#}").contains("bytes of memory") => error,
            // A body without a list is read as a user.
            _ => limited.me().get().send().await.map(drop).unwrap_err(),
        };
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(format!("{error:#}").contains("more than 1048576 bytes of memory"), "{error:#}");
        assert!(format!("{error:#}").contains("`max_response_memory`"), "{error:#}");
        let service = GraphService::new(settings().build().unwrap());
        assert!(service.me().get().send().await.is_ok(), "the default is enough");
    }
}
