//! A hostile server, places: links and redirects that lead elsewhere, or nowhere, or round and round.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use futures_util::{StreamExt, TryStreamExt};
use graph_runtime::{Client, ErrorKind, StaticToken};

const TOKEN: &str = "SECRET-TOKEN";

fn client(server: &Loopback) -> Client {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new(TOKEN));
    client.timer(Clock::default()).build().unwrap()
}

#[tokio::test]
async fn a_redirect_is_an_error_and_nobody_is_followed() {
    let other = Loopback::json(200, "{}");
    for status in [300, 301, 302, 303, 304, 307, 308] {
        for location in [other.origin(), "/v1.0/other".to_owned(), "//evil.example/".to_owned(), "\u{7f}".to_owned()] {
            let headers = format!("Location: {location}\r\n");
            let server = Loopback::start(move |_| Reply::with_headers(status, &headers, b""));
            let service = GraphService::new(client(&server));
            let errors = [
                service.me().reprocess_license_assignment().send().await.unwrap_err(),
                service.me().get().send().await.unwrap_err(),
            ];
            for error in errors {
                match error.kind() {
                    ErrorKind::Service => assert_eq!(error.status().unwrap().as_u16(), status),
                    // A location that is no header value at all ends the answer.
                    ErrorKind::Transport => assert_eq!(location, "\u{7f}"),
                    _ => panic!("{error:?}"),
                }
                assert!(!format!("{error} {error:?}").contains(TOKEN));
            }
        }
    }
    assert!(other.seen().is_empty(), "no request, and so no token");
}

#[tokio::test]
async fn a_next_link_to_another_host_is_refused_before_any_token() {
    let other = Loopback::json(200, r#"{"value": []}"#);
    let theirs = other.origin();
    for link in [
        format!("{theirs}/v1.0/users"),
        format!("//{}/v1.0/users", theirs.trim_start_matches("http://")),
        "https://graph.microsoft.com/v1.0/users".to_owned(),
        "javascript:alert(1)".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        let body = format!(r#"{{"value": [{{"id": "1"}}], "@odata.nextLink": "{link}"}}"#);
        let server = Loopback::start(move |_| Reply::json(200, &body));
        let client = client(&server);
        let page = GraphService::new(client.clone()).users().get().send().await.unwrap();
        let error = page.next(&client).unwrap().send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignOrigin, "{link}: {error:?}");
        assert!(!error.may_have_been_sent());
        assert_eq!(server.seen().len(), 1);
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn next_links_that_lead_round_and_round_end_the_stream() {
    // Each page leads to itself, or to the one before.
    for length in [1, 2, 5] {
        let asked = AtomicUsize::new(0);
        let server = Loopback::start(move |_| {
            let number = asked.fetch_add(1, Ordering::SeqCst) % length;
            let body = format!(r#"{{"value": [{{"id": "1"}}], "@odata.nextLink": "users?$skiptoken={number}"}}"#);
            Reply::json(200, &body)
        });
        let mut pages = GraphService::new(client(&server)).users().get().pages();
        let mut given = 0;
        let error = loop {
            match pages.next().await.unwrap() {
                Ok(page) => given += page.items().len(),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::LinkCycle, "{error:?}");
        assert!(error.to_string().contains("GET /users"), "{error}");
        assert!(pages.next().await.is_none());
        assert_eq!(server.seen().len(), given, "nothing is asked for that is not given");
        assert!(given <= 3 * length + 1, "{given} pages of a round of {length}");
    }
}

#[tokio::test]
async fn next_links_without_end_take_no_memory() {
    // Each page leads to another one; who reads on decides when it is enough.
    let asked = AtomicUsize::new(0);
    let server = Loopback::start(move |_| {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        let body = format!(r#"{{"value": [{{"id": "1"}}], "@odata.nextLink": "users?$skiptoken={number}"}}"#);
        Reply::json(200, &body)
    });
    let items = GraphService::new(client(&server)).users().get().items();
    assert_eq!(items.take(200).try_fold(0, async |count, _| Ok(count + 1)).await.unwrap(), 200);
    assert_eq!(server.seen().len(), 200);
}

#[tokio::test]
async fn links_that_are_none() {
    for link in [r#""""#, "5", "null", "{}", r#""\u0000""#, r#""http://""#, r#""http://[""#, r#"" ""#] {
        let body = format!(r#"{{"value": [], "@odata.nextLink": {link}}}"#);
        let server = Loopback::start(move |_| Reply::json(200, &body));
        let client = client(&server);
        let page = GraphService::new(client.clone()).users().get().send().await.unwrap();
        if let Some(next) = page.next(&client) {
            // What is relative leads to the service; the rest is refused.
            match next.send().await {
                Ok(_) => assert_eq!(server.seen().len(), 2, "{link}"),
                Err(error) => assert!(!error.may_have_been_sent(), "{link}: {error:?}"),
            }
        }
    }
}
