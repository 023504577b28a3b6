//! A hostile server: links and redirects to other origins, invalid ones, and cycles.

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
async fn redirects_are_not_followed() {
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
                    // A location that is not a valid header value invalidates the response.
                    ErrorKind::Transport => assert_eq!(location, "\u{7f}"),
                    _ => panic!("{error:?}"),
                }
                assert!(!format!("{error} {error:?}").contains(TOKEN));
            }
        }
    }
    assert!(other.seen().is_empty(), "no request is sent, and so no token");
}

#[tokio::test]
async fn next_links_to_another_origin_are_errors_before_a_token_is_sent() {
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
async fn cycles_of_next_links_end_the_stream() {
    // The pages form a cycle of this length.
    for length in [1, 2, 5] {
        let requests = AtomicUsize::new(0);
        let server = Loopback::start(move |_| {
            let number = requests.fetch_add(1, Ordering::SeqCst) % length;
            let body = format!(r#"{{"value": [{{"id": "1"}}], "@odata.nextLink": "users?$skiptoken={number}"}}"#);
            Reply::json(200, &body)
        });
        let mut pages = GraphService::new(client(&server)).users().get().pages();
        let mut returned = 0;
        let error = loop {
            match pages.next().await.unwrap() {
                Ok(page) => returned += page.items().len(),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::LinkCycle, "{error:?}");
        assert!(error.to_string().contains("GET /users"), "{error}");
        assert!(pages.next().await.is_none());
        assert_eq!(server.seen().len(), returned, "every page that is requested is returned");
        assert!(returned <= 3 * length + 1, "{returned} pages of a cycle of {length}");
    }
}

#[tokio::test]
async fn endless_next_links_are_read_on_demand() {
    // Each page has a link to another one; the caller decides when to stop.
    let requests = AtomicUsize::new(0);
    let server = Loopback::start(move |_| {
        let number = requests.fetch_add(1, Ordering::SeqCst);
        let body = format!(r#"{{"value": [{{"id": "1"}}], "@odata.nextLink": "users?$skiptoken={number}"}}"#);
        Reply::json(200, &body)
    });
    let items = GraphService::new(client(&server)).users().get().items();
    assert_eq!(items.take(200).try_fold(0, async |count, _| Ok(count + 1)).await.unwrap(), 200);
    assert_eq!(server.seen().len(), 200);
}

#[tokio::test]
async fn invalid_links_are_errors_or_relative() {
    for link in ["5", "null", "{}", r#""\u0000""#, r#""http://""#, r#""http://[""#, r#"" ""#] {
        let body = format!(r#"{{"value": [], "@odata.nextLink": {link}}}"#);
        let server = Loopback::start(move |_| Reply::json(200, &body));
        let client = client(&server);
        let page = GraphService::new(client.clone()).users().get().send().await.unwrap();
        if let Some(next) = page.next(&client) {
            // A relative link is resolved against the service; other links are errors.
            match next.send().await {
                Ok(_) => assert_eq!(server.seen().len(), 2, "{link}"),
                Err(error) => assert!(!error.may_have_been_sent(), "{link}: {error:?}"),
            }
        }
    }
}

#[tokio::test]
async fn empty_links_are_no_links() {
    let server = Loopback::json(200, r#"{"value": [], "@odata.nextLink": "", "@odata.deltaLink": ""}"#);
    let client = client(&server);
    let page = GraphService::new(client.clone()).users().get().send().await.unwrap();
    assert!(page.next(&client).is_none() && page.next_link().is_none() && page.delta_link().is_none());
    let mut pages = GraphService::new(client).users().get().pages();
    assert!(pages.next().await.unwrap().is_ok() && pages.next().await.is_none());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn links_that_name_nothing_are_no_links() {
    for link in ["   ", "\\t", "\\u0000", "#", "#x", " #x"] {
        let body = format!(r#"{{"value": [], "@odata.nextLink": "{link}"}}"#);
        let server = Loopback::start(move |_| Reply::json(200, &body));
        let page = GraphService::new(client(&server)).users().get().send().await.unwrap();
        assert!(page.next_link().is_none() && page.next(&client(&server)).is_none(), "{link}");
    }
}

#[tokio::test]
async fn a_link_that_is_not_a_string_does_not_end_the_collection() {
    for link in ["5", "true", "{}", r#"["users?a"]"#, r#""\ud800""#] {
        let body = format!(r#"{{"value": [{{"id": "1"}}], "@odata.nextLink": {link}}}"#);
        let server = Loopback::start(move |_| Reply::json(200, &body));
        let mut items = GraphService::new(client(&server)).users().get().items();
        assert!(items.next().await.unwrap().is_ok());
        let error = items.next().await.unwrap().unwrap_err();
        assert!(
            error.kind() == ErrorKind::InvalidLink && error.to_string().contains("not a string"),
            "{link}: {error}"
        );
        assert!(items.next().await.is_none() && server.seen().len() == 1);
    }
}

#[tokio::test]
async fn a_link_with_a_user_name_is_not_followed() {
    for user in ["user:secret@", "user@", ":secret@"] {
        let server = Loopback::start(move |seen| {
            let link = format!("http://{user}{}/v1.0/users?a", seen.header("host").unwrap());
            Reply::json(200, &format!(r#"{{"value": [{{"id": "1"}}], "@odata.nextLink": "{link}"}}"#))
        });
        let client = client(&server);
        let page = GraphService::new(client.clone()).users().get().send().await.unwrap();
        let error = page.next(&client).unwrap().send().await.unwrap_err();
        assert!(error.kind() == ErrorKind::InvalidLink && error.to_string().contains("user name"), "{error}");
        assert!(!format!("{error:?}").contains("secret") && server.seen().len() == 1, "{error:?}");
    }
}

#[tokio::test]
async fn links_that_differ_in_their_fragment_form_a_cycle() {
    let requests = AtomicUsize::new(0);
    let server = Loopback::start(move |_| {
        let number = requests.fetch_add(1, Ordering::SeqCst);
        Reply::json(200, &format!(r#"{{"value": [], "@odata.nextLink": "users?$skiptoken=1#{number}"}}"#))
    });
    let mut users = GraphService::new(client(&server)).users().get().items();
    let error = users.next().await.unwrap().unwrap_err();
    assert!(error.kind() == ErrorKind::LinkCycle && error.to_string().contains("cycle"), "{error}");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn endless_pages_without_items_end_the_stream() {
    // Every 900th page has an item, up to page 2,000.
    let requests = AtomicUsize::new(0);
    let server = Loopback::start(move |_| {
        let number = requests.fetch_add(1, Ordering::SeqCst);
        let items = if number.is_multiple_of(900) && number < 2000 { r#"{"id": "1"}"# } else { "" };
        Reply::json(200, &format!(r#"{{"value": [{items}], "@odata.nextLink": "users?$skiptoken={number}"}}"#))
    });
    let service = GraphService::new(client(&server));
    for delta in [false, true] {
        let sent = server.seen().len();
        let (mut found, mut pages) = (0, 0);
        let (error, link) = if delta {
            let mut changes = service.users().delta().pages();
            let error = loop {
                match changes.next().await.unwrap() {
                    Ok(_) => pages += 1,
                    Err(error) => break error,
                }
            };
            (error, changes.next_link().map(str::to_owned))
        } else {
            let mut users = service.users().get().pages();
            let error = loop {
                match users.next().await.unwrap() {
                    Ok(page) => (found, pages) = (found + page.items().len(), pages + 1),
                    Err(error) => break error,
                }
            };
            assert!(users.next().await.is_none());
            (error, users.next_link().map(str::to_owned))
        };
        let (items, most) = if delta { (0, 1000) } else { (3, 2 * 900 + 1 + 1000) };
        assert_eq!((found, pages), (items, most), "delta: {delta}");
        assert!(error.kind() == ErrorKind::LinkCycle && error.to_string().contains("1,000 pages"), "{error}");
        assert_eq!(server.seen().len() - sent, most, "every page that is requested is returned");
        assert_eq!(link, Some(format!("users?$skiptoken={}", server.seen().len() - 1)), "a caller may continue");
    }
}

/// Forms of URLs that parsers read differently. Whatever they mean, the other server gets no token.
#[tokio::test]
async fn confusing_links_carry_no_token_to_another_origin() {
    let other = Loopback::json(200, r#"{"value":[]}"#);
    let theirs = other.origin().replace("http://127.0.0.1:", "");
    for link in [
        "//127.0.0.1:PORT/v1.0/x",
        "///127.0.0.1:PORT/v1.0/x",
        "/\\127.0.0.1:PORT/v1.0/x",
        "\\\\127.0.0.1:PORT/v1.0/x",
        "http:\\\\127.0.0.1:PORT\\v1.0/x",
        "http:/127.0.0.1:PORT/v1.0/x",
        "http://127.0.0.1.:PORT/v1.0/x",
        "http://127.1:PORT/v1.0/x",
        "http://0x7f000001:PORT/v1.0/x",
        "http://2130706433:PORT/v1.0/x",
        "http://[::ffff:127.0.0.1]:PORT/v1.0/x",
        "http://127.0.0.1:SERVICE@127.0.0.1:PORT/v1.0/x",
        "http://token@127.0.0.1:PORT/v1.0/x",
        "http://127.0.0.1:PORT/#@127.0.0.1:SERVICE/v1.0/x",
        "http://127.0.0.1:PORT?@127.0.0.1:SERVICE/v1.0/x",
        "HTTP://127.0.0.1:PORT/v1.0/x",
        "http://\u{ff11}27.0.0.1:PORT/v1.0/x",
        "http://127\u{3002}0.0.1:PORT/v1.0/x",
        " http://127.0.0.1:PORT/v1.0/x",
        "h\tttp://127.0.0.1:\nPORT/v1.0/x",
    ] {
        let link = link.replace("PORT", &theirs);
        let server = Loopback::start(move |seen| {
            let service = seen.header("host").and_then(|host| host.split(':').nth(1)).unwrap_or_default();
            let link = link.replace("SERVICE", service);
            let location = format!("Location: {link}\r\n").replace("\t", "").replace(":\n", ":");
            match seen.path() {
                "/v1.0/users" => {
                    Reply::json(200, &serde_json::json!({ "value": [], "@odata.nextLink": link }).to_string())
                }
                path if path.ends_with("reprocessLicenseAssignment") => Reply::with_headers(202, &location, b""),
                path if path.starts_with("/v1.0/me/") => Reply::with_headers(302, &location, b""),
                _ => Reply::json(404, "{}"),
            }
        });
        let service = GraphService::new(client(&server));
        let before = other.seen().len();
        let mut pages = service.users().get().pages();
        pages.next().await.unwrap().unwrap();
        assert!(pages.next().await.is_none_or(|page| page.is_err()));
        assert_eq!(other.seen().len(), before, "pages are read from the service only");
        let _ = service.me().photo().send().await;
        let _ = service.me().photo().stream().await.map(drop);
        if let Ok(work) = service.me().reprocess_license_assignment().begin().await {
            let _ = work.limit(std::time::Duration::from_secs(9)).result().await.map(drop);
        }
    }
    let seen = other.seen();
    assert!(seen.len() > 20, "some links are followed: {}", seen.len());
    assert!(seen.iter().all(|request| request.header("authorization").is_none()));
}
