//! Parts of batch responses: bodies that are not JSON, redirects, and malformed parts.

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use graph_runtime::{Batch, Client, ErrorKind, StaticToken};
use serde_json::json;

fn client(server: &Loopback) -> Client {
    let settings = Client::builder().base_url(server.root()).credential(StaticToken::new("secret-token"));
    settings.timer(Clock::default()).build().unwrap()
}

/// Responds to a batch with these parts.
fn parts(parts: &str) -> Loopback {
    let body = format!(r#"{{"responses":[{parts}]}}"#);
    Loopback::start(move |_| Reply::json(200, &body))
}

#[tokio::test]
async fn malformed_parts_do_not_affect_others() {
    for (part, status) in [
        (r#"{"id":"1"}"#, 200),
        (r#"{"id":"1","status":99999}"#, 200),
        (r#"{"id":"1","status":201,"headers":["Content-Type"]}"#, 201),
    ] {
        let server = parts(&format!(r#"{part},{{"id":"2","status":204}}"#));
        let client = client(&server);
        let me = GraphService::new(client.clone()).me();
        let mut answers = client.execute_all([me.retire(), me.retire()]).await;
        assert!(answers.pop().unwrap().is_ok(), "{part}");
        let error = answers.pop().unwrap().unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, status), "{part}");
        assert_eq!(error.raw_body().unwrap(), part);
        assert!(error.may_have_been_sent() && error.to_string().contains("batch response"), "{error}");
        assert_eq!(server.seen().len(), 1, "{part}: an action is not sent again");
    }
    for part in ["null", r#"{"status":201}"#, r#"{"id":null,"status":201}"#] {
        let server = parts(&format!(r#"{{"id":"2","status":204}},{part}"#));
        let client = client(&server);
        let me = GraphService::new(client.clone()).me();
        let mut answers = client.execute_all([me.retire(), me.retire()]).await;
        assert!(answers.pop().unwrap().is_ok(), "{part}");
        let error = answers.pop().unwrap().unwrap_err();
        assert!(error.is_decode() && error.raw_body().unwrap() == format!("[{part}]").as_bytes(), "{error:?}");
    }
}

/// Whether the service executed a call is unknown if the response ends before its part.
#[tokio::test]
async fn a_response_that_is_cut_off_has_the_parts_before_its_end() {
    let body = r#"{"responses":[{"id":"2","status":204},{"id":"1","sta"#;
    for end in [body.len(), body.find(r#"{"id":"1"#).unwrap()] {
        let server = Loopback::json(200, &body[..end]);
        let client = client(&server);
        let me = GraphService::new(client.clone()).me();
        let mut answers = client.execute_all([me.retire(), me.retire()]).await;
        assert!(answers.pop().unwrap().is_ok());
        let error = answers.pop().unwrap().unwrap_err();
        assert!(error.is_decode() && error.may_have_been_sent() && error.to_string().contains("cut off"), "{error}");
        assert!(body[..end].ends_with(std::str::from_utf8(error.raw_body().unwrap()).unwrap()), "{error:?}");
        assert_eq!(server.seen().len(), 1, "an action is not sent again");
    }
    for reply in [
        Reply::json(200, &body[..20]),
        Reply::Close(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"responses\":[".to_vec()),
    ] {
        let server = Loopback::start(move |_| reply.clone());
        let client = client(&server);
        let me = GraphService::new(client.clone()).me();
        for answer in client.execute_all([me.retire(), me.retire()]).await {
            let error = answer.unwrap_err();
            assert!(error.kind() == ErrorKind::Batch && error.may_have_been_sent(), "{error:?}");
            assert!(error.to_string().contains("may have executed the call"), "{error}");
        }
        assert_eq!(server.seen().len(), 1, "actions are not sent again");
    }
}

#[tokio::test]
async fn text_is_not_base64_and_other_content_is() {
    let server = parts(
        r#"{"id":"1","status":403,"headers":{"Content-Type":"text/plain"},"body":"Unauthorized"},
           {"id":"2","status":200,"headers":{"Content-Type":"image/jpeg"},"body":"_-_-AA"},
           {"id":"3","status":200,"headers":{"Content-Type":"image/jpeg"},"body":"iVBORw0KGg"},
           {"id":"4","status":200,"headers":{"Content-Type":"image/jpeg"},"body":"not base64"}"#,
    );
    let client = client(&server);
    let me = GraphService::new(client.clone()).me();
    let mut answers = client.execute_all([me.photo(), me.photo(), me.photo(), me.photo()]).await.into_iter();
    let refused = answers.next().unwrap().unwrap_err();
    assert!(refused.status().unwrap() == 403 && refused.raw_body().unwrap() == "Unauthorized", "{refused:?}");
    for (expected, is_undecoded) in
        [(&b"\xff\xef\xfe\x00"[..], false), (b"\x89PNG\r\n\x1a", false), (b"not base64", true)]
    {
        let content = answers.next().unwrap().unwrap();
        assert_eq!((&content.bytes()[..], content.media_type()), (expected, Some("image/jpeg")));
        assert_eq!(content.is_undecoded(), is_undecoded);
    }
}

#[tokio::test]
async fn byte_order_marks_within_parts_are_skipped() {
    // `77u/` is the mark in base64.
    let server = parts(
        r#"{"id":"1","status":400,"headers":{"Content-Type":"text/plain"},
            "body":"\ufeff{\"error\":{\"code\":\"InternalServerError\"}}"},
           {"id":"2","status":200,"headers":{"Content-Type":"application/octet-stream"},"body":"77u/eyJpZCI6InUxIn0="}"#,
    );
    let client = client(&server);
    let me = GraphService::new(client.clone()).me();
    let mut answers = client.execute_all([me.get(), me.get()]).await;
    assert_eq!(answers.pop().unwrap().unwrap().id.as_deref(), Some("u1"));
    assert!(answers.pop().unwrap().unwrap_err().has_code("InternalServerError"));
}

#[tokio::test]
async fn redirected_downloads_are_read_without_the_token() {
    for status in [301, 302, 303, 307, 308] {
        let storage = Loopback::start(|_| Reply::body(200, "image/jpeg", b"content"));
        let location = format!("{}/blob/1", storage.origin());
        let body = json!({ "responses": [
            { "id": "1", "status": status, "headers": { "Location": location } },
            { "id": "2", "status": 200, "body": { "id": "u1" } },
        ] });
        let server = Loopback::start(move |_| Reply::json(200, &body.to_string()));
        let client = client(&server);
        let me = GraphService::new(client.clone()).me();
        let mut batch = Batch::new(&client);
        let (photo, user) = (batch.add(me.photo().header("x-mine", "secret")), batch.add(me.get()));
        let mut answers = batch.send().await;
        let content = answers.take(photo).unwrap();
        assert_eq!((&content.bytes()[..], content.media_type()), (&b"content"[..], Some("image/jpeg")), "{status}");
        assert!(answers.take(user).is_ok());
        let seen = storage.last();
        assert_eq!((seen.method(), seen.target()), ("GET", "/blob/1"));
        assert!(seen.header("accept").is_some_and(|accept| accept.starts_with("application/octet-stream")));
        for secret in ["authorization", "x-mine"] {
            assert_eq!(seen.header(secret), None, "{status}: {secret}");
        }
        assert_eq!((server.seen().len(), storage.seen().len()), (1, 1), "{status}");
    }
}

#[tokio::test]
async fn only_downloads_follow_redirects_and_each_fails_alone() {
    let storage = Loopback::json(200, r#"{"id":"u1"}"#);
    let location = format!("{}/blob/1", storage.origin());
    let part =
        |id: &str, location: &str| format!(r#"{{"id":"{id}","status":302,"headers":{{"Location":"{location}"}}}}"#);
    let server = parts(&[part("1", &location), part("2", "http://192.0.2.1/x"), part("3", "ftp://x")].join(","));
    let client = client(&server);
    let me = GraphService::new(client.clone()).me();
    let mut batch = Batch::new(&client);
    let (get, insecure, invalid) = (batch.add(me.get()), batch.add(me.photo()), batch.add(me.photo()));
    let mut answers = batch.send().await;
    assert_eq!(answers.take(get).unwrap_err().status().unwrap().as_u16(), 302);
    assert_eq!(answers.take(insecure).unwrap_err().kind(), ErrorKind::InsecureLink);
    assert_eq!(answers.take(invalid).unwrap_err().kind(), ErrorKind::InvalidLink);
    assert!(storage.seen().is_empty());
}

#[tokio::test]
async fn the_memory_limit_applies_to_parts() {
    let text = format!(r#"{{"id":"1","status":200,"body":{{"businessPhones":[{}""]}}}}"#, r#""","#.repeat(100_000));
    let server = parts(&text);
    let settings = Client::builder().base_url(server.root()).timer(Clock::default()).max_response_memory(1 << 20);
    let client = settings.build().unwrap();
    let answers = client.execute_all([GraphService::new(client.clone()).me().get()]).await;
    let error = answers.into_iter().next().unwrap().unwrap_err();
    assert!(error.is_decode() && format!("{error:#}").contains("bytes of memory"), "{error:#}");
}
