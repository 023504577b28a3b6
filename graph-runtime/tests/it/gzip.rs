//! Responses in gzip: what is requested, what is decoded, and what callers see.

use std::{
    io::Write,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::loopback::{Loopback, Reply, Seen, clock::Clock};
use crate::sample::{GraphService, User};
use flate2::{Compression, write::GzEncoder};
use graph_runtime::{
    Batch, BoxFuture, Bytes, CallOptions, Client, ClientBuilder, Error, ErrorKind, Limits, Middleware, Next, Operation,
    StaticToken, Transport, TransportError, http,
    transport::{EncodedSize, TransportErrorKind},
};

const USER: &str = r#"{"id": "1", "displayName": "Adele"}"#;

pub(crate) fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Responds with this body in gzip if that is requested.
fn compressing(status: u16, headers: &'static str, body: &'static str) -> Loopback {
    Loopback::start(move |seen| match seen.header("accept-encoding") {
        Some("gzip") => {
            Reply::with_headers(status, &format!("Content-Encoding: gzip\r\n{headers}"), &gzip(body.as_bytes()))
        }
        _ => Reply::with_headers(status, headers, body.as_bytes()),
    })
}

/// Responds with gzip, whatever is requested.
fn always(coding: &'static str) -> Loopback {
    Loopback::start(move |_| {
        Reply::with_headers(200, &format!("Content-Encoding: {coding}\r\n"), &gzip(USER.as_bytes()))
    })
}

fn builder(server: &Loopback) -> ClientBuilder {
    let settings = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    settings.timer(Clock::default())
}

fn service(server: &Loopback) -> GraphService {
    GraphService::new(builder(server).build().unwrap())
}

fn transport_kind<T>(result: Result<T, Error>) -> Option<TransportErrorKind> {
    result.err()?.transport_error().map(TransportError::kind)
}

fn requested(server: &Loopback) -> Option<String> {
    server.last().header("accept-encoding").map(str::to_owned)
}

#[tokio::test]
async fn responses_are_requested_in_gzip_and_decoded() {
    let server = compressing(200, "Content-Type: application/json\r\nETag: W/\"1\"\r\n", USER);
    let client = builder(&server).build().unwrap();
    let get = GraphService::new(client.clone()).me().get();
    let response = client.exchange(&get).await.unwrap();
    assert_eq!(requested(&server).as_deref(), Some("gzip"));
    assert_eq!(response.body(), USER);
    for absent in ["content-encoding", "content-length"] {
        assert_eq!(response.headers().get(absent), None);
    }
    assert_eq!(response.headers()["etag"], "W/\"1\"");
    assert_eq!(response.extensions().get(), Some(&EncodedSize(gzip(USER.as_bytes()).len())));
    assert_eq!(get.read(response).unwrap().display_name.as_deref(), Some("Adele"));
}

#[tokio::test]
async fn it_can_be_disabled_per_client_and_per_call() {
    let server = compressing(200, "", USER);
    let (on, off) = (CallOptions::default().gzip(true), CallOptions::default().gzip(false));
    for (enabled, options, expected) in [
        (true, CallOptions::default(), Some("gzip")),
        (true, off.clone(), None),
        (false, CallOptions::default(), None),
        (false, on.clone(), Some("gzip")),
    ] {
        let client = builder(&server).gzip(enabled).build().unwrap();
        let user = GraphService::new(client).me().get().with_options(options).send().await.unwrap();
        assert_eq!(user.id.as_deref(), Some("1"));
        assert_eq!(requested(&server).as_deref(), expected);
    }
}

#[tokio::test]
async fn a_callers_accept_encoding_is_left_alone() {
    let server = compressing(200, "", USER);
    let client = builder(&server).build().unwrap();
    let get = GraphService::new(client.clone()).me().get().header("accept-encoding", "gzip");
    let response = client.exchange(&get).await.unwrap();
    assert_eq!(
        (response.body().to_vec(), &response.headers()["content-encoding"]),
        (gzip(USER.as_bytes()), &http::HeaderValue::from_static("gzip"))
    );
    let server = always("br");
    let client = builder(&server).build().unwrap();
    let get = GraphService::new(client.clone()).me().get().header("accept-encoding", "br, gzip");
    assert_eq!(client.exchange(&get).await.unwrap().headers()["content-encoding"], "br");
}

#[tokio::test]
async fn other_encodings_are_errors_that_name_them() {
    for (coding, requested, expected) in [
        ("gzip", true, None),
        ("x-gzip", true, None),
        ("GZIP", true, None),
        ("identity, gzip", true, None),
        ("gzip", false, Some("gzip")),
        ("br", true, Some("br")),
        ("deflate", true, Some("deflate")),
        ("gzip, gzip", true, Some("gzip, gzip")),
        ("zstd", false, Some("zstd")),
    ] {
        let server = always(coding);
        let result = GraphService::new(builder(&server).gzip(requested).build().unwrap()).me().get().send().await;
        assert_eq!(server.seen().len(), 1, "{coding}");
        let Some(expected) = expected else {
            assert_eq!(result.unwrap().id.as_deref(), Some("1"), "{coding}");
            continue;
        };
        let error = result.unwrap_err();
        let shown = format!("{error:#}");
        assert!(shown.contains(&format!("`Content-Encoding: {expected}`")), "{shown}");
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(transport_kind::<()>(Err(error)), Some(TransportErrorKind::UnrequestedEncoding));
    }
    // `identity` is not an encoding.
    let server = Loopback::start(|_| Reply::with_headers(200, "Content-Encoding: identity\r\n", USER.as_bytes()));
    assert_eq!(service(&server).me().get().send().await.unwrap().id.as_deref(), Some("1"));
}

#[tokio::test]
async fn empty_bodies_are_not_decoded() {
    for head in ["HTTP/1.1 204 No Content\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"] {
        for coding in ["gzip", "br"] {
            let answer = format!("{head}Content-Encoding: {coding}\r\n\r\n").into_bytes();
            let server = Loopback::start(move |_| Reply::Answer(answer.clone()));
            service(&server).me().retire().send().await.unwrap();
        }
    }
}

#[tokio::test]
async fn error_bodies_are_decoded_and_never_hide_the_status() {
    let error = r#"{"error": {"code": "Request_BadRequest", "message": "no"}}"#;
    let found = service(&compressing(400, "", error)).me().get().send().await.unwrap_err();
    assert_eq!(found.service_error().unwrap().code(), Some("Request_BadRequest"));
    for (coding, body) in
        [("gzip", b"not gzip".to_vec()), ("gzip", gzip(error.as_bytes())[..20].to_vec()), ("br", vec![1])]
    {
        let headers = format!("Content-Encoding: {coding}\r\nRetry-After: 7\r\n");
        let server = Loopback::start(move |_| Reply::with_headers(429, &headers, &body));
        let clock = Clock::default();
        let client = builder(&server).timer(clock.clone()).build().unwrap();
        let found = GraphService::new(client).me().get().send().await.unwrap_err();
        assert_eq!(found.status().map(|status| status.as_u16()), Some(429), "{found:?}");
        assert_eq!(clock.waits()[0].as_secs(), 7);
    }
}

#[tokio::test]
async fn a_response_that_ends_early_is_requested_again_if_that_is_safe() {
    let broken = || {
        let count = AtomicUsize::new(0);
        Loopback::start(move |_| {
            let encoded = gzip(USER.as_bytes());
            let length = if count.fetch_add(1, Ordering::SeqCst) == 0 { encoded.len() - 3 } else { encoded.len() };
            Reply::with_headers(200, "Content-Encoding: gzip\r\n", &encoded[..length])
        })
    };
    let server = broken();
    assert_eq!(service(&server).me().get().send().await.unwrap().id.as_deref(), Some("1"));
    assert_eq!(server.seen().len(), 2);
    let server = broken();
    let posted = service(&server).me().reprocess_license_assignment().send().await;
    assert_eq!((transport_kind(posted), server.seen().len()), (Some(TransportErrorKind::Receive), 1));
}

#[tokio::test]
async fn streams_and_ranges_are_requested_without_encoding() {
    let server = compressing(200, "ETag: \"1\"\r\n", USER);
    let me = service(&server).me();
    assert_eq!(me.photo().stream().await.unwrap().content_encoding(), None);
    assert_eq!(requested(&server).as_deref(), Some("identity"));
    assert_eq!(me.report().stream().await.unwrap().content_encoding(), None);
    assert_eq!(requested(&server).as_deref(), Some("identity"));
    assert!(me.photo().range(0..3).send().await.is_err(), "the server ignores ranges");
    assert_eq!(requested(&server).as_deref(), Some("identity"));
    // Content that is read whole cannot be resumed.
    assert_eq!(me.photo().send().await.unwrap().bytes(), USER);
    assert_eq!(requested(&server).as_deref(), Some("gzip"));
    // A streamed upload has an ordinary response.
    let stream = futures_util::stream::iter([Ok::<_, std::io::Error>("abc")]);
    let uploaded = me.put_photo(graph_runtime::UploadBody::stream(3, stream)).send().await.unwrap();
    assert_eq!(requested(&server).as_deref(), Some("gzip"));
    drop(uploaded);
}

#[tokio::test]
async fn streams_in_an_encoding_are_errors_unless_the_caller_requested_it() {
    let server = always("gzip");
    let me = service(&server).me();
    let error = me.photo().stream().await.err();
    assert!(error.as_ref().is_some_and(|error| format!("{error:#}").contains("`Content-Encoding: gzip`")), "{error:?}");
    assert_eq!(server.seen().len(), 1);
    let mut written = Vec::new();
    let stream = me.photo().header("accept-encoding", "gzip").stream().await.unwrap();
    assert_eq!(stream.content_encoding(), Some("gzip"));
    stream.write_to(&mut written).await.unwrap();
    assert_eq!(written, gzip(USER.as_bytes()));
    // `identity` is not an encoding, and the length is known.
    let server = Loopback::start(|_| Reply::with_headers(200, "Content-Encoding: identity\r\n", USER.as_bytes()));
    assert_eq!(service(&server).me().photo().stream().await.unwrap().length(), Some(USER.len() as u64));
    // Bodies of errors are read whole.
    let server = Loopback::start(|_| {
        let body = gzip(br#"{"error": {"code": "itemNotFound"}}"#);
        Reply::with_headers(404, "Content-Encoding: gzip\r\n", &body)
    });
    let error = service(&server).me().photo().stream().await.err().unwrap();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn redirected_streams_are_requested_without_encoding() {
    let storage = compressing(200, "", "content");
    let link = format!("Location: {}/file\r\n", storage.origin());
    let server = Loopback::start(move |_| Reply::with_headers(302, &link, b""));
    let mut written = Vec::new();
    service(&server).me().photo().stream().await.unwrap().write_to(&mut written).await.unwrap();
    assert_eq!((written, requested(&storage)), (b"content".to_vec(), Some("identity".to_owned())));
}

#[tokio::test]
async fn upload_sessions_request_no_encoding() {
    let server = Loopback::start(|seen| {
        assert_eq!(seen.header("accept-encoding"), None);
        Reply::json(201, USER)
    });
    let created = serde_json::json!({"uploadUrl": format!("{}/up", server.origin()), "nextExpectedRanges": ["0-"]});
    let client = builder(&server).build().unwrap();
    let mut session = client.upload_session::<User>(&created).unwrap();
    session.upload(Bytes::from_static(b"abc")).await.unwrap();
    assert_eq!(server.last().header("accept-encoding"), None);
    assert_eq!(server.last().method(), "PUT");
}

#[tokio::test]
async fn pages_and_batches_are_decoded() {
    let server = compressing(
        200,
        "",
        r#"{"value": [{"id": "1"}], "responses": [{"id": "1", "status": 200, "body": {"id": "1"}}]}"#,
    );
    let client = builder(&server).build().unwrap();
    let service = GraphService::new(client.clone());
    assert_eq!(service.users().get().send().await.unwrap().items().len(), 1);
    let mut batch = Batch::new(&client);
    let ticket = batch.add(service.me().get());
    assert_eq!(batch.send().await.take(ticket).unwrap().id.as_deref(), Some("1"));
    assert!(server.seen().iter().all(|seen: &Seen| seen.header("accept-encoding") == Some("gzip")));
}

/// A transport that leaves bodies encoded.
#[derive(Debug)]
struct Raw(&'static str, Vec<u8>);

impl Transport for Raw {
    fn execute(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        assert!(request.headers().contains_key("accept-encoding"));
        let response = http::Response::builder().header("content-encoding", self.0).body(self.1.clone().into());
        Box::pin(std::future::ready(Ok(response.unwrap())))
    }
}

#[tokio::test]
async fn other_transports_need_not_decode() {
    let call = async |body: Vec<u8>| {
        let client = Client::builder().transport(Raw("gzip", body)).max_response_size(1 << 20);
        GraphService::new(client.build().unwrap()).me().get().send().await
    };
    assert_eq!(call(gzip(USER.as_bytes())).await.unwrap().id.as_deref(), Some("1"));
    assert_eq!(transport_kind(call(gzip(&vec![b' '; 2 << 20])).await), Some(TransportErrorKind::TooLarge(1 << 20)));
    assert_eq!(transport_kind(call(b"{}".to_vec()).await), Some(TransportErrorKind::InvalidGzip));
}

/// A body as middleware sees it.
type Body = (Bytes, Option<EncodedSize>);

/// Records bodies, and sets `Accept-Encoding`.
#[derive(Clone, Debug, Default)]
struct Recorder {
    accept: Option<&'static str>,
    seen: Arc<Mutex<Vec<Body>>>,
}

impl Middleware for Recorder {
    fn handle<'a>(
        &'a self,
        mut request: http::Request<Bytes>,
        _: Limits,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        if let Some(accept) = self.accept {
            request.headers_mut().insert("accept-encoding", http::HeaderValue::from_static(accept));
        }
        Box::pin(async move {
            // Limits of its own do not change what is decoded.
            let mut response = next.run(request, Limits::default()).await?;
            let size = response.extensions().get().copied();
            self.seen.lock().unwrap().push((response.body().clone(), size));
            if self.accept.is_some() {
                response.headers_mut().remove("content-encoding");
                *response.body_mut() = Bytes::from_static(USER.as_bytes());
            }
            Ok(response)
        })
    }
}

#[tokio::test]
async fn middleware_sees_decoded_bodies_unless_it_changes_the_request() {
    let encoded = gzip(USER.as_bytes());
    let decoded = (Bytes::from_static(USER.as_bytes()), Some(EncodedSize(encoded.len())));
    for (accept, gzip, coding, expected) in [
        (None, true, "gzip", decoded.clone()),
        (Some("gzip"), false, "gzip", (encoded.clone().into(), None)),
        (Some("br"), true, "br", (encoded.clone().into(), None)),
    ] {
        let server = always(coding);
        let recorder = Recorder { accept, ..Recorder::default() };
        let client = builder(&server).gzip(gzip).middleware(recorder.clone()).build().unwrap();
        assert_eq!(GraphService::new(client).me().get().send().await.unwrap().id.as_deref(), Some("1"));
        assert_eq!(*recorder.seen.lock().unwrap(), [expected], "{accept:?}");
    }
    // With a transport that does not decode, too.
    let recorder = Recorder::default();
    let client = Client::builder().transport(Raw("gzip", encoded)).middleware(recorder.clone()).build().unwrap();
    GraphService::new(client).me().get().send().await.unwrap();
    assert_eq!(*recorder.seen.lock().unwrap(), [decoded]);
}
