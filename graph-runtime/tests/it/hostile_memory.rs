//! A hostile server: limits bound memory. Tests that measure the peak run in a process of their own.

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::own_process::{self, peak};
use crate::sample::AllOptions;
use crate::sample::GraphService;
use graph_runtime::{Call, Client, ErrorKind, Object, codegen::Resource};

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

/// Values that are built of small parts, and names.
#[tokio::test]
async fn the_memory_limit_counts_parts_of_values() {
    let flags = format!(r#"{{"flags":"{}"}}"#, ",".repeat(50_000));
    let array = format!(r#"{{"json":[{}0]}}"#, "0,".repeat(50_000));
    let arrays = format!(r#"{{"json":[{}0]}}"#, "[0],".repeat(20_000));
    let objects = format!(r#"{{"json":[{}0]}}"#, r#"{"":0},"#.repeat(3_000));
    let entries = format!(r#"{{"json":{{{}"":0}}}}"#, r#""":0,"#.repeat(20_000));
    let name = format!(r#"{{"{}":0}}"#, "x".repeat(2 << 20));
    for body in [flags, array, arrays, objects, entries, name] {
        let start = body.get(..20).unwrap().to_owned();
        let error = read_within_a_mebibyte(body).await.expect(&start);
        assert!(error.contains("more than 1048576 bytes of memory"), "{start}: {error}");
    }
    let text = format!(r#"{{"json":["{}","\\",{{}},[]]}}"#, r#"[{:,\""#.repeat(50_000));
    assert_eq!(read_within_a_mebibyte(text).await, None, "text in a value is counted once");
}

async fn read_within_a_mebibyte(body: String) -> Option<String> {
    let server = Loopback::start(move |_| Reply::json(200, &body));
    let client = Client::builder().base_url(server.root()).timer(Clock::default()).max_response_memory(1 << 20);
    let call: Call<Object<AllOptions>> = Call::get(&Resource::root(client.build().unwrap()), "sample");
    call.send().await.err().map(|error| format!("{error:#}"))
}

#[tokio::test]
async fn the_memory_limit_holds_for_each_response_of_a_batch() {
    let user = format!(r#"{{"businessPhones":[{}""]}}"#, r#""","#.repeat(100_000));
    let body = format!(r#"{{"responses":[{{"id":"1","status":200,"body":{user}}}]}}"#);
    let server = Loopback::start(move |_| Reply::json(200, &body));
    let client = Client::builder().base_url(server.root()).timer(Clock::default()).max_response_memory(1 << 20);
    let client = client.build().unwrap();
    let service = GraphService::new(client.clone());
    let error = client.execute_all([service.me().get()]).await.remove(0).unwrap_err();
    assert!(format!("{error:#}").contains("more than 1048576 bytes of memory"), "{error:#}");
}
