//! Uploads of streams: sent with their length, once or from the start again, never in memory as a whole.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::{GraphService, UserRequestBuilder};
use futures_util::{Stream, StreamExt, stream};
use graph_runtime::{
    AccessToken, BoxFuture, Bytes, Client, ErrorKind, Limits, Middleware, Next, Operation, StaticToken, TransportError,
    UploadBody, codegen as rt, credential_fn, http,
};

const PIECES: u64 = 40;
const PIECE: usize = 5_000;

fn me(server: &Loopback) -> UserRequestBuilder {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    GraphService::new(client.timer(Clock::default()).build().unwrap()).me()
}

/// A stream whose pieces are counted when they are taken.
fn pieces(taken: &Arc<AtomicUsize>) -> impl Stream<Item = std::io::Result<Bytes>> + Send + use<> {
    let taken = taken.clone();
    stream::iter(0..u8::try_from(PIECES).unwrap()).map(move |number| {
        taken.fetch_add(1, Ordering::SeqCst);
        Ok(Bytes::from(vec![number; PIECE]))
    })
}

fn whole() -> Vec<u8> {
    (0..u8::try_from(PIECES).unwrap()).flat_map(|number| vec![number; PIECE]).collect()
}

const LENGTH: u64 = PIECES * PIECE as u64;

/// Responds to each request in turn; the last response is repeated.
fn in_turn(answers: Vec<Reply>) -> Loopback {
    let asked = AtomicUsize::new(0);
    Loopback::start(move |_| answers[asked.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1)].clone())
}

fn throttled() -> Reply {
    Reply::with_headers(429, "Retry-After: 1\r\n", br#"{"error":{"code":"tooManyRequests"}}"#)
}

#[tokio::test]
async fn a_stream_is_sent_with_its_length_and_the_token() {
    let taken = Arc::default();
    let server = Loopback::start(|_| Reply::with_headers(200, "ETag: \"2\"\r\n", br#"{"id":"1"}"#));
    let upload = me(&server).put_photo(UploadBody::stream(LENGTH, pieces(&taken))).if_match("\"1\"");
    let uploaded = upload.send().await.unwrap();
    assert_eq!(uploaded.etag.as_deref(), Some("\"2\""));
    assert_eq!(uploaded.entity::<crate::sample::User>().unwrap().unwrap().id.as_deref(), Some("1"));
    let seen = server.last();
    assert_eq!(seen.method(), "PUT");
    assert!(seen.body == whole());
    let seen = server.last();
    assert_eq!(seen.header("content-length"), Some("200000"));
    assert_eq!(seen.header("transfer-encoding"), None);
    assert_eq!(seen.header("content-type"), Some("image/jpeg"));
    assert_eq!(seen.header("if-match"), Some("\"1\""));
    assert_eq!(seen.header("authorization"), Some("Bearer token"));
    assert_eq!(taken.load(Ordering::SeqCst), 40);
    // A reader, and an empty one.
    me(&server).put_photo(UploadBody::reader(11, &b"from a file"[..])).send().await.unwrap();
    assert_eq!(server.last().body, b"from a file");
    me(&server).put_photo(UploadBody::reader(0, &b""[..])).send().await.unwrap();
    assert_eq!(server.last().header("content-length"), Some("0"));
    me(&server).put_photo("in memory").send().await.unwrap();
    assert_eq!(server.last().body, b"in memory");
}

/// OData 4.01, part 1, section 11.4.7.1.
#[tokio::test]
async fn a_media_entity_is_created_from_its_content() {
    let server = Loopback::start(|seen| match seen.header("prefer") {
        None => Reply::json(201, r#"{"id":"7","displayName":"new"}"#),
        Some(_) => Reply::with_headers(204, "OData-EntityId: Photos(7)\r\n", b""),
    });
    let client = Client::builder().base_url(server.root()).build().unwrap();
    let photos = rt::Resource::root(client.clone()).child("Photos");
    let create =
        |content: UploadBody| rt::Upload::<rt::Object<crate::sample::User>>::create(&photos, "s.Photo", content);
    let created = create("content".into()).content_type("image/png").header("slug", "a.png").send().await.unwrap();
    assert_eq!((created.id.as_deref(), created.display_name.as_deref()), (Some("7"), Some("new")));
    let seen = server.last();
    assert_eq!((seen.method(), seen.path(), &seen.body[..]), ("POST", "/v1.0/Photos", &b"content"[..]));
    assert_eq!(seen.header("content-type"), Some("image/png"));
    assert_eq!(seen.header("slug"), Some("a.png"));
    assert_eq!(seen.header("accept"), Some("application/json"));

    let taken = Arc::default();
    let streamed = create(UploadBody::stream(LENGTH, pieces(&taken))).prefer(graph_runtime::Preference::MINIMAL);
    let created = streamed.await.unwrap();
    assert_eq!((created.entity_id(), created.entity().is_none()), (Some("Photos(7)"), true));
    let seen = server.last();
    assert!(seen.body == whole());
    assert_eq!(seen.header("content-type"), Some("application/octet-stream"));
    assert_eq!(seen.header("prefer"), Some("return=minimal"));
    // A creation is not repeated after it may have been executed.
    let server = in_turn(vec![Reply::Reset(Vec::new()), Reply::no_content()]);
    let client = Client::builder().base_url(server.root()).build().unwrap();
    let photos = rt::Resource::root(client).child("Photos");
    let create = rt::Upload::<rt::Object<crate::sample::User>>::create(&photos, "s.Photo", "content");
    assert!(create.send().await.unwrap_err().may_have_been_sent());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_stream_that_was_read_from_is_sent_once() {
    let taken = Arc::default();
    for answer in [throttled(), Reply::Reset(Vec::new()), Reply::json(503, "{}")] {
        let server = in_turn(vec![answer, Reply::no_content()]);
        let upload = me(&server).put_photo(UploadBody::stream(LENGTH, pieces(&taken)));
        let again = upload.clone();
        assert!(upload.send().await.unwrap_err().may_have_been_sent());
        assert_eq!(server.seen().len(), 1);
        // A clone shares the stream, which is used up.
        let error = again.send().await.unwrap_err();
        assert!(!error.may_have_been_sent(), "{error:?}");
        assert_eq!(server.seen().len(), 1);
    }
    // Bytes are sent again like any other body.
    let server = in_turn(vec![throttled(), Reply::no_content()]);
    me(&server).put_photo("in memory").send().await.unwrap();
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_rewindable_stream_is_sent_again_from_the_start() {
    let (taken, begun) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
    let server = in_turn(vec![throttled(), Reply::Reset(Vec::new()), Reply::no_content()]);
    let body = {
        let (taken, begun): (Arc<AtomicUsize>, _) = (Arc::clone(&taken), begun.clone());
        UploadBody::rewindable(LENGTH, move || {
            begun.fetch_add(1, Ordering::SeqCst);
            pieces(&taken)
        })
    };
    me(&server).put_photo(body).send().await.unwrap();
    let seen = server.seen();
    assert_eq!((seen.len(), begun.load(Ordering::SeqCst)), (3, 3));
    assert!(seen.iter().all(|request| request.body == whole()));
    assert_eq!(seen[2].header("retry-attempt"), Some("2"));
}

#[tokio::test]
async fn a_failed_connection_uses_up_nothing() {
    // Nothing listens on the port of the first upload; the stream is untouched by it.
    let taken: Arc<AtomicUsize> = Arc::default();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client = Client::builder().base_url(format!("http://127.0.0.1:{port}/v1.0")).timer(Clock::default());
    let body = UploadBody::stream(LENGTH, pieces(&taken));
    let error = GraphService::new(client.build().unwrap()).me().put_photo(body.clone()).send().await.unwrap_err();
    assert!(!error.may_have_been_sent(), "{error:?}");
    assert_eq!(taken.load(Ordering::SeqCst), 0);
    let server = Loopback::start(|_| Reply::no_content());
    me(&server).put_photo(body).send().await.unwrap();
    assert_eq!(server.last().body, whole());
}

#[tokio::test]
async fn wrong_lengths_and_failing_streams_are_errors() {
    let taken: Arc<AtomicUsize> = Arc::default();
    for body in [
        UploadBody::stream(LENGTH + 1, pieces(&taken)),
        UploadBody::stream(LENGTH - 1, pieces(&taken)),
        UploadBody::stream(10, stream::iter([Ok(Bytes::from("12345")), Err(std::io::Error::other("disk"))])),
        UploadBody::reader(100, &b"short"[..]),
    ] {
        let server = Loopback::start(|_| Reply::no_content());
        let error = me(&server).put_photo(body).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
        assert_eq!(server.seen().len(), 0, "no request is complete");
    }
}

#[tokio::test]
async fn a_claims_challenge_does_not_resend_a_stream_that_is_used_up() {
    let challenge = "WWW-Authenticate: Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"\r\n";
    let asked = Arc::new(AtomicUsize::new(0));
    let server = Loopback::start(move |_| Reply::with_headers(401, challenge, b""));
    let credential = {
        let asked = asked.clone();
        credential_fn(move |_| {
            asked.fetch_add(1, Ordering::SeqCst);
            async { Ok(AccessToken::new("token", None)) }
        })
    };
    let client = Client::builder().base_url(server.root()).credential(credential).build().unwrap();
    let body = UploadBody::stream(LENGTH, pieces(&Arc::default()));
    let error = GraphService::new(client).me().put_photo(body).send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!((server.seen().len(), asked.load(Ordering::SeqCst)), (1, 1));
}

/// Adds a header, and counts the bytes of bodies.
#[derive(Debug)]
struct Counting(Arc<AtomicUsize>);

impl Middleware for Counting {
    fn handle<'a>(
        &'a self,
        mut request: http::Request<Bytes>,
        limits: Limits,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        self.0.fetch_add(request.body().len(), Ordering::SeqCst);
        request.headers_mut().insert("x-department", http::HeaderValue::from_static("licensing"));
        Box::pin(async move {
            let answer = next.run(request, limits).await?;
            self.0.fetch_add(answer.body().len(), Ordering::SeqCst);
            Ok(answer)
        })
    }
}

#[tokio::test]
async fn middleware_sees_empty_bodies_of_streams() {
    let bytes = Arc::new(AtomicUsize::new(0));
    let server = Loopback::start(|seen| match seen.method() {
        "GET" => Reply::body(200, "image/jpeg", &[7; 100_000]),
        _ => Reply::no_content(),
    });
    let client = Client::builder().base_url(server.root()).middleware(Counting(bytes.clone())).build().unwrap();
    let me = GraphService::new(client).me();
    me.put_photo(UploadBody::stream(LENGTH, pieces(&Arc::default()))).send().await.unwrap();
    let mut all = Vec::new();
    assert_eq!(me.photo().stream().await.unwrap().write_to(&mut all).await.unwrap(), 100_000);
    assert!(server.seen().iter().all(|seen| seen.header("x-department") == Some("licensing")));
    assert_eq!(bytes.load(Ordering::SeqCst), 0);
}

#[test]
fn a_stream_cannot_be_sent_as_a_plain_request() {
    let client = Client::builder().base_url("http://127.0.0.1:1").build().unwrap();
    let me = GraphService::new(client.clone()).me();
    let streamed = me.put_photo(UploadBody::stream(LENGTH, pieces(&Arc::default())));
    assert!(streamed.request(client.root()).is_err_and(|error| error.kind() == ErrorKind::InvalidRequest));
    assert_eq!(me.put_photo("x").request(client.root()).unwrap().body()[..], *b"x");
}
