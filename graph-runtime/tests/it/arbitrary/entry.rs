//! The readers of a service's bytes, each as a function of bytes, for the property tests and for the fuzz targets in
//! `fuzz/`. None may panic on any input.
#![allow(dead_code)] // each fuzz target uses one

use std::{
    future::{Future, ready},
    io::Read,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use graph_runtime::{
    Batch, BoxFuture, Call, Client, Content, DateTimeOffset, Decimal, Description, Download, Duration, Error,
    ErrorKind, Extra, Guid, Json, Limits, NextPage, NoRetry, Operation, Page, ServiceError, ServiceProfile,
    ServiceRoot, StaticToken, TimeOfDay, Transport, TransportError, codegen::Resource, http,
};

static DESCRIPTION: Description = Description::get("fuzz", "/fuzz");

/// Reads the body of an error and calls its accessors.
pub fn envelope(bytes: &[u8]) {
    let response =
        http::Response::builder().status(400).body(Bytes::copy_from_slice(bytes)).expect("a status and a body");
    let error = ServiceError::new(response, &DESCRIPTION);
    assert_eq!(error.raw_body(), bytes);
    let _ = (error.to_string(), format!("{error:?}"), error.innermost_code().map(str::len), error.details().len());
    assert!(error.codes().len() <= 18);
}

/// Reads a value of each type. A value that is written and read again is the same.
pub fn values(bytes: &[u8]) {
    fn check<T: graph_runtime::codec::Value>(bytes: &[u8]) {
        if let Ok(page) = serde_json::from_slice::<Page<T>>(bytes) {
            let text = serde_json::to_string(&page).expect("what was read can be written");
            let again: Page<T> = serde_json::from_str(&text).expect("what was written can be read");
            assert_eq!(text, serde_json::to_string(&again).expect("and written again"));
        }
    }
    check::<String>(bytes);
    check::<Json>(bytes);
    check::<i64>(bytes);
    check::<DateTimeOffset>(bytes);
    check::<Decimal>(bytes);
    check::<Duration>(bytes);
    check::<Guid>(bytes);
    check::<TimeOfDay>(bytes);
    let _ = Extra::default().set("x", String::from_utf8_lossy(bytes));
}

/// Reads `Retry-After` and `Date` from one line each.
pub fn retry_after(bytes: &[u8]) {
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let mut response = http::Response::builder().status(429);
    for name in ["retry-after", "date"] {
        if let Some(value) = lines.next().and_then(|line| http::HeaderValue::from_bytes(line).ok()) {
            response = response.header(name, value);
        }
    }
    let response = response.body(Bytes::new()).expect("checked header values");
    let _ = ServiceError::new(response, &DESCRIPTION).retry_after();
}

/// Reads a link to a next page, which must not lead to another origin.
pub fn link(bytes: &[u8]) {
    let root = ServiceRoot::new("https://graph.microsoft.com/v1.0").expect("a valid URL");
    let client = client(FixedResponse { header: None, body: Bytes::new() });
    let link = String::from_utf8_lossy(bytes);
    if let Ok(request) = NextPage::<String>::resume(&client, &*link).request(&root) {
        assert_eq!(request.uri().host().map(str::to_ascii_lowercase).as_deref(), Some("graph.microsoft.com"));
        assert_eq!(request.uri().scheme_str(), Some("https"));
    }
}

/// Reads `WWW-Authenticate` of a 401 through the whole client, which sends the request at most twice.
pub fn challenge(bytes: &[u8]) {
    let Ok(value) = http::HeaderValue::from_bytes(bytes) else { return };
    let client = client(FixedResponse { header: Some(value), body: Bytes::new() });
    let error = now(client.execute(&Ping)).expect("the future is ready").expect_err("it is a 401");
    assert!(error.is_unauthorized());
}

/// Reads a success response through the whole client.
pub fn answer(bytes: &[u8]) {
    let client = client(FixedResponse { header: None, body: Bytes::copy_from_slice(bytes) });
    match now(client.execute(&NextPage::<Json>::resume(&client, "x"))).expect("the future is ready") {
        Ok(page) => assert!(page.items().len() <= bytes.len()),
        Err(error) => assert!(error.is_decode()),
    }
}

/// Decodes a response in gzip through the whole client. What it accepts, `flate2` accepts with the same result.
pub fn gzip(bytes: &[u8]) {
    const LIMIT: usize = 1 << 20;
    let settings = Client::builder().retry(NoRetry).max_response_size(LIMIT).transport(GzipResponse(bytes.to_vec()));
    let client = settings.build().expect("valid settings");
    let Ok(response) = now(client.exchange(&Ping)).expect("the future is ready") else { return };
    assert!(response.body().len() <= LIMIT && !response.headers().contains_key("content-encoding"));
    let mut expected = Vec::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(bytes);
    if !bytes.is_empty() {
        decoder.read_to_end(&mut expected).expect("what the client accepts is valid");
    }
    assert_eq!(response.body(), &expected);
}

/// Reads a batch response through the whole client, for three calls.
pub fn batch(bytes: &[u8]) {
    let client = client(FixedResponse { header: None, body: Bytes::copy_from_slice(bytes) });
    let me = Resource::root(client.clone()).child("me");
    let calls = (0..3).map(|_| Download::new(&me, "photo/$value", "fuzz"));
    for result in now(client.execute_all(calls)).expect("the future is ready") {
        match result {
            Ok(content) => assert!(content.bytes().len() <= bytes.len()),
            // A 424 says that the call was not executed.
            Err(error) => {
                assert!(error.may_have_been_sent() || error.kind() == ErrorKind::FailedDependency, "{error:?}");
            }
        }
    }
}

/// Reads a batch response in `multipart/mixed` through the whole client: for a read, a change set of two calls, and a
/// read. The boundary is `b`.
pub fn multipart(bytes: &[u8]) {
    let response = http::Response::builder().header("content-type", "multipart/mixed; boundary=b");
    let response = response.body(Bytes::copy_from_slice(bytes)).expect("a valid header");
    let settings = Client::builder().retry(NoRetry).profile(ServiceProfile::V4_0);
    let client = settings.transport(Responses::new([response])).build().expect("valid settings");
    let me = Resource::root(client.clone()).child("me");
    let read = || Download::new(&me, "photo/$value", "fuzz");
    let change = || Call::<Content>::post(&me, "change", "fuzz/change");
    let mut batch = Batch::new(&client);
    let first = batch.add(read());
    let (one, other) = batch.change_set(|set| (set.add(change()), set.add(change())));
    let last = batch.add(read());
    let mut responses = now(batch.send()).expect("the future is ready");
    let results = [responses.take(first), responses.take(one), responses.take(other), responses.take(last)];
    for result in results {
        match result {
            Ok(content) => assert!(content.bytes().len() <= bytes.len()),
            Err(error) => {
                assert!(error.may_have_been_sent() || error.kind() == ErrorKind::FailedDependency, "{error:?}");
            }
        }
    }
}

/// Reads `Range` of the request, status, `Content-Range` and `Content-Length` from one line each, and the content from
/// the rest. What is accepted has the requested length.
pub fn content_range(bytes: &[u8]) {
    let mut lines = bytes.splitn(5, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let (range, status) = (line(), http::StatusCode::from_bytes(line()).unwrap_or(http::StatusCode::PARTIAL_CONTENT));
    let mut response = http::Response::builder().status(status);
    for name in ["content-range", "content-length"] {
        if let Ok(value) = http::HeaderValue::from_bytes(line()) {
            response = response.header(name, value);
        }
    }
    let body = Bytes::copy_from_slice(line());
    let response = response.body(body.clone()).expect("checked header values");
    let settings = Client::builder().retry(NoRetry).transport(Responses::new([response]));
    let client = settings.build().expect("valid settings");
    let mut download = Download::new(&Resource::root(client), "photo/$value", "fuzz");
    if !range.is_empty() {
        download = download.header("range", &String::from_utf8_lossy(range));
    }
    if let Ok(content) = now(download.clone().send()).expect("the future is ready") {
        assert_eq!(content.bytes(), &body);
    }
    let received = now(async move {
        let mut stream = download.stream().await?;
        let mut received = 0;
        while let Some(piece) = stream.next().await {
            received += piece?.len() as u64;
        }
        assert!(stream.length().is_none_or(|length| length == received));
        Ok::<_, Error>(received)
    });
    if let Ok(received) = received.expect("the future is ready") {
        assert_eq!(received, body.len() as u64);
    }
}

/// Reads the responses of an upload session, one on each line, for a file of two chunks.
pub fn upload_session(bytes: &[u8]) {
    const CHUNK: usize = 320 << 10;
    let response = |line: &[u8]| {
        let status = if line.first() == Some(&b'!') { 500 } else { 202 };
        let body = Bytes::copy_from_slice(line.strip_prefix(b"!").unwrap_or(line));
        http::Response::builder().status(status).body(body).expect("a valid status")
    };
    let responses = Responses::new(bytes.split(|byte| *byte == b'\n').map(response));
    let requests = responses.requests.clone();
    let client = Client::builder().retry(NoRetry).transport(responses).build().expect("valid settings");
    let session = serde_json::from_slice(bytes).unwrap_or(serde_json::Value::Null);
    let _ = client.upload_session::<()>(&session);
    let session = client.resume_upload::<()>("https://fuzz.example/session").expect("a valid URL");
    let mut session = session.chunk_size(CHUNK).expect("a valid size");
    let content = Bytes::from_static(&[0; 2 * CHUNK]);
    assert!(now(session.upload(content)).expect("the future is ready").is_err(), "no response is the last one");
    // 36 chunks, as many requests for the status, and the first of those.
    assert!(requests.load(Ordering::Relaxed) <= 2 * 36 + 1);
}

/// Responds with these, again and again.
#[derive(Debug)]
struct Responses {
    responses: Vec<http::Response<Bytes>>,
    requests: Arc<AtomicUsize>,
}

impl Responses {
    fn new(responses: impl IntoIterator<Item = http::Response<Bytes>>) -> Self {
        Self { responses: responses.into_iter().collect(), requests: Arc::default() }
    }
}

impl Transport for Responses {
    fn execute(
        &self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let number = self.requests.fetch_add(1, Ordering::Relaxed) % self.responses.len();
        Box::pin(ready(Ok(self.responses[number].clone())))
    }
}

/// Responds with bytes that are declared as gzip.
#[derive(Debug)]
struct GzipResponse(Vec<u8>);

impl Transport for GzipResponse {
    fn execute(
        &self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let response = http::Response::builder().header("content-encoding", "gzip").body(self.0.clone().into());
        Box::pin(ready(Ok(response.expect("a valid header"))))
    }
}

struct Ping;

impl Operation for Ping {
    type Output = ();

    fn description(&self) -> &Description {
        &DESCRIPTION
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        Ok(http::Request::get(root.as_str()).body(Bytes::new()).expect("a valid URL"))
    }

    fn read(&self, response: http::Response<Bytes>) -> Result<(), Error> {
        Err(ServiceError::new(response, &DESCRIPTION).into())
    }
}

/// Responds with 401 and a challenge, or with 200 and a body.
#[derive(Debug)]
struct FixedResponse {
    header: Option<http::HeaderValue>,
    body: Bytes,
}

impl Transport for FixedResponse {
    fn execute(
        &self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let mut response = http::Response::new(self.body.clone());
        if let Some(value) = &self.header {
            *response.status_mut() = http::StatusCode::UNAUTHORIZED;
            response.headers_mut().insert("www-authenticate", value.clone());
        }
        Box::pin(ready(Ok(response)))
    }
}

fn client(transport: FixedResponse) -> Client {
    let settings = Client::builder().credential(StaticToken::new("token")).retry(NoRetry);
    settings.transport(transport).build().expect("valid settings")
}

/// Returns the output of a future that is ready at once.
fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}
