//! Redirects of operations that return content, and links to this machine.

use std::sync::{Arc, Mutex};

use crate::loopback::{Loopback, Reply, Seen};
use crate::sample::{AssignLicense, GraphService};
use graph_runtime::{
    BoxFuture, Bytes, Call, Client, Content, Error, ErrorKind, Limits, NoRetry, StaticToken, Transport, TransportError,
    codegen::Resource, http,
};

fn service(server: &Loopback) -> Resource {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token")).retry(NoRetry);
    GraphService::new(client.build().unwrap()).me().0
}

/// An action with parameters that returns content.
fn export(me: &Resource) -> Call<Content> {
    Call::post_json(me, "export", "sample.user/export", AssignLicense::default())
}

/// An action without parameters that returns content.
fn print(me: &Resource) -> Call<Content> {
    Call::post(me, "print", "sample.user/print")
}

/// Redirects every request except those to `/v1.0/there`.
fn redirecting(status: u16, location: &str) -> Loopback {
    let headers = format!("Location: {location}\r\n");
    Loopback::start(move |seen| match seen.path() {
        "/v1.0/there" => Reply::body(200, "text/csv", b"a;b"),
        _ => Reply::with_headers(status, &headers, b""),
    })
}

async fn sent_and_streamed(call: impl Fn() -> Call<Content>) -> [Result<(), Error>; 2] {
    [call().send().await.map(drop), call().stream().await.map(drop)]
}

#[track_caller]
fn assert_is_plain_get(seen: &Seen) {
    assert_eq!((seen.method(), seen.body.as_slice()), ("GET", b"".as_slice()));
    assert_eq!((seen.header("content-type"), seen.header("content-length")), (None, None));
}

#[tokio::test]
async fn a_redirected_action_becomes_get_without_its_body() {
    for status in [301, 302, 303] {
        let other = Loopback::start(|_| Reply::body(200, "text/csv", b"a;b"));
        let server = redirecting(status, &format!("{}/stored", other.origin()));
        let me = service(&server);
        for result in sent_and_streamed(|| export(&me)).await.into_iter().chain(sent_and_streamed(|| print(&me)).await)
        {
            result.unwrap();
        }
        assert_eq!(other.seen().len(), 4);
        for seen in other.seen() {
            assert_is_plain_get(&seen);
            assert_eq!(seen.header("authorization"), None);
        }
        let server = redirecting(status, "/v1.0/there");
        export(&service(&server)).send().await.unwrap();
        assert_is_plain_get(&server.last());
        assert_eq!(server.last().header("authorization"), Some("Bearer token"));
    }
}

#[tokio::test]
async fn a_body_is_redirected_within_the_service_only() {
    for status in [307, 308] {
        let other = Loopback::start(|_| Reply::body(200, "text/csv", b"a;b"));
        let server = redirecting(status, &format!("{}/stored", other.origin()));
        let me = service(&server);
        for result in sent_and_streamed(|| export(&me)).await.into_iter().chain(sent_and_streamed(|| print(&me)).await)
        {
            let error = result.unwrap_err();
            assert_eq!((error.kind(), error.origin()), (ErrorKind::ForeignOrigin, Some(other.origin().as_str())));
        }
        assert!(other.seen().is_empty());
        let server = redirecting(status, "/v1.0/there");
        export(&service(&server)).send().await.unwrap();
        let [first, second] = server.seen().try_into().unwrap();
        assert_eq!((second.method(), &second.body), ("POST", &first.body));
        assert_eq!(second.header("content-type"), first.header("content-type"));
    }
}

/// A service on the Internet that responds to every request with a status and a link.
#[derive(Clone, Debug)]
struct Remote(u16, &'static str, Arc<Mutex<Vec<String>>>);

impl Transport for Remote {
    fn execute(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.2.lock().unwrap().push(request.uri().to_string());
        let response = http::Response::builder().status(self.0).header("location", self.1).body(Bytes::new()).unwrap();
        Box::pin(std::future::ready(Ok(response)))
    }
}

#[tokio::test]
async fn links_of_a_remote_service_to_this_machine_are_refused() {
    for link in ["http://127.0.0.1:9/x", "http://[::1]:9/x", "http://localhost/x", "http://graph.microsoft.com/v1.0/x"]
    {
        let client = |status| {
            let remote = Remote(status, link, Arc::default());
            let seen = remote.2.clone();
            let client = Client::builder().transport(remote).retry(NoRetry);
            (client.credential(StaticToken::new("token")).build().unwrap(), seen)
        };
        let (redirected, seen) = client(302);
        let me = GraphService::new(redirected).me();
        for error in [me.report().send().await.unwrap_err(), me.photo().stream().await.map(drop).unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::InsecureLink, "{link}: {error}");
        }
        assert!(seen.lock().unwrap().iter().all(|uri| uri.starts_with("https://graph.microsoft.com/")));

        let (accepted, seen) = client(202);
        let mut work = GraphService::new(accepted.clone()).me().reprocess_license_assignment().begin().await.unwrap();
        assert_eq!(work.poll().await.map(drop).unwrap_err().kind(), ErrorKind::InsecureLink, "{link}");
        let session = serde_json::json!({ "uploadUrl": link });
        let mut session = accepted.upload_session::<()>(&session).unwrap();
        let error = session.upload(Bytes::from_static(b"abc")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InsecureLink, "{link}");
        assert_eq!(seen.lock().unwrap().len(), 1, "{link}");
    }
}

#[tokio::test]
async fn the_result_of_long_running_work_is_redirected_like_other_content() {
    let other = Loopback::start(|seen| match seen.path() {
        "/stored" => Reply::with_headers(302, "Location: moved\r\n", b""),
        _ => Reply::body(200, "text/csv", b"a;b"),
    });
    let location = format!("Location: {}/stored\r\n", other.origin());
    let server = Loopback::start(move |seen| match (seen.method(), seen.path()) {
        ("POST", _) => Reply::with_headers(202, "Operation-Location: /work\r\nLocation: /result\r\n", b""),
        (_, "/v1.0/work") => Reply::json(200, r#"{"status":"succeeded"}"#),
        _ => Reply::with_headers(302, &location, b""),
    });
    let clock = crate::loopback::clock::Clock::default();
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token")).timer(clock);
    let me = GraphService::new(client.build().unwrap()).me().0;
    let content = print(&me).begin().await.unwrap().result().await.unwrap();
    assert_eq!(&content.bytes()[..], b"a;b");
    assert_eq!(server.last().header("authorization"), Some("Bearer token"));
    let seen = other.seen();
    assert_eq!(seen.iter().map(Seen::target).collect::<Vec<_>>(), ["/stored", "/moved"], "relative to its own host");
    assert!(seen.iter().all(|seen| seen.header("authorization").is_none()));
}

#[tokio::test]
async fn a_redirect_to_nothing_is_not_followed() {
    for location in ["", "#x"] {
        let server = redirecting(302, location);
        let me = service(&server);
        for result in sent_and_streamed(|| print(&me)).await {
            assert_eq!(result.unwrap_err().status().unwrap(), 302, "{location:?}");
        }
        assert_eq!(server.seen().len(), 2);
        let part = format!(r#"{{"responses":[{{"id":"1","status":302,"headers":{{"Location":"{location}"}}}}]}}"#);
        let server = Loopback::start(move |_| Reply::json(200, &part));
        let client = Client::builder().base_url(server.root()).build().unwrap();
        let photo = GraphService::new(client.clone()).me().photo();
        assert_eq!(client.execute_all([photo]).await.remove(0).unwrap_err().status().unwrap(), 302);
        assert_eq!(server.seen().len(), 1);
    }
}
