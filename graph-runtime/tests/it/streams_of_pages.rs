//! Streams of pages or items of a collection.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::{GraphService, User};
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use graph_runtime::{AccessToken, CallOptions, Client, ErrorKind, NoRetry, Object, StaticToken, credential_fn};

/// A server with this many pages of two items each; the links are relative, absolute, and odd in turn.
fn server(count: usize) -> Loopback {
    Loopback::start(move |seen| {
        let number = seen.query().and_then(|query| query.rsplit('=').next()?.parse().ok()).unwrap_or(0_usize);
        let origin = format!("http://{}", seen.header("host").unwrap());
        let next = match number + 1 {
            next if next == count => String::new(),
            next if next % 3 == 0 => {
                format!(r#","@odata.nextLink":"{origin}/v1.0/users?$skiptoken=a'b(c),d%2F%3d={next}""#)
            }
            next if next % 2 == 0 => format!(r#","@odata.nextLink":"/v1.0/users?$skiptoken={next}""#),
            next => format!(r#","@odata.nextLink":"users?$skiptoken={next}""#),
        };
        let (first, second) = (2 * number, 2 * number + 1);
        Reply::json(200, &format!(r#"{{"value":[{{"id":"{first}"}},{{"id":"{second}"}}]{next}}}"#))
    })
}

fn client(server: &Loopback) -> Client {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    client.timer(Clock::default()).build().unwrap()
}

fn ids(users: Vec<Object<User>>) -> Vec<usize> {
    users.into_iter().map(|user| Object::into_value(user).id.unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn items_of_all_pages_are_read_with_the_callers_headers() {
    let server = server(7);
    let list = GraphService::new(client(&server)).users().get().header("ConsistencyLevel", "eventual");
    let users: Vec<Object<User>> = list.header("client-request-id", "mine").items().try_collect().await.unwrap();
    assert_eq!(ids(users), (0..14).collect::<Vec<_>>());
    let seen = server.seen();
    assert_eq!(seen.len(), 7);
    for (number, request) in seen.iter().enumerate() {
        assert_eq!(request.header("consistencylevel"), Some("eventual"));
        assert_eq!(request.header("authorization"), Some("Bearer token"));
        assert_eq!(request.header("client-request-id") == Some("mine"), number == 0, "ids are per call");
    }
    assert_eq!(seen[3].target().replace("%27", "'"), "/v1.0/users?$skiptoken=a'b(c),d%2F%3d=3", "links are opaque");
}

#[tokio::test]
async fn pages_are_requested_on_demand() {
    let server = server(1000);
    let service = GraphService::new(client(&server));
    let items = service.users().get().items();
    assert_eq!(server.seen().len(), 0, "nothing is sent before it is polled");
    let users: Vec<Object<User>> = items.take(4).try_collect().await.unwrap();
    assert_eq!((ids(users), server.seen().len()), (vec![0, 1, 2, 3], 2));
    let pages = service.users().get().pages().take(3).count().await;
    assert_eq!((pages, server.seen().len()), (3, 5));
    // Also without the trait `Stream`.
    let mut items = service.users().get().items();
    assert_eq!(items.next().await.unwrap().unwrap().id.as_deref(), Some("0"));
    assert_eq!(server.seen().len(), 6);
}

#[tokio::test]
async fn the_credential_is_asked_for_each_page() {
    let server = server(4);
    let asked = Arc::new(AtomicUsize::new(0));
    let credential = {
        let asked = asked.clone();
        credential_fn(move |_| {
            let number = asked.fetch_add(1, Ordering::SeqCst);
            async move { Ok(AccessToken::new(format!("token-{number}"), None)) }
        })
    };
    let client = Client::builder().base_url(server.root()).credential(credential).build().unwrap();
    assert_eq!(GraphService::new(client).users().get().items().count().await, 8);
    let tokens: Vec<_> = server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer token-0", "Bearer token-1", "Bearer token-2", "Bearer token-3"]);
}

#[tokio::test]
async fn an_interrupted_stream_resumes_from_a_link() {
    let broken = Arc::new(AtomicUsize::new(1));
    let server = {
        let broken = broken.clone();
        Loopback::start(move |seen| match seen.query() {
            None => Reply::json(200, r#"{"value":[{"id":"0"}],"@odata.nextLink":"users?$skiptoken=1"}"#),
            Some("$skiptoken=1") if broken.swap(0, Ordering::SeqCst) == 1 => Reply::json(400, "{}"),
            Some("$skiptoken=1") => {
                Reply::json(200, r#"{"value":[{"id":"1"}],"@odata.nextLink":"users?$skiptoken=2"}"#)
            }
            Some(_) => Reply::json(200, r#"{"value":[{"id":"2"}]}"#),
        })
    };
    let client = client(&server);
    let mut pages = GraphService::new(client.clone()).users().get().pages();
    assert_eq!(pages.next_link(), None);
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.next_link(), Some("users?$skiptoken=1"));
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none(), "an error ends the stream");
    let kept = pages.next_link().unwrap().to_owned();

    let rest = client.resume::<Object<User>>(&kept).header("ConsistencyLevel", "eventual").items();
    assert_eq!(ids(rest.try_collect().await.unwrap()), [1, 2]);
    let seen = server.seen();
    assert!(seen[2..].iter().all(|request| request.header("consistencylevel") == Some("eventual")));
    // A link to itself is detected at once, also if the caller supplied it.
    let server = Loopback::json(200, r#"{"value":[],"@odata.nextLink":"users?$skiptoken=1"}"#);
    let mut pages = self::client(&server).resume::<Object<User>>(&kept).pages();
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::LinkCycle);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_link_to_another_origin_ends_the_stream_without_a_request() {
    let other = Loopback::json(200, r#"{"value": []}"#);
    let body = format!(r#"{{"value":[{{"id":"0"}}],"@odata.nextLink":"{}/v1.0/users"}}"#, other.origin());
    let server = Loopback::start(move |_| Reply::json(200, &body));
    let mut items = GraphService::new(client(&server)).users().get().items();
    assert!(items.next().await.unwrap().is_ok(), "items that were read are returned first");
    assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::ForeignOrigin);
    assert!(items.next().await.is_none());
    assert_eq!((server.seen().len(), other.seen().len()), (1, 0));
}

#[tokio::test]
async fn options_apply_to_all_pages_and_throttled_pages_are_retried() {
    let server = || {
        let asked = AtomicUsize::new(0);
        Loopback::start(move |seen| match seen.query() {
            None => Reply::json(200, r#"{"value":[{"id":"0"}],"@odata.nextLink":"users?$skiptoken=1"}"#),
            Some(_) if asked.fetch_add(1, Ordering::SeqCst) == 0 => Reply::with_headers(429, "Retry-After: 7\r\n", b""),
            Some(_) => Reply::json(200, r#"{"value":[{"id":"1"}]}"#),
        })
    };
    let patient = server();
    let users: Vec<Object<User>> =
        GraphService::new(client(&patient)).users().get().items().try_collect().await.unwrap();
    assert_eq!((ids(users), patient.seen().len()), (vec![0, 1], 3));
    let hasty = server();
    let list = GraphService::new(client(&hasty)).users().get().with_options(CallOptions::default().retry(NoRetry));
    let error = list.items().try_collect::<Vec<_>>().await.unwrap_err();
    assert!(error.is_throttled());
    assert_eq!(hasty.seen().len(), 2);
}

#[tokio::test]
async fn further_pages_of_actions_are_read_with_get() {
    let server = Loopback::start(|seen| match seen.method() {
        "POST" => Reply::json(200, r#"{"value":["a","b"],"@odata.nextLink":"me/more"}"#),
        _ => Reply::json(200, r#"{"value":["c"]}"#),
    });
    let call = GraphService::new(client(&server)).me().check_groups();
    assert_eq!(call.items().try_collect::<Vec<_>>().await.unwrap(), ["a", "b", "c"]);
    assert_eq!(server.last().target(), "/v1.0/me/more");
}

#[tokio::test]
async fn dropping_a_future_loses_no_page() {
    let server = server(2);
    let mut pages = GraphService::new(client(&server)).users().get().pages();
    // Polled once, and dropped while the request is in flight.
    assert!(pages.next().now_or_never().is_none());
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page.items()[0].id.as_deref(), Some("0"));
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn streams_can_be_sent_to_other_threads() {
    fn check<T: Send + Unpin + 'static>(_: &T) {}
    let client = Client::builder().base_url("http://127.0.0.1:1").build().unwrap();
    let users = GraphService::new(client).users();
    check(&users.get().items());
    check(&users.delta().pages());
    check(&async move { users.get().pages().next().await.is_some() }.boxed());
}

#[tokio::test]
async fn items_are_collected_up_to_a_limit() {
    let server = server(7);
    let service = GraphService::new(client(&server));
    for (limit, requests) in [(0, 0), (1, 1), (2, 1), (3, 2), (14, 7), (usize::MAX, 7)] {
        let before = server.seen().len();
        let users: Vec<Object<User>> = service.users().get().items().limit(limit).try_collect().await.unwrap();
        assert_eq!(ids(users), (0..14).take(limit).collect::<Vec<_>>());
        assert_eq!(server.seen().len() - before, requests, "{limit}");
    }
    let failing = Loopback::json(403, "{}");
    let users = GraphService::new(client(&failing)).users().get().items();
    assert!(users.try_collect::<Vec<_>>().await.is_err_and(|error| error.is_permission_denied()));
}
