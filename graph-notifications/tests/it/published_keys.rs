//! Signing keys that are fetched over HTTP.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use graph_notifications::{KeySource, PublishedKeys, Reason};
use graph_runtime::{BoxFuture, Bytes, Cloud, Limits, ReqwestTransport, Transport, TransportError, http};

use crate::{
    loopback::{Loopback, Reply},
    vectors::Vectors,
};

fn transport() -> ReqwestTransport {
    ReqwestTransport::new().unwrap()
}

#[tokio::test]
async fn keys_are_fetched_once() {
    let vectors = Vectors::new();
    let document = vectors.get("jwks").to_string();
    let server = Loopback::start(move |_| Reply::json(200, &document));
    let source = PublishedKeys::at(format!("{}/common/discovery/v2.0/keys", server.origin()), transport());
    let receiver = vectors.builder().tokens(vectors.validator(), source).build().unwrap();
    let item = vectors.item(&vectors.get("contents")["AES-256"]);
    let token = vectors.get("tokens")["version 2"].as_str().unwrap();
    for _ in 0..3 {
        let received = vectors.send(&receiver, std::slice::from_ref(&item), &[token]).await;
        assert_eq!(received.notifications.len(), 1, "{:?}", received.rejections);
    }
    let [request] = &*server.seen() else { panic!("more than one request") };
    assert_eq!((request.method(), request.target()), ("GET", "/common/discovery/v2.0/keys"));
    assert_eq!(request.header("authorization"), None);
}

#[tokio::test]
async fn wrong_responses_are_no_keys() {
    let vectors = Vectors::new();
    for reply in [
        Reply::json(500, "{}"),
        Reply::json(200, "{"),
        Reply::json(200, &" ".repeat((1 << 20) + 1)),
        Reply::with_headers(302, "Location: /elsewhere\r\n", b""),
        Reply::Close(Vec::new()),
    ] {
        let server = Loopback::start(move |_| reply.clone());
        let source = PublishedKeys::at(server.origin(), transport());
        let receiver = vectors.builder().tokens(vectors.validator(), source).build().unwrap();
        let item = vectors.item(&vectors.get("contents")["AES-256"]);
        let token = vectors.get("tokens")["version 2"].as_str().unwrap();
        let received = vectors.send(&receiver, &[item], &[token]).await;
        assert_eq!(received.response.status(), 503);
        assert_eq!(received.rejections[0].reason, Reason::KeysUnavailable);
        let shown = received.rejections[0].to_string();
        assert!(
            shown.starts_with("validation token 0 was refused: the signing keys cannot be fetched now: "),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn keys_are_not_fetched_over_plain_http() {
    let error = PublishedKeys::at("http://login.example.com/keys", transport()).fetch().await.unwrap_err();
    assert!(error.to_string().contains("use https"), "{error}");
    assert!(PublishedKeys::at("nonsense", transport()).fetch().await.is_err());
}

/// Records requests and their limits.
#[derive(Clone, Debug, Default)]
struct Recording(Arc<Mutex<Vec<(String, Limits)>>>);

impl Transport for Recording {
    fn execute(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.0.lock().unwrap().push((request.uri().to_string(), limits));
        Box::pin(std::future::ready(Ok(http::Response::new(Bytes::new()))))
    }
}

#[tokio::test]
async fn a_request_for_keys_is_bounded() {
    let transport = Recording::default();
    for (cloud, url) in [
        (Cloud::Global, "https://login.microsoftonline.com/common/discovery/v2.0/keys"),
        (Cloud::UsGovernment, "https://login.microsoftonline.us/common/discovery/v2.0/keys"),
        (Cloud::China, "https://login.chinacloudapi.cn/common/discovery/v2.0/keys"),
    ] {
        PublishedKeys::new(cloud, transport.clone()).fetch().await.unwrap();
        let (sent, limits) = transport.0.lock().unwrap().pop().unwrap();
        assert_eq!(sent, url);
        assert_eq!((limits.time, limits.response_size), (Duration::from_secs(10), 1 << 20));
    }
}
