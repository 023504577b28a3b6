//! Parts of batch responses: bodies that are not JSON, redirects, and malformed parts.

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use graph_runtime::{Client, ErrorKind, StaticToken};

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
async fn the_memory_limit_applies_to_parts() {
    let text = format!(r#"{{"id":"1","status":200,"body":{{"businessPhones":[{}""]}}}}"#, r#""","#.repeat(100_000));
    let server = parts(&text);
    let settings = Client::builder().base_url(server.root()).timer(Clock::default()).max_response_memory(1 << 20);
    let client = settings.build().unwrap();
    let answers = client.execute_all([GraphService::new(client.clone()).me().get()]).await;
    let error = answers.into_iter().next().unwrap().unwrap_err();
    assert!(error.is_decode() && format!("{error:#}").contains("bytes of memory"), "{error:#}");
}
