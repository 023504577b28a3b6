//! Paging: following links from page to page.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::loopback::{Loopback, Reply};
use crate::sample::{GraphService, User};
use graph_runtime::{
    AccessToken, Client, ClientBuilder, ErrorKind, NextPage, Object, Operation, StaticToken, credential_fn,
};

/// Links that a service may send; a strict encoder would change the first.
const LINKS: [&str; 3] = ["/v1.0/users?$skiptoken=a'b(c),d%2F%3d", "users?$skiptoken=2", "/v1.0/users?$skiptoken=3"];

fn settings(server: &Loopback) -> ClientBuilder {
    Client::builder().base_url(server.root()).credential(StaticToken::new("token"))
}

/// Responds with the link to the next page, except on the last.
fn pages(absolute_first: bool) -> Loopback {
    let count = AtomicUsize::new(0);
    Loopback::start(move |seen| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        let origin = format!("http://{}", seen.header("host").unwrap());
        let next = match LINKS.get(number) {
            Some(link) if number == 0 && absolute_first => format!(r#","@odata.nextLink":"{origin}{link}""#),
            Some(link) => format!(r#","@odata.nextLink":"{link}""#),
            None => String::new(),
        };
        Reply::json(200, &format!(r#"{{"value":[{{"id":"{number}"}}]{next}}}"#))
    })
}

#[tokio::test]
async fn links_are_followed_unchanged_and_headers_are_kept() {
    let server = pages(true);
    let client = settings(&server).build().unwrap();
    let first = GraphService::new(client.clone()).users().get().header("ConsistencyLevel", "eventual");
    let mut page = first.header("client-request-id", "mine").send().await.unwrap();
    let mut ids = Vec::new();
    while let Some(next) = page.next(&client) {
        ids.extend(page.into_iter().filter_map(|user| Object::into_value(user).id));
        page = next.header("Prefer", "odata.maxpagesize=1").send().await.unwrap();
    }
    ids.extend(page.into_iter().filter_map(|user| Object::into_value(user).id));
    assert_eq!(ids, ["0", "1", "2", "3"]);

    let seen = server.seen();
    // URLs encode the apostrophe as `%27` in a query; nothing else changes.
    assert_eq!(seen[1].target().replace("%27", "'"), LINKS[0]);
    assert_eq!(seen[2].target(), "/v1.0/users?$skiptoken=2", "a relative link is relative to the service root");
    assert_eq!(seen[3].target(), "/v1.0/users?$skiptoken=3");
    for request in &seen {
        assert_eq!(request.header("consistencylevel"), Some("eventual"));
        assert_eq!(request.header("authorization"), Some("Bearer token"));
        assert_eq!(request.header("accept"), Some("application/json"));
    }
    assert_eq!(seen[0].header("prefer"), None);
    assert_eq!(seen[3].header("prefer"), Some("odata.maxpagesize=1"));
    assert_eq!(seen[0].header("client-request-id"), Some("mine"));
    assert!(seen[1..].iter().all(|request| request.header("client-request-id").is_some_and(|id| id.len() == 36)));
}

#[tokio::test]
async fn links_to_other_origins_are_refused_before_a_token_is_requested() {
    let elsewhere = Loopback::json(200, r#"{"value": []}"#);
    let port = elsewhere.origin().rsplit(':').next().unwrap().to_owned();
    let server = Loopback::json(200, r#"{"value": []}"#);
    let credential = credential_fn(|_| async { panic!("no token is needed") as Result<AccessToken, _> });
    let client = Client::builder().base_url(server.root()).credential(credential).build().unwrap();
    let host = server.origin().replace("http://", "");
    for link in [
        format!("{}/v1.0/users", elsewhere.origin()),
        format!("//127.0.0.1:{port}/v1.0/users"),
        format!("\\\\127.0.0.1:{port}/v1.0/users"),
        format!("http://{host}@127.0.0.1:{port}/v1.0/users"),
        format!("http://user:secret@{host}/v1.0/users"),
        format!("http://localhost:{port}/v1.0/users"),
        format!("https://{host}/v1.0/users"),
        format!("http:\\\\127.0.0.1:{port}\\v1.0"),
        "https://graph.microsoft.com/v1.0/users".to_owned(),
        "ftp://127.0.0.1/".to_owned(),
        "data:,x".to_owned(),
        "http://[".to_owned(),
    ] {
        let error = NextPage::<Object<User>>::resume(&client, &link).send().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::ForeignOrigin | ErrorKind::InvalidLink), "{link}: {error}");
        assert!(!error.may_have_been_sent());
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
    assert_eq!((server.seen().len(), elsewhere.seen().len()), (0, 0));
}

#[tokio::test]
async fn reserved_and_invalid_headers_are_refused() {
    let server = Loopback::json(200, r#"{"value": []}"#);
    let client = settings(&server).build().unwrap();
    let service = GraphService::new(client.clone());
    let long = "x".repeat(1 << 17);
    for (name, value) in [
        ("Authorization", "Bearer hidden-value"),
        ("content-length", "5"),
        ("Transfer-Encoding", "chunked"),
        ("Host", "hidden-value"),
        ("X-Bad", "hidden-value\r\nX-Injected: 1"),
        ("X-Bad", "hidden-value\n"),
        ("X-Bad", "hidden-value\0"),
        ("X Bad", "hidden-value"),
        ("X-Bad\r\nX-Injected: 1", "hidden-value"),
        ("", "hidden-value"),
        (long.as_str(), "hidden-value"),
    ] {
        let errors = [
            service.me().retire().header(name, value).send().await.unwrap_err(),
            service.me().get().header(name, value).send().await.unwrap_err(),
            NextPage::<Object<User>>::resume(&client, "users").header(name, value).send().await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
            assert!(!format!("{error:#} {error:?}").contains("hidden-value"), "{error:?}");
        }
    }
    for name in ["a\r\nb", "a\0"] {
        assert!(
            settings(&server).user_agent(name).build().is_err_and(|error| error.kind() == ErrorKind::Configuration)
        );
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn errors_of_the_next_page_name_the_operation() {
    let server = Loopback::start(|seen| match seen.target().contains("skiptoken") {
        false => Reply::json(200, r#"{"value":[],"@odata.nextLink":"users?$skiptoken=2"}"#),
        true => Reply::json(400, r#"{"error":{"code":"Request_UnsupportedQuery","message":"No."}}"#),
    });
    let client = settings(&server).build().unwrap();
    let page = GraphService::new(client.clone()).users().get().send().await.unwrap();
    let shown = page.next(&client).unwrap().send().await.unwrap_err().to_string();
    assert!(shown.contains("GET /users") && !shown.contains("next page"), "{shown}");
    // Further pages of an action are read with GET, and so are safe to repeat.
    let checking = Loopback::json(200, r#"{"value":[],"@odata.nextLink":"users?$skiptoken=2"}"#);
    let client_of_action = settings(&checking).build().unwrap();
    let page = GraphService::new(client_of_action.clone()).me().check_groups().send().await.unwrap();
    let next = page.next(&client_of_action).unwrap();
    assert_eq!(next.description().to_string(), "GET /me/check");
    assert!(next.description().is_safe_to_repeat());
    assert_eq!(next.request(client_of_action.root()).unwrap().method(), "GET");
    let resumed = NextPage::<Object<User>>::resume(&client, "users?$skiptoken=2").send().await.unwrap_err().to_string();
    assert!(resumed.contains("GET (next page)"), "{resumed}");
}
