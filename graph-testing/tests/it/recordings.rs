//! Recordings, and their replay.

use std::path::PathBuf;

use graph_runtime::{
    Body, BoxFuture, Bytes, Limits, ReqwestTransport, Transport, TransportError,
    http::{Method, Request, Response as HttpResponse},
};
use graph_testing::{Pages, Recorder, Response, Server};

use crate::{
    failure,
    graph::{GraphService, User, UserChangePassword},
    user,
};

const ID: &str = "047dd774-f1c4-40f2-82f0-278de79f9b83";

/// Calls a service: what an application does.
async fn application(service: &GraphService, id: &str) -> Vec<String> {
    let ann = service.users().by_id(id).get().send().await.unwrap();
    let mut names = vec![ann.mail.clone().unwrap_or_default()];
    let mut items = service.users().get().items();
    while let Some(user) = items.next().await {
        names.push(user.unwrap().display_name.clone().unwrap());
    }
    let passwords = Body::new().set(UserChangePassword::CURRENT_PASSWORD, "hunter2");
    let passwords = passwords.set(UserChangePassword::NEW_PASSWORD, "hunter3");
    service.users().by_id(id).change_password(passwords).send().await.unwrap();
    let photo = service.users().by_id(id).photo().download().send().await.unwrap();
    names.push(format!("{:?}", photo.bytes()));
    names
}

#[tokio::test]
async fn recordings_have_no_secrets_and_can_be_replayed() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("recorded.jsonl");
    let real = Server::start().await.unwrap();
    let service = GraphService::new(real.client());
    let ann = User { mail: Some("ann@contoso.com".to_owned()), ..user(ID, "Ann") };
    real.when(service.users().by_id(ID).get()).answers(ann);
    real.when(service.users().get()).answers(Pages::of_size(1, [user("a", "Ann"), user("b", "Bob")]));
    let passwords = Body::new().set(UserChangePassword::CURRENT_PASSWORD, "");
    real.when(service.users().by_id(ID).change_password(passwords)).any_body().answers(Response::no_content());
    real.when(service.users().by_id(ID).photo().download())
        .answers(Response::redirect(&real.url("/storage?sig=hunter4")));
    real.when_request("GET", &real.url("/storage?sig=hunter4"))
        .answers(Response::content("image/png", vec![0xff, 0xfe]));

    let transport = ReqwestTransport::new().unwrap();
    let recorder = Recorder::create(&file, transport).unwrap().with_root(real.base_url()).hide_ids().keep_content();
    let client = real.client_builder().transport(recorder).build().unwrap();
    let recorded = application(&GraphService::new(client), ID).await;
    real.verify();

    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), 6, "{text}");
    for secret in ["hunter", "Bearer", "graph-testing", "contoso", ID, "127.0.0.1"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }

    for server in [Server::in_memory(), Server::start().await.unwrap()] {
        server.replay(&file).unwrap();
        let service = GraphService::new(server.client());
        let replayed = application(&service, "00000000-0000-0000-0000-000000000001").await;
        assert_eq!(replayed[0], "name1@example.com");
        assert_eq!(replayed[1..], recorded[1..]);
        server.verify();
        assert!(service.users().get().send().await.is_err(), "recorded once");
        assert!(failure(server).contains("recorded at "));
    }
}

#[test]
fn errors_in_a_recording_have_a_line() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("invalid.jsonl");
    std::fs::write(&file, "\n{}\n").unwrap();
    let problem = Server::in_memory().replay(&file).unwrap_err().to_string();
    assert!(problem.contains("invalid.jsonl:2: the request has no `method`"), "{problem}");
}

const ROOT: &str = "https://graph.microsoft.com/v1.0";

/// A service that responds with one header and body.
#[derive(Clone, Debug)]
struct Service {
    header: (&'static str, &'static str),
    body: Bytes,
}

impl Service {
    fn new(body: impl Into<Bytes>) -> Self {
        Self { header: ("content-type", "application/json"), body: body.into() }
    }
}

impl Transport for Service {
    fn execute(&self, _: Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<HttpResponse<Bytes>, TransportError>> {
        let response = HttpResponse::builder().header(self.header.0, self.header.1).body(self.body.clone());
        Box::pin(async { Ok(response.unwrap()) })
    }
}

/// Records calls, and returns the file and its text.
async fn record(name: &str, calls: &[(&str, &str, &str, &str, Service)]) -> (PathBuf, String) {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.jsonl"));
    let mut text = String::new();
    for (method, path, media_type, body, service) in calls {
        let recorder = Recorder::create(&file, service.clone()).unwrap();
        let request = Request::builder().method(*method).uri(format!("{ROOT}{path}"));
        let request = if media_type.is_empty() { request } else { request.header("content-type", *media_type) };
        let request = request.body(Bytes::from((*body).to_owned())).unwrap();
        recorder.execute(request, Limits::default()).await.unwrap();
        text.push_str(&std::fs::read_to_string(&file).unwrap());
    }
    std::fs::write(&file, &text).unwrap();
    (file, text)
}

#[tokio::test]
async fn what_was_hidden_is_expected_with_any_value() {
    let form = "application/x-www-form-urlencoded";
    let secret = r#"{"a":"x","clientState":5,"notificationUrl":"https://app.example.com/hook"}"#;
    let empty = || Service::new("{}");
    let token = Service::new(r#"{"@odata.nextLink":"https://graph.microsoft.com/v1.0/b?$skiptoken=s"}"#);
    let multipart = "multipart/mixed; boundary=b";
    let batch = |boundary: &str, method: &str| {
        format!(
            "--{boundary}\r\ncontent-type: application/http\r\n\r\n{method} /v1.0/users/a%40b HTTP/1.1\r\n\
             authorization: Bearer s\r\n\r\n{{\"password\":\"{boundary}\"}}\r\n--{boundary}--"
        )
    };
    let calls = [
        ("POST", "/$batch", multipart, &*batch("b", "PATCH"), empty()),
        ("POST", "/token", form, "grant_type=x&client_secret=s", empty()),
        ("GET", "/x?api_token=s", "", "", empty()),
        ("GET", "/a?$deltatoken=s", "", "", empty()),
        ("GET", "/drive/root/delta(token='s')", "", "", empty()),
        ("POST", "/subscriptions", "application/json", secret, empty()),
        ("POST", "/huge", "application/json", r#"{"a":1e400,"token":"s"}"#, empty()),
        ("POST", "/opaque", "application/x-own", "s", empty()),
        ("GET", "/b", "", "", token),
        ("GET", "/b?$skiptoken=s", "", "", empty()),
    ];
    let (file, text) = record("hidden", &calls).await;
    assert!(!text.contains(r#"\"s\""#) && !text.contains("Bearer"), "{text}");
    let server = Server::in_memory();
    server.replay(&file).unwrap();
    let client = server.client();
    let send =
        async |method: &str, path: &'static str, option: Option<(&'static str, &str)>, media_type, body: &str| {
            let mut request = client.request(Method::from_bytes(method.as_bytes()).unwrap(), path);
            if let Some((name, value)) = option {
                request = request.query_option(name, value);
            }
            if !body.is_empty() {
                request = request.body(Bytes::from(body.to_owned()), media_type);
            }
            request.send().await.map(|response| String::from_utf8_lossy(response.bytes()).into_owned())
        };
    let json = "application/json";
    let other = r#"{"clientState":"y","a":"x","notificationUrl":"https://other.example.com/hook"}"#;
    assert!(send("POST", "/token", None, form, "grant_type=y&client_secret=t").await.is_err(), "another grant");
    send("POST", "/$batch", None, "multipart/mixed; boundary=c", &batch("c", "PATCH")).await.unwrap();
    send("POST", "/token", None, form, "client_secret=t&grant_type=x").await.unwrap();
    send("GET", "/x", Some(("api_token", "t")), "", "").await.unwrap();
    send("GET", "/a", Some(("$deltatoken", "t")), "", "").await.unwrap();
    send("GET", "/drive/root/delta(token='t')", None, "", "").await.unwrap();
    send("POST", "/subscriptions", None, json, other).await.unwrap();
    send("POST", "/huge", None, json, r#"{"token":"t","a":1e400}"#).await.unwrap();
    send("POST", "/opaque", None, "application/x-own", "t").await.unwrap();
    // A token of a recorded link is that of the link.
    let page = send("GET", "/b", None, "", "").await.unwrap();
    assert!(page.contains("/v1.0/b?$skiptoken=token-"), "{page}");
    assert_eq!(server.problems().len(), 2, "{:?}", server.problems());
    assert!(failure(server).contains("1 missing"));
}

#[tokio::test]
async fn recordings_of_any_form_have_no_secrets() {
    let responses: Vec<(&str, &str, &[u8])> = vec![
        ("/a", "application/json", b"\xef\xbb\xbf{\"access_token\":\"hunter\"}"),
        ("/a", "application/json", b"{\"access_token\":\"hunter\",\"n\":1e400}"),
        ("/a", "application/json", b"{\"access_token\":\"hunter\",\"n\":\"\\ud800\"}"),
        ("/a", "application/json", b"{\"access_token\":\"hunter\",\"n\":\"\xff\"}"),
        ("/a", "application/x-ndjson", b"{\"access_token\":\"hunter\"}\n{\"access_token\":\"hunter\"}\n"),
        ("/a", "application/json", b"\"https://x.blob.core.windows.net/a?sig=hunter\""),
        ("/a", "text/plain", b"https://x.blob.core.windows.net/a?sig=hunter"),
        ("/a", "application/json", b"{\"secret\":{\"value\":\"hunter\"}}"),
        ("/a", "application/json", b"{\"password\":\"https://graph.microsoft.com/v1.0/hunter\"}"),
        ("/a", "application/json", b"{\"@microsoft.graph.downloadUrl\":\"HTTPS://x/y?tempauth=hunter\"}"),
        ("/a", "application/json", b"{\"body\":{\"content\":\"<a href='https://x/y?tempauth=hunter'>\"}}"),
        ("/a", "application/json", b"{\"@odata.nextLink\":\"users?$skiptoken=hunter\"}"),
        ("/a", "application/json", b"{\"@odata.deltaLink\":\"/v1.0/users/delta?$deltatoken=hunter\"}"),
        ("/a", "application/json", b"{\"a\":\"https://graph.microsoft.com/v1.0/delta(token='hunter')\"}"),
        ("/a", "application/json", b"{\"temporaryAccessPass\":\"hunter\",\"privateKey\":\"hunter\"}"),
        ("/a", "application/json", b"{\"key\":\"hunter\",\"apiKey\":\"hunter\",\"credential\":\"hunter\"}"),
        ("/a", "application/json", b"{\"connectionString\":\"hunter\",\"passcode\":\"hunter\"}"),
        ("/a", "application/json", b"{\"accessToken@my.copy\":\"hunter\"}"),
        ("/a", "application/json", b"{\"content\":\"{\\\"access_token\\\":\\\"hunter\\\"}\"}"),
        ("/a", "application/json", b"[{\"key\":\"SecretToken\",\"value\":\"hunter\"}]"),
        ("/a", "application/json", b"{\"l\":\"https://graph.microsoft.com/v1.0/a#access_token=hunter\"}"),
        ("/a", "application/json", b"{\"l\":\"https://graph.microsoft.com/v1.0/a;sig=hunter\"}"),
        ("/a?apikey=hunter&subscription-key=hunter&key=hunter&signature=hunter", "application/json", b"{}"),
        ("/a?X-Amz-Signature=hunter&%73ig=hunter&access%5Ftoken=hunter", "application/json", b"{}"),
        ("/a?%24%73kiptoken=hunter#access_token=hunter", "application/json", b"{}"),
        ("/drive/root/delta(token='hunter')", "application/json", b"{}"),
        ("/a", "application/octet-stream", b"\xffhunter"),
    ];
    for (path, media_type, body) in responses {
        let service = Service { header: ("content-type", media_type), body: Bytes::copy_from_slice(body) };
        let (_, text) = record("forms", &[("GET", path, "", "", service)]).await;
        assert!(!text.contains("hunter"), "{text}");
    }
    for (media_type, body) in [
        ("Application/X-WWW-Form-Urlencoded", "client_secret=hunter"),
        ("", "client_secret=hunter"),
        ("application/json", r#"{"value":[{"key":"SecretToken","value":"hunter"}]}"#),
    ] {
        let (_, text) = record("forms", &[("POST", "/a", media_type, body, Service::new("{}"))]).await;
        assert!(!text.contains("hunter"), "{text}");
    }
    let service = Service { header: ("www-authenticate", "Negotiate hunter"), body: Bytes::new() };
    let (_, text) = record("forms", &[("GET", "/a", "", "", service)]).await;
    assert!(!text.contains("hunter"), "{text}");
}
