//! What traces record of a call, and what they do not.

use std::{
    fmt::{Debug, Write},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::GraphService;
use graph_runtime::{Client, StaticToken};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Records all spans and events as lines of text.
#[derive(Clone, Default)]
struct Lines {
    text: Arc<Mutex<String>>,
    spans: Arc<AtomicU64>,
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Lines {
    fn line(&self, begin: &str, record: impl FnOnce(&mut Fields<'_>)) {
        let mut text = self.text.lock().unwrap();
        text.push_str(begin);
        record(&mut Fields(&mut text));
        text.push('\n');
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("graph_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.line(&format!("span {}", span.metadata().name()), |fields| span.record(fields));
        Id::from_u64(self.spans.fetch_add(1, Ordering::SeqCst) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.line("record", |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.line(&format!("event in {:?}", event.parent().map(Id::into_u64)), |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Runs calls with a subscriber of this thread, and returns what it recorded.
///
/// A callsite that a test of another thread, without a subscriber, is the first to reach is disabled for all threads if
/// there is one subscriber only. So the calls run twice: afterwards all callsites are registered, and are asked again.
async fn recorded(calls: impl AsyncFn()) -> Lines {
    let lines = Lines::default();
    let _guard = tracing::subscriber::set_default(lines.clone());
    calls().await;
    tracing::callsite::rebuild_interest_cache();
    lines.text.lock().unwrap().clear();
    lines.spans.store(0, Ordering::SeqCst);
    calls().await;
    lines
}

#[tokio::test]
async fn a_span_for_the_call_and_events_for_its_attempts() {
    let port = Mutex::default();
    let lines = recorded(async || *port.lock().unwrap() = retried_call().await).await;
    let text = lines.text.lock().unwrap().clone();
    let port = port.into_inner().unwrap();
    assert!(!text.contains("secret"), "{text}");
    assert_eq!(lines.spans.load(Ordering::SeqCst), 1);
    for part in [
        "span graph_call otel.kind=\"client\" otel.name=GET /users/{id} graph.operation=\"microsoft.graph.user\" \
         http.request.method=GET url.template=\"/users/{id}\" server.address=\"127.0.0.1\"",
        &format!(" server.port={port}\n"),
        "event in Some(1) message=response received http.response.status_code=503",
        "message=will retry http.response.status_code=503 http.request.resend_count=1 wait=2.128",
        "message=no response error.type=\"send\" http.request.resend_count=1",
        "message=will retry error.type=\"send\" http.request.resend_count=2",
        "message=response received http.response.status_code=200",
        "record http.request.resend_count=2\n",
        "record http.response.status_code=200\n",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

/// Makes a call whose first two attempts fail, and returns the port of the server.
async fn retried_call() -> String {
    let count = AtomicUsize::new(0);
    let server = Loopback::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::with_headers(503, "Retry-After: 2.128\r\n", b""),
        1 => Reply::Close(Vec::new()),
        _ => Reply::json(200, r#"{"id": "secret-answer"}"#),
    });
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("secret-token"));
    let service = GraphService::new(client.timer(Clock::default()).build().unwrap());
    let user = service.users().by_id("secret-person@contoso.com");
    user.get().select_raw("secretProperty").header("x", "secret-header").send().await.unwrap();
    server.origin().rsplit(':').next().unwrap().to_owned()
}

#[tokio::test]
async fn error_types_are_recorded() {
    let lines = recorded(async || {
        let server = Loopback::json(404, "");
        let client = Client::builder().base_url(server.root()).timer(Clock::default()).build().unwrap();
        GraphService::new(client).me().get().send().await.unwrap_err();
        let nobody = Client::builder().base_url("http://127.0.0.1:1").timer(Clock::default()).build().unwrap();
        GraphService::new(nobody).me().retire().send().await.unwrap_err();
    });
    let text = lines.await.text.lock().unwrap().clone();
    assert!(text.contains("record error.type=\"404\"") && text.contains("record error.type=\"connect\""), "{text}");
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn both_sizes_of_a_decoded_response_are_recorded() {
    let body = [br#"{"id": "secret-answer", "x": ""#.to_vec(), vec![b' '; 1000], b"\"}".to_vec()].concat();
    let encoded = crate::gzip::gzip(&body);
    let (sizes, plain) = ((encoded.len(), body.len()), body.clone());
    let server = Loopback::start(move |seen| match seen.header("accept-encoding") {
        Some(_) => Reply::with_headers(200, "Content-Encoding: gzip\r\n", &encoded),
        None => Reply::body(200, "application/json", &plain),
    });
    let lines = recorded(async || {
        for gzip in [true, false] {
            let client = Client::builder().base_url(server.root()).gzip(gzip).build().unwrap();
            GraphService::new(client).me().get().send().await.unwrap();
        }
    });
    let text = lines.await.text.lock().unwrap().clone();
    let (encoded, decoded) = sizes;
    for part in [
        format!(" http.response.body.size={encoded} graph.response.decoded_size={decoded} "),
        format!(" http.response.body.size={decoded} http.request.resend_count=0"),
    ] {
        assert!(text.contains(&part), "`{part}` is not in\n{text}");
    }
}
