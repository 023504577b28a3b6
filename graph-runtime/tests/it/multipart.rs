//! Batches in `multipart/mixed`, change sets, and services without batches, on loopback.

use std::sync::atomic::{AtomicUsize, Ordering};

use graph_runtime::{
    Batch, Body, Client, ErrorKind, NoRetry, ServiceProfile, StaticToken,
    codegen::{self as rt, Resource, Write},
    profile::{BatchFormat, ODataVersion},
};

use crate::{
    loopback::{Loopback, Reply, Seen, clock::Clock},
    sample::{GraphService, User},
};

const MANAGER: rt::NavigationProperty<User, User, rt::One> = rt::navigation("manager");

fn client_of(server: &Loopback, profile: ServiceProfile) -> Client {
    let settings = Client::builder().base_url(server.root()).credential(StaticToken::new("secret-token"));
    settings.timer(Clock::default()).profile(profile).build().unwrap()
}

/// The parts of a request with this boundary, without delimiters.
fn parts<'a>(body: &'a str, boundary: &str) -> Vec<&'a str> {
    let inner = body.strip_suffix(&format!("--{boundary}--\r\n")).expect("a closing delimiter");
    inner.split(&format!("--{boundary}\r\n")).skip(1).map(|part| part.strip_suffix("\r\n").unwrap_or(part)).collect()
}

fn boundary(content_type: &str) -> &str {
    content_type.strip_prefix("multipart/mixed; boundary=").expect("multipart")
}

/// Returns the request lines of the calls in a batch request, those of change sets too.
fn request_lines(seen: &Seen) -> Vec<String> {
    let body = std::str::from_utf8(&seen.body).unwrap();
    body.lines().filter_map(|line| line.strip_suffix(" HTTP/1.1")).map(str::to_owned).collect()
}

/// Writes a multipart response of these parts.
fn multipart(parts: &[String]) -> Reply {
    let mut body = String::new();
    for part in parts {
        body += &format!("--r\r\n{part}\r\n");
    }
    Reply::body(200, "multipart/mixed; boundary=r", (body + "--r--\r\n").as_bytes())
}

fn part(status: u16, headers: &str, body: &str) -> String {
    format!(
        "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n\
         HTTP/1.1 {status} x\r\nContent-Type: application/json\r\n{headers}\r\n{body}"
    )
}

fn user(id: &str) -> String {
    part(200, "", &format!(r#"{{"id":"{id}"}}"#))
}

#[tokio::test]
async fn calls_are_parts_of_one_request() {
    let server = Loopback::start(|_| multipart(&[user("a"), part(204, "", ""), part(404, "", "{}")]));
    let client = client_of(&server, ServiceProfile::V4_0);
    let service = GraphService::new(client.clone());
    let mut batch = Batch::new(&client).header("x-correlation", "7");
    let get = batch.add(service.users().by_id("a/b").get().select((User::ID,)).header("x-own", "1"));
    let body = Body::new().set(User::DISPLAY_NAME, "é");
    let update: Write<Option<_>> = rt::update::<User, User>(&Resource::root(client.clone()).child("me"), body);
    let update = batch.add(update);
    let missing = batch.add(service.me().get());
    let mut responses = batch.send().await;
    assert_eq!(responses.take(get).unwrap().id.as_deref(), Some("a"));
    assert!(responses.take(update).unwrap().is_none());
    assert!(responses.take(missing).unwrap_err().is_not_found());

    let seen = server.last();
    assert_eq!((seen.method(), seen.target()), ("POST", "/v1.0/$batch"));
    assert_eq!(seen.header("authorization"), Some("Bearer secret-token"));
    assert_eq!(seen.header("accept"), Some("multipart/mixed"));
    assert_eq!(seen.header("prefer"), Some("odata.continue-on-error"));
    assert_eq!(seen.header("x-correlation"), Some("7"));
    assert_eq!(seen.header("odata-version"), Some("4.0"));
    let boundary = boundary(seen.header("content-type").unwrap());
    let body = std::str::from_utf8(&seen.body).unwrap();
    assert!(!body.contains("secret-token") && !body.to_ascii_lowercase().contains("\r\nhost:"));
    let head = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
    let versions = "odata-version: 4.0\r\nodata-maxversion: 4.0\r\n";
    assert_eq!(
        parts(body, boundary),
        [
            format!(
                "{head}GET users('a%2Fb')?$select=id HTTP/1.1\r\naccept: application/json\r\nx-own: 1\r\n{versions}\r\n"
            ),
            format!(
                "{head}PATCH me HTTP/1.1\r\naccept: application/json\r\ncontent-type: application/json\r\nif-match: *\r\n\
                 {versions}content-length: 20\r\n\r\n{{\"displayName\":\"é\"}}"
            ),
            format!("{head}GET me HTTP/1.1\r\naccept: application/json\r\n{versions}\r\n"),
        ]
    );
}

#[tokio::test]
async fn ids_and_preferences_have_the_form_of_the_version() {
    let server = Loopback::start(|_| multipart(&[user("a"), user("b")]));
    let profile = ServiceProfile::V4_01.with_batch_format(BatchFormat::Multipart);
    let client = client_of(&server, profile);
    let service = GraphService::new(client.clone());
    let answers = client.execute_all(["a", "b"].map(|id| service.users().by_id(id).get())).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let seen = server.last();
    assert_eq!(seen.header("prefer"), Some("continue-on-error"));
    let body = std::str::from_utf8(&seen.body).unwrap();
    assert!(body.contains("\r\nContent-ID: 1\r\n") && body.contains("\r\nContent-ID: 2\r\n"), "{body}");
}

/// Responds to a change set of three calls as one.
fn change_set_of(inner: &str) -> String {
    format!("Content-Type: multipart/mixed; boundary=\"in ner\"\r\n\r\n{inner}")
}

fn inner(parts: &[(&str, String)]) -> String {
    let mut text = String::new();
    for (id, part) in parts {
        let id = if id.is_empty() { String::new() } else { format!("Content-ID: {id}\r\n") };
        text += &format!("--in ner\r\n{id}{part}\r\n");
    }
    text + "--in ner--"
}

/// Sends a change set of two creations, where the second refers to the first, between two reads.
async fn order(server: &Loopback) -> Vec<Result<Option<String>, graph_runtime::Error>> {
    let client = client_of(server, ServiceProfile::V4_0);
    let service = GraphService::new(client.clone());
    let users = Resource::root(client.clone()).child("users");
    let create = |body: Body<User>| rt::create::<User, User, _>(&users, body);
    let mut batch = Batch::new(&client);
    let before = batch.add(service.users().by_id("0").get());
    let (first, second) = batch.change_set(|set| {
        let first = set.add(create(Body::new().set(User::ID, "m")));
        let second = set.add(create(Body::new().set(User::ID, "n").bind(MANAGER, &first)));
        (first, second)
    });
    let after = batch.add(service.users().by_id("9").get());
    let mut responses = batch.send().await;
    let id = |user: graph_runtime::Object<User>| user.id.clone();
    vec![
        responses.take(before).map(id),
        responses.take(first).map(id),
        responses.take(second).map(id),
        responses.take(after).map(id),
    ]
}

#[tokio::test]
async fn a_change_set_is_one_part_with_references() {
    // Responses in a change set may be in any order.
    let answer = inner(&[("3", user("n")), ("<2>", user("m"))]);
    let server = Loopback::start(move |_| multipart(&[user("0"), change_set_of(&answer), user("9")]));
    let ids: Vec<_> = order(&server).await.into_iter().map(|result| result.unwrap().unwrap()).collect();
    assert_eq!(ids, ["0", "m", "n", "9"]);
    let seen = server.last();
    assert_eq!(request_lines(&seen), ["GET users('0')", "POST users", "POST users", "GET users('9')"]);
    let outer = boundary(seen.header("content-type").unwrap());
    let parts_of_batch = parts(std::str::from_utf8(&seen.body).unwrap(), outer);
    assert_eq!(parts_of_batch.len(), 3);
    let (head, set) = parts_of_batch[1].split_once("\r\n\r\n").unwrap();
    let set = format!("{set}\r\n");
    let of_set = boundary(head.strip_prefix("Content-Type: ").unwrap());
    assert!(!of_set.starts_with(outer), "a reader that compares beginnings of lines would end the set there");
    let calls = parts(&set, of_set);
    assert_eq!(calls.len(), 2);
    assert!(calls[0].contains("\r\nContent-ID: 2\r\n") && calls[1].contains("\r\nContent-ID: 3\r\n"));
    assert!(calls[1].ends_with(r#"{"id":"n","manager@odata.bind":"$2"}"#), "{}", calls[1]);

    // Without ids the order counts.
    let answer = inner(&[("", user("m")), ("", user("n"))]);
    let server = Loopback::start(move |_| multipart(&[user("0"), change_set_of(&answer), user("9")]));
    let ids: Vec<_> = order(&server).await.into_iter().map(|result| result.unwrap().unwrap()).collect();
    assert_eq!(ids, ["0", "m", "n", "9"]);
}

#[tokio::test]
async fn a_failed_change_set_has_one_response() {
    let error = r#"{"error":{"code":"Conflict","message":"taken"}}"#;
    let server = Loopback::start(move |_| multipart(&[user("0"), part(409, "", error), user("9")]));
    let results = order(&server).await;
    for failed in &results[1..3] {
        let failed = failed.as_ref().unwrap_err();
        assert!(failed.is_conflict() && failed.to_string().contains("taken"), "{failed}");
    }
    assert_eq!(results[0].as_ref().unwrap().as_deref(), Some("0"));
    assert_eq!(results[3].as_ref().unwrap().as_deref(), Some("9"));

    // Some services write the error as the only part of the change set.
    let only = inner(&[("3", part(409, "", error))]);
    let server = Loopback::start(move |_| multipart(&[user("0"), change_set_of(&only), user("9")]));
    let results = order(&server).await;
    assert!(results[1..3].iter().all(|result| result.as_ref().is_err_and(|error| error.is_conflict())));

    // One success for several calls says nothing of the others.
    let server = Loopback::start(move |_| multipart(&[user("0"), user("m"), user("9")]));
    let results = order(&server).await;
    assert!(results[1..3].iter().all(|result| result.as_ref().is_err_and(graph_runtime::Error::is_decode)));
}

#[tokio::test]
async fn a_throttled_change_set_is_sent_again_as_a_whole() {
    let count = AtomicUsize::new(0);
    let server = Loopback::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => multipart(&[user("0"), part(429, "Retry-After: 1\r\n", "{}"), user("9")]),
        _ => multipart(&[change_set_of(&inner(&[("2", user("m")), ("3", user("n"))]))]),
    });
    assert!(order(&server).await.iter().all(Result::is_ok));
    assert_eq!(request_lines(&server.seen()[1]), ["POST users", "POST users"]);
}

#[tokio::test]
async fn a_change_set_is_not_sent_again_in_part() {
    // A deletion may be sent again after a 503, and a creation may not.
    let server = Loopback::start(|_| multipart(&[part(503, "", "{}")]));
    let client = client_of(&server, ServiceProfile::V4_0);
    let users = Resource::root(client.clone()).child("users");
    let mut batch = Batch::new(&client);
    let delete: Write<()> = rt::delete(&users.key(&[("id", "a".into())]), "d");
    let (deleted, created) =
        batch.change_set(|set| (set.add(delete), set.add(rt::create::<User, User, _>(&users, Body::new()))));
    let mut responses = batch.send().await;
    let status = |error: graph_runtime::Error| error.status().map(|status| status.as_u16());
    assert_eq!(responses.take(deleted).map_err(status), Err(Some(503)));
    assert_eq!(responses.take(created).map(drop).map_err(status), Err(Some(503)));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn parts_that_are_not_valid_are_errors_of_their_calls() {
    let plain = "Content-Type: text/plain\r\n\r\nno".to_owned();
    let encoded = user("c").replace("binary", "base64");
    let other = format!("Content-ID: 7\r\n{}", user("d"));
    let lf = user("e").replace("\r\n", "\n");
    let answers = [user("a"), plain, encoded, other, lf];
    let server = Loopback::start(move |_| multipart(&answers));
    let client = client_of(&server, ServiceProfile::V4_0);
    let service = GraphService::new(client.clone());
    let get = || service.me().get();
    let results = client.execute_all((0..6).map(|_| get())).await;
    let shown: Vec<String> = results
        .iter()
        .map(|result| match result {
            Ok(user) => user.id.clone().unwrap_or_default(),
            Err(error) => format!("{:?} {error:#}", error.kind()),
        })
        .collect();
    assert_eq!((shown[0].as_str(), shown[4].as_str()), ("a", "e"));
    for (index, text) in [
        (1, "is not `application/http`"),
        (2, "`Content-Transfer-Encoding` other than `binary`"),
        (3, "is for another call"),
        (5, "has no part for this call"),
    ] {
        assert!(shown[index].starts_with("Decode") && shown[index].contains(text), "{}", shown[index]);
    }

    // A body that is cut off keeps what is whole.
    let server = Loopback::start(|_| {
        let body = format!("--r\r\n{}\r\n--r\r\n{}", user("a"), user("b"));
        Reply::body(200, "multipart/mixed; boundary=r", body.as_bytes())
    });
    let client = client_of(&server, ServiceProfile::V4_0);
    let service = GraphService::new(client.clone());
    let results = client.execute_all((0..2).map(|_| service.me().get())).await;
    assert!(results[0].is_ok());
    assert!(format!("{:#}", results[1].as_ref().unwrap_err()).contains("cut off"));

    // A response in another format is an error of the batch.
    let server = Loopback::json(200, r#"{"responses":[]}"#);
    let client = client_of(&server, ServiceProfile::V4_0);
    let service = GraphService::new(client.clone());
    let error = client.execute_all([service.me().get()]).await.pop().unwrap().unwrap_err();
    assert!(error.kind() == ErrorKind::Batch && format!("{error:#}").contains("multipart/mixed"), "{error:#}");
}

#[tokio::test]
async fn calls_wait_for_those_they_depend_on() {
    let server = Loopback::start(|seen| {
        let answer = |line: &String| if line.ends_with("('bad')") { part(404, "", "{}") } else { user("x") };
        multipart(&request_lines(seen).iter().map(answer).collect::<Vec<_>>())
    });
    for (format, requests) in [(BatchFormat::Multipart, 2), (BatchFormat::None, 3)] {
        let server = match format {
            BatchFormat::Multipart => &server,
            _ => &Loopback::start(|seen| match seen.path().ends_with("('bad')") {
                true => Reply::json(404, "{}"),
                false => Reply::json(200, r#"{"id":"x"}"#),
            }),
        };
        let client = client_of(server, ServiceProfile::V4_0.with_batch_format(format));
        let service = GraphService::new(client.clone());
        let mut batch = Batch::new(&client);
        let good = batch.add(service.users().by_id("good").get());
        let bad = batch.add(service.users().by_id("bad").get());
        let after_good = batch.add_after(service.me().get(), [good.id()]);
        let after_bad = batch.add_after(service.me().get(), [bad.id()]);
        let later = batch.add_after(service.me().get(), [after_bad.id()]);
        let mut responses = batch.send().await;
        assert!(responses.take(good).is_ok() && responses.take(after_good).is_ok());
        assert!(responses.take(bad).unwrap_err().is_not_found());
        for ticket in [after_bad, later] {
            assert_eq!(responses.take(ticket).unwrap_err().kind(), ErrorKind::FailedDependency);
        }
        assert_eq!(server.seen().len(), requests, "{format:?}");
    }
}

#[tokio::test]
async fn calls_are_sent_alone_where_there_are_no_batches() {
    let server = Loopback::start(|seen| match seen.method() {
        "GET" => Reply::json(200, r#"{"id":"a"}"#),
        _ => Reply::no_content(),
    });
    let client = client_of(&server, ServiceProfile::V4_0.with_batch_format(BatchFormat::None));
    let users = Resource::root(client.clone()).child("users");
    let mut batch = Batch::new(&client);
    let get = batch.add(GraphService::new(client.clone()).me().get());
    let update = batch.add(rt::update::<User, User>(&users, Body::new().set(User::MAIL, "m")));
    let mut responses = batch.send().await;
    assert!(responses.take(get).is_ok() && responses.take(update).is_ok());
    let seen = server.seen();
    assert_eq!((seen[0].target(), seen[1].target()), ("/v1.0/me", "/v1.0/users"));
    assert_eq!((seen[1].method(), &seen[1].body[..]), ("PATCH", &br#"{"mail":"m"}"#[..]));
    assert_eq!(seen[1].header("odata-version"), Some("4.0"));
    assert_eq!(seen[1].header("authorization"), Some("Bearer secret-token"));
}

#[tokio::test]
async fn wrong_change_sets_are_not_sent() {
    let server = Loopback::start(|_| Reply::json(500, "{}"));
    let graph = client_of(&server, ServiceProfile::GRAPH);
    let service = GraphService::new(graph.clone());
    let mut batch = Batch::new(&graph);
    let ticket = batch.change_set(|set| set.add(service.me().retire()));
    let error = batch.send().await.take(ticket).unwrap_err();
    assert!(error.kind() == ErrorKind::InvalidRequest && format!("{error:#}").contains("no change sets"), "{error:#}");

    let client = client_of(&server, ServiceProfile::V4_0);
    let service = GraphService::new(client.clone());
    let users = Resource::root(client.clone()).child("users");
    let create = |body: Body<User>| rt::create::<User, User, _>(&users, body);
    let mut batch = Batch::new(&client);
    // A read, and what is in the same set.
    let (read, good) = batch.change_set(|set| (set.add(service.me().get()), set.add(service.me().retire())));
    // References to another set, to nothing yet, and from outside.
    let first = batch.change_set(|set| set.add(create(Body::new())));
    let stranger = batch.change_set(|set| set.add(create(Body::new().bind(MANAGER, &first))));
    let outside = batch.add(create(Body::new().bind(MANAGER, &first)));
    let mut other = Batch::new(&client);
    let elsewhere = other.change_set(|set| set.add(create(Body::new().bind(MANAGER, &first))));
    let mut responses = batch.send().await;
    for (error, text) in [
        (responses.take(read).unwrap_err(), "only calls that change something"),
        (responses.take(good).unwrap_err(), "another call of the change set, GET /me, cannot be sent"),
        (responses.take(stranger).unwrap_err(), "not an earlier one of the same change set"),
        (responses.take(outside).unwrap_err(), "is not in that change set"),
        (other.send().await.take(elsewhere).unwrap_err(), "not an earlier one of the same change set"),
    ] {
        assert!(error.kind() == ErrorKind::InvalidRequest && format!("{error:#}").contains(text), "{error:#}");
    }
    // The one that is valid was sent.
    assert_eq!(server.seen().len(), 1);
    assert_eq!(request_lines(&server.last()), ["POST users"]);

    // Alone, the request would refer to nothing.
    let mut batch = Batch::new(&client);
    let first = batch.change_set(|set| set.add(create(Body::new())));
    let error = create(Body::new().bind(MANAGER, &first)).send().await.unwrap_err();
    assert!(format!("{error:#}").contains("is sent alone"), "{error:#}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn change_sets_in_json_are_atomicity_groups() {
    let server = Loopback::start(|_| {
        let parts =
            r#"{"id":"2","atomicityGroup":"g1","status":409,"body":{"error":{"code":"Conflict","message":"m"}}}"#;
        Reply::json(200, &format!(r#"{{"responses":[{{"id":"1","status":424}},{parts}]}}"#))
    });
    let client = client_of(&server, ServiceProfile::V4_01);
    let users = Resource::root(client.clone()).child("users");
    let create = |body: Body<User>| rt::create::<User, User, _>(&users, body);
    let mut batch = Batch::new(&client);
    let (first, second) = batch.change_set(|set| {
        let first = set.add(create(Body::new().set(User::ID, "m")));
        let second = set.add(create(Body::new().bind(MANAGER, &first)));
        (first, second)
    });
    let mut responses = batch.send().await;
    assert_eq!(responses.take(first).unwrap_err().kind(), ErrorKind::FailedDependency);
    assert!(responses.take(second).unwrap_err().is_conflict());
    let seen = server.last();
    assert_eq!(seen.header("prefer"), Some("continue-on-error"));
    let sent: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
    let headers = serde_json::json!({
        "accept": "application/json", "content-type": "application/json", "odata-version": "4.01", "odata-maxversion": "4.01",
    });
    assert_eq!(
        sent["requests"],
        serde_json::json!([
            { "id": "1", "method": "POST", "url": "users", "atomicityGroup": "g1", "headers": headers, "body": { "id": "m" } },
            { "id": "2", "method": "POST", "url": "users", "atomicityGroup": "g1", "dependsOn": ["1"], "headers": headers,
              "body": { "manager": { "@id": "$1" } } },
        ])
    );
}

#[tokio::test]
async fn one_response_answers_for_an_atomicity_group_that_failed() {
    let server = Loopback::json(
        200,
        r#"{"responses":[{"id":"2","status":409,"body":{"error":{"code":"Conflict","message":"m"}}}]}"#,
    );
    let client = client_of(&server, ServiceProfile::V4_01);
    let users = Resource::root(client.clone()).child("users");
    let mut batch = Batch::new(&client);
    let tickets = batch.change_set(|set| [(); 2].map(|()| set.add(rt::create::<User, User, _>(&users, Body::new()))));
    let alone = batch.add(GraphService::new(client.clone()).me().get());
    let mut responses = batch.send().await;
    for ticket in tickets {
        assert!(responses.take(ticket).unwrap_err().is_conflict());
    }
    assert!(responses.take(alone).unwrap_err().is_decode(), "it has no response");
}

#[tokio::test]
async fn batches_are_split_by_the_size_of_the_profile() {
    let server = Loopback::start(|seen| multipart(&vec![user("a"); request_lines(seen).len()]));
    let profile = ServiceProfile::V4_0.with_batch_size(3).with_version(Some(ODataVersion::V4_0));
    let client = client_of(&server, profile);
    let service = GraphService::new(client.clone());
    let results = client.execute_all((0..7).map(|_| service.me().get())).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(server.seen().iter().map(|seen| request_lines(seen).len()).collect::<Vec<_>>(), [3, 3, 1]);
    let users = Resource::root(client.clone()).child("users");
    let mut batch = Batch::new(&client);
    let tickets: Vec<_> =
        batch.change_set(|set| (0..4).map(|_| set.add(rt::create::<User, User, _>(&users, Body::new()))).collect());
    let mut responses = batch.send().await;
    for ticket in tickets {
        let error = responses.take(ticket).unwrap_err();
        assert!(format!("{error:#}").contains("more than 3 calls"), "{error:#}");
    }
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_batch_with_a_wrong_header_is_not_sent() {
    let server = Loopback::json(500, "{}");
    let client = Client::builder().base_url(server.root()).retry(NoRetry).build().unwrap();
    let service = GraphService::new(client.clone());
    let mut batch = Batch::new(&client).header("x\r\nevil", "1");
    let ticket = batch.add(service.me().get());
    assert_eq!(batch.send().await.take(ticket).unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(server.seen().is_empty());
}

/// `ContinueOnErrorSupported` of `Capabilities.BatchSupport`: calls that were not executed are sent in another request.
#[tokio::test]
async fn a_service_that_stops_at_errors_gets_the_rest_again() {
    for format in [BatchFormat::Multipart, BatchFormat::Json] {
        let server = Loopback::start(move |seen| {
            let body = String::from_utf8_lossy(&seen.body);
            let (first, last) = (body.contains("users('a')"), body.contains("users('c')"));
            match (format, first, last) {
                (BatchFormat::Json, true, _) => Reply::json(
                    200,
                    r#"{"responses":[{"id":"1","status":200,"body":{"id":"a"}},{"id":"2","status":404,"body":{}}]}"#,
                ),
                (BatchFormat::Json, ..) => {
                    Reply::json(200, r#"{"responses":[{"id":"3","status":200,"body":{"id":"c"}}]}"#)
                }
                (_, true, _) => multipart(&[user("a"), part(404, "", "{}")]),
                (_, _, true) => multipart(&[user("c")]),
                _ => Reply::json(400, "{}"),
            }
        });
        let profile = ServiceProfile::V4_0.with_batch_format(format);
        let ids = |client: Client| async move {
            let service = GraphService::new(client.clone());
            let mut batch = Batch::new(&client);
            let [a, b, c] = ["a", "b", "c"].map(|id| batch.add(service.users().by_id(id).get()));
            let d = batch.add_after(service.users().by_id("d").get(), [b.id()]);
            let mut responses = batch.send().await;
            let [a, b, c, d] = [a, b, c, d].map(|call| responses.take(call));
            assert_eq!(a.unwrap().id.as_deref(), Some("a"));
            assert!(b.unwrap_err().is_not_found());
            assert_eq!(d.unwrap_err().kind(), ErrorKind::FailedDependency);
            c.map(|user| user.id.clone())
        };
        let third = ids(client_of(&server, profile.clone().with_continue_on_error(false))).await;
        assert_eq!(third.unwrap().as_deref(), Some("c"), "{format:?}");
        let requests: Vec<Seen> = server.seen().into_iter().collect();
        assert_eq!(requests.len(), 2);
        assert!(requests.iter().all(|seen| seen.header("prefer").is_none()));
        if format == BatchFormat::Multipart {
            // A service that continues does not omit responses.
            assert_eq!(ids(client_of(&server, profile)).await.unwrap_err().kind(), ErrorKind::Decode);
            assert_eq!(server.last().header("prefer"), Some("odata.continue-on-error"));
        }
    }
}

/// Members of `Capabilities.BatchSupport` refuse references before anything is sent.
#[tokio::test]
async fn references_that_a_service_does_not_support_are_not_sent() {
    let server = Loopback::json(500, "{}");
    let users = |client: &Client| Resource::root(client.clone()).child("users");
    let new = |client: &Client| -> Write<rt::Object<User>> {
        rt::create::<User, User, _>(&users(client), Body::<User>::new())
    };
    let client = client_of(&server, ServiceProfile::V4_0.with_references_in_bodies(false));
    let mut batch = Batch::new(&client);
    let (boss, report) = batch.change_set(|set| {
        let boss = set.add(new(&client));
        let body = Body::<User>::new().bind(MANAGER, &boss);
        let report: Write<rt::Object<User>> = rt::create::<User, User, _>(&users(&client), body);
        (boss, set.add(report))
    });
    let mut responses = batch.send().await;
    let error = format!("{:#}", responses.take(report).unwrap_err());
    assert!(error.contains("`Capabilities.BatchSupport/ReferencesInRequestBodiesSupported` is false"), "{error}");
    assert!(responses.take(boss).is_err());

    let profile = ServiceProfile::V4_01.with_references_across_change_sets(false);
    let client = client_of(&server, profile);
    let mut batch = Batch::new(&client);
    let boss = batch.change_set(|set| set.add(new(&client)));
    let update: Write<Option<rt::Object<User>>> =
        rt::update::<User, User>(&users(&client).key(&[("id", rt::Key::from(&boss))]), Body::<User>::new());
    let update = batch.change_set(|set| set.add(update));
    let mut responses = batch.send().await;
    let error = format!("{:#}", responses.take(update).unwrap_err());
    assert!(error.contains("`Capabilities.BatchSupport/ReferencesAcrossChangeSetsSupported` is false"), "{error}");
    drop(responses.take(boss));
    assert!(server.seen().len() <= 1, "only the first change set");
}

/// SAP takes the client of a batch from its own URL.
#[tokio::test]
async fn a_batch_has_the_query_options_of_the_profile() {
    let server = Loopback::start(|_| multipart(&[user("a")]));
    let profile = ServiceProfile::V4_0.with_query_options(&[("sap-client", "100"), ("sap-language", "E N")]);
    let client = client_of(&server, profile);
    let service = GraphService::new(client.clone());
    let mut results = client.execute_all([service.users().by_id("a").get()]).await;
    assert_eq!(results.remove(0).unwrap().id.as_deref(), Some("a"));
    assert_eq!(server.last().path(), "/v1.0/$batch");
    assert_eq!(server.last().query(), Some("sap-client=100&sap-language=E%20N"));
}
