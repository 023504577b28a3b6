//! A hostile server: uploads and upload sessions that do not end.

use std::time::Duration;

use crate::loopback::{
    Loopback, Reply,
    clock::Clock,
    hostile::{dripping, expecting},
};
use crate::sample::{GraphService, User};
use graph_runtime::{
    Bytes, Client, Error, ErrorKind, NoRetry, UploadBody, UploadSession, transport::TransportErrorKind,
};
use serde_json::json;

const UNIT: usize = 320 << 10;

fn client(server: &Loopback) -> Client {
    Client::builder().base_url(server.root()).timer(Clock::default()).build().unwrap()
}

fn session(server: &Loopback) -> UploadSession<User> {
    let url = format!("{}/up", server.origin());
    client(server).upload_session(&json!({ "uploadUrl": url })).unwrap().chunk_size(UNIT).unwrap()
}

/// Uploads two chunks.
async fn upload(server: &Loopback) -> Error {
    session(server).upload(Bytes::from(vec![0; 2 * UNIT])).await.unwrap_err()
}

#[tokio::test]
async fn the_response_to_a_streamed_upload_arrives_within_the_time_limit() {
    for status in [200, 201, 409] {
        let server = Loopback::start(move |_| dripping(status));
        let client = Client::builder().base_url(server.root()).timeout(Duration::from_millis(200));
        let me = GraphService::new(client.retry(NoRetry).build().unwrap()).me();
        let content = futures_util::stream::iter([Ok::<_, std::io::Error>("content")]);
        let error = me.put_photo(UploadBody::stream(7, content)).send().await.unwrap_err();
        assert!(error.transport_error().is_some_and(|error| error.kind() == TransportErrorKind::Timeout), "{error}");
        assert_eq!(server.last().body, b"content");
    }
}

#[tokio::test]
async fn sessions_that_go_back_and_forth_end() {
    let gaps: Vec<String> = (0..1000).map(|byte| format!(r#"["{byte}-{byte}"]"#)).collect();
    let gaps: Vec<&str> = gaps.iter().map(String::as_str).collect();
    for ranges in [&[r#"["327680-"]"#, r#"["0-"]"#][..], &[r#"["1-"]"#, r#"["2-"]"#, r#"["0-"]"#], &gaps] {
        let server = expecting(ranges);
        let error = upload(&server).await;
        assert_eq!(error.kind(), ErrorKind::UploadSession, "{error}");
        assert!(error.to_string().contains("more than 36 chunks"), "{error}");
        assert_eq!(server.seen().len(), 36);
    }
}

#[tokio::test]
async fn sessions_that_fail_between_chunks_end() {
    // A chunk fails, and the status says that another one is missing.
    let server = Loopback::start({
        let requests = std::sync::atomic::AtomicUsize::new(0);
        move |seen| match (seen.method(), requests.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % 4) {
            ("PUT", _) => Reply::json(500, "{}"),
            (_, 1) => Reply::json(200, r#"{"nextExpectedRanges":["327680-"]}"#),
            _ => Reply::json(200, r#"{"nextExpectedRanges":["0-"]}"#),
        }
    });
    let error = upload(&server).await;
    assert_eq!(error.kind(), ErrorKind::UploadSession, "{error}");
    assert_eq!(server.seen().iter().filter(|seen| seen.method() == "PUT").count(), 36);
}

#[tokio::test]
async fn ranges_beyond_any_content_are_errors() {
    for range in ["18446744073709551615-", "18446744073709551615-18446744073709551615", "655361-"] {
        let ranges = format!(r#"["{range}"]"#);
        let server = expecting(&[&ranges]);
        let error = upload(&server).await;
        assert_eq!(error.kind(), ErrorKind::UploadSession, "{range}: {error}");
        assert_eq!(server.seen().len(), 1, "{range}");
        let url = format!("{}/up", server.origin());
        let session = json!({ "uploadUrl": url, "nextExpectedRanges": [range] });
        let mut session = client(&server).upload_session::<User>(&session).unwrap();
        assert_eq!(session.upload(Bytes::from(vec![0; UNIT])).await.unwrap_err().kind(), ErrorKind::UploadSession);
        assert_eq!(server.seen().len(), 1, "{range}");
    }
}

#[tokio::test]
async fn sessions_without_an_absolute_url_are_refused() {
    let server = expecting(&["[]"]);
    for url in ["", " ", "?", "#", ".", "/", "/up", "up", "//"] {
        let error = client(&server).upload_session::<()>(&json!({ "uploadUrl": url })).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InvalidRequest | ErrorKind::InvalidLink), "{url:?}: {error}");
        let error = client(&server).resume_upload::<()>(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidLink, "{url:?}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_huge_status_is_an_error() {
    let text = format!(r#"{{"nextExpectedRanges":[{}"0-"]}}"#, r#""0-","#.repeat(300_000));
    let server = Loopback::start(move |_| Reply::json(200, &text));
    assert!(session(&server).status().await.unwrap_err().is_decode());
}

#[tokio::test]
async fn the_memory_limit_applies_to_the_item() {
    let phones = format!(r#"{{"businessPhones":[{}""]}}"#, r#""","#.repeat(100_000));
    let server = Loopback::start(move |_| Reply::json(201, &phones));
    let settings = Client::builder().base_url(server.root()).timer(Clock::default()).max_response_memory(1 << 20);
    let session = json!({ "uploadUrl": format!("{}/up", server.origin()) });
    let mut session = settings.build().unwrap().upload_session::<User>(&session).unwrap();
    let error = session.upload(Bytes::from_static(b"content")).await.unwrap_err();
    assert!(error.is_decode() && format!("{error:#}").contains("bytes of memory"), "{error:#}");
}
