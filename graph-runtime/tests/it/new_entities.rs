//! Paths that begin with the entity that an earlier call of a batch creates.

use std::sync::atomic::{AtomicUsize, Ordering};

use graph_runtime::{
    Batch, Body, Client, Error, ErrorKind, Key, Object, Preference, ServiceProfile,
    codegen::{self as rt, Resource, Write},
    http::Method,
    profile::BatchFormat,
};
use serde_json::{Value, json};

use crate::{
    loopback::{Loopback, Reply, Seen, clock::Clock},
    sample::{GraphService, User, UserRequestBuilder},
};

fn client_of(server: &Loopback, profile: ServiceProfile) -> Client {
    Client::builder().base_url(server.root()).timer(Clock::default()).profile(profile).build().unwrap()
}

fn create(client: &Client) -> Write<Object<User>> {
    rt::create(&Resource::root(client.clone()).child("users"), Body::<User>::new().set(User::ID, "x"))
}

/// The user with a key, which may be a ticket.
fn user(client: &Client, key: impl Into<Key>) -> UserRequestBuilder {
    GraphService::new(client.clone()).users().by_id(key)
}

/// The ids, methods, URLs, groups and dependencies of the calls in a JSON batch.
fn calls(seen: &Seen) -> Vec<Value> {
    let sent: Value = serde_json::from_slice(&seen.body).unwrap();
    let calls = sent["requests"].as_array().unwrap().iter();
    calls
        .map(|call| json!([call["id"], call["method"], call["url"], call["atomicityGroup"], call["dependsOn"]]))
        .collect()
}

/// The request lines of a multipart batch, or of a request.
fn lines(seen: &Seen) -> Vec<String> {
    let body = String::from_utf8_lossy(&seen.body).into_owned();
    let lines: Vec<_> = body.lines().filter_map(|line| line.strip_suffix(" HTTP/1.1")).map(str::to_owned).collect();
    if lines.is_empty() { vec![format!("{} {}", seen.method(), seen.target())] } else { lines }
}

/// Writes a multipart response, or one part of it for a change set.
fn multipart(parts: &[String]) -> String {
    let boundary = if parts.iter().any(|part| part.contains("--set")) { "r" } else { "set" };
    let parts: String = parts.iter().map(|part| format!("--{boundary}\r\n{part}\r\n")).collect();
    format!("Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n{parts}--{boundary}--\r\n")
}

fn part(id: &str, head: &str, body: &str) -> String {
    format!("Content-Type: application/http\r\nContent-ID: {id}\r\n\r\nHTTP/1.1 {head}\r\n\r\n{body}")
}

fn reply(text: &str) -> Reply {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Reply::body(200, head.strip_prefix("Content-Type: ").unwrap(), body.as_bytes())
}

#[tokio::test]
async fn the_service_resolves_references_in_change_sets() {
    let set = multipart(&[part("1", "201 x", r#"{"id":"x"}"#), part("2", "204 x", ""), part("3", "204 x", "")]);
    let server = Loopback::start(move |_| reply(&multipart(std::slice::from_ref(&set))));
    let client = client_of(&server, ServiceProfile::V4_0);
    let mut batch = Batch::new(&client);
    let (new, retired, minimal) = batch.change_set(|set| {
        let new = set.add(create(&client));
        let retired = set.add(user(&client, &new).retire());
        let with_option = set.add(user(&client, &new).retire().query_option("a", "b/c"));
        (new, retired, with_option)
    });
    let mut responses = batch.send().await;
    assert_eq!(responses.take(new).unwrap().id.as_deref(), Some("x"));
    responses.take(retired).unwrap();
    responses.take(minimal).unwrap();
    assert_eq!(lines(&server.last()), ["POST users", "POST $1/retire", "POST $1/retire?a=b%2Fc"]);
    assert_eq!(server.seen().len(), 1);

    let server = Loopback::json(
        200,
        r#"{"responses":[{"id":"1","status":201,"body":{}},{"id":"2","status":204},{"id":"3","status":200,"body":{}}]}"#,
    );
    let client = client_of(&server, ServiceProfile::V4_01);
    let mut batch = Batch::new(&client);
    let (new, retired) = batch.change_set(|set| {
        let new = set.add(create(&client).prefer(Preference::MINIMAL));
        let retired = set.add(user(&client, &new).retire());
        (new, retired)
    });
    // What depends on a call of another group depends on the group: JSON Format 4.01, section 19.1.
    let read = batch.add(user(&client, &new).get());
    let mut responses = batch.send().await;
    responses.take(new).unwrap();
    responses.take(retired).unwrap();
    responses.take(read).unwrap();
    assert_eq!(
        calls(&server.last()),
        [
            json!(["1", "POST", "users", "g1", null]),
            json!(["2", "POST", "$1/retire", "g1", ["1"]]),
            json!(["3", "GET", "$1", null, ["g1"]]),
        ]
    );
}

/// In JSON, references need no change set. A call that is sent again later has the address.
#[tokio::test]
async fn json_has_references_everywhere() {
    let round = AtomicUsize::new(0);
    let server = Loopback::start(move |_| match round.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::json(
            200,
            r#"{"responses":[
                {"id":"1","status":201,"headers":{"Location":"users('x%2F1')"},"body":{"id":"x/1"}},
                {"id":"2","status":429,"headers":{"Retry-After":"1"}},
                {"id":"3","status":200,"body":{"value":[],"@nextLink":"reports?page=2"}}]}"#,
        ),
        _ => Reply::json(200, r#"{"responses":[{"id":"2","status":204}],"value":[]}"#),
    });
    let client = client_of(&server, ServiceProfile::V4_01);
    let mut batch = Batch::new(&client);
    let new = batch.add(create(&client));
    let retired = batch.add(user(&client, &new).retire());
    let reports: rt::List<User> = rt::list(&user(&client, &new).0.child("reports"));
    let reports = batch.add(reports);
    let mut responses = batch.send().await;
    responses.take(new).unwrap();
    responses.take(retired).unwrap();
    let seen = server.seen();
    assert_eq!(
        calls(&seen[0]),
        [
            json!(["1", "POST", "users", null, null]),
            json!(["2", "POST", "$1/retire", null, ["1"]]),
            json!(["3", "GET", "$1/reports", null, ["1"]]),
        ]
    );
    assert_eq!(calls(&seen[1]), [json!(["2", "POST", "users('x%2F1')/retire", null, null])]);
    // Relative links are relative to the address too.
    let page = responses.take(reports).unwrap();
    page.next(&client).unwrap().send().await.unwrap();
    assert_eq!(server.last().target(), "/v1.0/users('x%2F1')/reports?page=2");
}

/// Outside of change sets, multipart has no references: the client knows the address from the response.
#[tokio::test]
async fn the_client_resolves_other_references() {
    for (format, location) in [
        (BatchFormat::Multipart, "Location: ROOT/users('x')"),
        (BatchFormat::Multipart, "location: users('x')?a=b#c"),
        (BatchFormat::Multipart, "OData-EntityId: /v1.0/users('x')"),
        (BatchFormat::None, "Location: ROOT/users('x')/"),
    ] {
        let server = Loopback::start(move |seen| {
            let location = location.replace("ROOT", &format!("http://{}/v1.0", seen.header("host").unwrap()));
            let is_create = lines(seen)[0].ends_with("users");
            match (format, is_create) {
                (BatchFormat::None, true) => Reply::with_headers(201, &format!("{location}\r\n"), br#"{"id":"x"}"#),
                (BatchFormat::None, false) => Reply::no_content(),
                (_, true) => reply(&multipart(&[part("1", &format!("201 x\r\n{location}"), "{}")])),
                (_, false) => reply(&multipart(&[part("2", "204 x", "")])),
            }
        });
        let client = client_of(&server, ServiceProfile::V4_01.with_batch_format(format));
        let mut batch = Batch::new(&client);
        let new = batch.add(create(&client));
        let retired = batch.add(user(&client, &new).retire());
        let mut responses = batch.send().await;
        responses.take(new).unwrap();
        responses.take(retired).unwrap();
        let expected =
            if format == BatchFormat::None { "POST /v1.0/users('x')/retire" } else { "POST users('x')/retire" };
        assert_eq!(lines(&server.last()), [expected], "{location}");
        assert_eq!(server.seen().len(), 2);
    }
}

/// A call that begins with an entity whose own path begins with another one.
#[tokio::test]
async fn references_to_references_are_resolved() {
    let server = Loopback::start(|seen| match (seen.target(), seen.method()) {
        ("/v1.0/users", _) => Reply::with_headers(201, "Location: users(1)\r\n", b"{}"),
        ("/v1.0/users(1)/reports", "POST") => Reply::with_headers(201, "Location: reports(2)\r\n", b"{}"),
        ("/v1.0/users(1)/reports(2)/retire", _) => Reply::no_content(),
        _ => Reply::json(404, "{}"),
    });
    let client = client_of(&server, ServiceProfile::V4_0.with_batch_format(BatchFormat::None));
    let mut batch = Batch::new(&client);
    let new = batch.add(create(&client));
    let report: Write<Object<User>> = rt::create(&user(&client, &new).0.child("reports"), Body::<User>::new());
    let report = batch.add(report);
    let retired = batch.add(user(&client, &report).retire());
    let mut responses = batch.send().await;
    responses.take(retired).unwrap();
    responses.take(report).unwrap();
}

fn assert_refused(error: &Error, text: &str) {
    assert!(error.kind() == ErrorKind::InvalidRequest && format!("{error:#}").contains(text), "{text}: {error:#}");
}

#[tokio::test]
async fn what_cannot_be_resolved_is_not_sent() {
    for headers in
        ["", "Location: http://evil.example/v1.0/users(1)\r\n", "Location: /other/users(1)\r\n", "Location: /v1.0\r\n"]
    {
        let server = Loopback::start(move |_| Reply::with_headers(201, headers, b"{}"));
        let client = client_of(&server, ServiceProfile::V4_0.with_batch_format(BatchFormat::None));
        let mut batch = Batch::new(&client);
        let new = batch.add(create(&client));
        let retired = batch.add(user(&client, &new).retire());
        let later = batch.add_after(user(&client, "y").retire(), [retired.id()]);
        let mut responses = batch.send().await;
        responses.take(new).unwrap();
        assert_refused(&responses.take(retired).unwrap_err(), "the response to POST /users has no `Location`");
        assert_eq!(responses.take(later).unwrap_err().kind(), ErrorKind::FailedDependency);
        assert_eq!(server.seen().len(), 1, "{headers}");
    }
}

#[tokio::test]
async fn what_depends_on_a_failed_creation_is_not_sent() {
    for format in [BatchFormat::Multipart, BatchFormat::None] {
        let server = Loopback::start(move |_| match format {
            BatchFormat::None => Reply::json(409, "{}"),
            _ => reply(&multipart(&[part("1", "409 x", "{}")])),
        });
        let client = client_of(&server, ServiceProfile::V4_0.with_batch_format(format));
        let mut batch = Batch::new(&client);
        let new = batch.add(create(&client));
        let retired = batch.add(user(&client, &new).retire());
        let mut responses = batch.send().await;
        assert!(responses.take(new).unwrap_err().is_conflict());
        assert_eq!(responses.take(retired).unwrap_err().kind(), ErrorKind::FailedDependency);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn wrong_references_are_not_sent() {
    let server = Loopback::json(200, r#"{"responses":[{"id":"1","status":201,"body":{}}]}"#);
    let graph = client_of(&server, ServiceProfile::GRAPH);
    let mut batch = Batch::new(&graph);
    let new = batch.add(create(&graph));
    let of_graph = batch.add(user(&graph, &new).retire());
    assert_refused(&batch.send().await.take(of_graph).unwrap_err(), "no references between calls");

    let client = client_of(&server, ServiceProfile::V4_01);
    let mut batch = Batch::new(&client);
    let new = batch.add(create(&client));
    let mut other = Batch::new(&client);
    let elsewhere = other.add(user(&client, &new).retire());
    assert_refused(&other.send().await.take(elsewhere).unwrap_err(), "a call of another batch");
    assert_refused(&user(&client, &new).get().send().await.unwrap_err(), "the request is sent alone");

    // A part of a key, an alternate key, a value of a path.
    let users = Resource::root(client.clone()).child("users");
    let text = "`a` refers to a call of a batch";
    for resource in [
        users.key(&[("b", 1.into()), ("a", Key::from(&new))]),
        users.key(&[("a", Key::from(&new)), ("b", 1.into())]),
        users.alternate_key(&[("a", Key::from(&new))]),
    ] {
        let error = resource.path().unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
    }
    let both = users.key(&[("a", Key::from(&new)), ("b", Key::from(&new))]);
    assert_eq!((both.path().unwrap().as_str(), both.template().as_str()), ("/$1", "/users(a={a},b={b})"));
    let raw = client.request(Method::GET, "/users/{a}?b={a}").value("a", &new);
    assert_refused(&raw.send().await.unwrap_err(), text);

    let seen = server.seen();
    assert!(seen.iter().all(|seen| calls(seen).len() == 1), "only what is valid was sent");
}
