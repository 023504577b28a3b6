//! Which origins get tokens, and that secrets are never shown.

use std::{
    error::Error as StdError,
    fmt::{Debug, Display, Write},
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::loopback::{Loopback, Reply};
use crate::sample::{GraphService, User};
use bytes::Bytes;
use graph_runtime::{
    AccessToken, BoxFuture, Client, ClientBuilder, Credential, Description, Error, ErrorKind, NextPage, NoRetry,
    Object, Operation, Page, ServiceRoot, StaticToken, TokenRequest,
    codec::{Decoded, JsonError, JsonReader, JsonWriter, Value, from_json, to_json},
    codegen::{PropertyReader, PropertyWriter, Structured},
    credential_fn, http,
};
use serde_json::json;

const SECRET: &str = "eyJhbGciOi-SECRET-do-not-show";
const PERSON: &str = "adele.vance@contoso.com";

fn settings(server: &Loopback) -> ClientBuilder {
    Client::builder()
        .base_url(server.root())
        .credential(StaticToken::new(SECRET))
        .timeout(Duration::from_secs(5))
        .retry(NoRetry)
}

/// Counts token requests.
#[derive(Clone, Default)]
struct Counted(Arc<Mutex<u32>>);

impl Credential for Counted {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Box<dyn StdError + Send + Sync>>> {
        *self.0.lock().unwrap() += 1;
        Box::pin(std::future::ready(Ok(AccessToken::new(SECRET, None))))
    }
}

#[test]
fn no_token_over_plain_http() {
    for url in [
        "http://graph.microsoft.com/v1.0",
        "http://10.0.0.1",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://0.0.0.0:80",
        "http://[::ffff:10.0.0.1]",
        "HTTP://GRAPH.MICROSOFT.COM",
    ] {
        let built = Client::builder().base_url(url).credential(StaticToken::new(SECRET)).build();
        assert!(built.is_err_and(|error| error.kind() == ErrorKind::InsecureOrigin), "{url}");
        assert!(Client::builder().base_url(url).build().is_ok(), "no token, so http is allowed: {url}");
    }
    for url in ["http://localhost:1", "http://127.0.0.1:1/v1.0/", "http://[::1]:1", "https://10.0.0.1"] {
        assert!(Client::builder().base_url(url).credential(StaticToken::new(SECRET)).build().is_ok(), "{url}");
    }
    let with_password = format!("https://user:{SECRET}@graph.microsoft.com");
    let refused = Client::builder().base_url(with_password).build().unwrap_err();
    assert!(!all_texts(&refused).contains(SECRET));
}

#[tokio::test]
async fn links_to_other_origins_are_refused() {
    let (server, other) = (Loopback::json(200, r#"{"value": []}"#), Loopback::json(200, r#"{"value": []}"#));
    let counted = Counted::default();
    let client = Client::builder().base_url(server.root()).credential(counted.clone()).build().unwrap();
    let (ours, theirs) = (server.origin(), other.origin());
    let (our_host, their_host) = (ours.replace("http://", ""), theirs.replace("http://", ""));
    for link in [
        format!("{theirs}/v1.0/users"),
        format!("https://{our_host}/v1.0/users"),
        format!("//{their_host}/v1.0/users"),
        format!("\\\\{their_host}/v1.0/users"),
        format!("/\\{their_host}/v1.0/users"),
        format!("http:\\\\{their_host}/v1.0/users"),
        format!("{ours}@{their_host}/v1.0/users"),
        format!("http://x:y@{our_host}/v1.0/users"),
        format!("http://{our_host}:pass@{their_host}/"),
        format!("{ours}.evil.example/"),
        format!(" \t{theirs}/v1.0/users"),
        format!("ht\ntp://{their_host}/v1.0/users"),
        "https://graph.microsoft.com/v1.0/users".to_owned(),
        "ftp://127.0.0.1/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "data:text/plain,x".to_owned(),
        "http://".to_owned(),
    ] {
        let error = NextPage::<Object<User>>::resume(&client, &link).send().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::ForeignOrigin | ErrorKind::InvalidLink), "{link}: {error:?}");
        assert!(!error.may_have_been_sent(), "{link}");
    }
    assert_eq!((server.seen().len(), other.seen().len(), *counted.0.lock().unwrap()), (0, 0, 0));

    // The same for a link in a response; links to the service itself are followed.
    let page: Page<Object<User>> =
        serde_json::from_str(&format!(r#"{{"value": [], "@odata.nextLink": "{theirs}/x"}}"#)).unwrap();
    assert!(page.next(&client).unwrap().send().await.is_err_and(|error| error.kind() == ErrorKind::ForeignOrigin));
    for (link, target) in [
        (format!("{ours}/v1.0/users?$skiptoken=a%2Fb"), "/v1.0/users?$skiptoken=a%2Fb"),
        (format!("{}/other", ours.to_uppercase()), "/other"),
        ("users?$skip=2".to_owned(), "/v1.0/users?$skip=2"),
        ("httpRequests?$skip=2".to_owned(), "/v1.0/httpRequests?$skip=2"),
        ("/v1.0/users".to_owned(), "/v1.0/users"),
    ] {
        NextPage::<Object<User>>::resume(&client, &link)
            .send()
            .await
            .unwrap_or_else(|problem| panic!("{link}: {problem:?}"));
        assert_eq!(server.last().target(), target);
    }
    assert!(other.seen().is_empty());
}

/// An operation of another crate, with an arbitrary URL.
struct Elsewhere(String);

impl Operation for Elsewhere {
    type Output = ();

    fn description(&self) -> &Description {
        static DESCRIPTION: Description = Description::get("elsewhere", "/elsewhere");
        &DESCRIPTION
    }

    fn request(&self, _: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        Ok(http::Request::builder().uri(&self.0).body(Bytes::new()).unwrap())
    }

    fn read(&self, _: http::Response<Bytes>) -> Result<(), Error> {
        Ok(())
    }
}

#[tokio::test]
async fn operations_to_other_origins_are_refused() {
    let (server, other) = (Loopback::json(200, "{}"), Loopback::json(200, "{}"));
    let client = settings(&server).build().unwrap();
    let our_host = server.origin().replace("http://", "");
    for uri in [
        other.origin(),
        format!("https://{our_host}/"),
        format!("http://user@{our_host}/"),
        "/relative".to_owned(),
        "http://graph.microsoft.com/".to_owned(),
    ] {
        let error = client.execute(&Elsewhere(uri.clone())).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::ForeignOrigin | ErrorKind::InvalidLink), "{uri}: {error:?}");
        assert!(!error.may_have_been_sent());
    }
    assert!(server.seen().is_empty() && other.seen().is_empty());
    client.execute(&Elsewhere(format!("{}/here", server.origin()))).await.unwrap();
    assert_eq!(server.last().header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Loopback::json(200, "{}");
    for status in [301, 302, 303, 307, 308] {
        let location = format!("Location: {}/v1.0/stolen\r\n", other.origin());
        let server = Loopback::start(move |_| Reply::with_headers(status, &location, b""));
        let service = GraphService::new(settings(&server).build().unwrap());
        let error = service.users().by_id(PERSON).reprocess_license_assignment().send().await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert!(error.service_error().unwrap().header("location").is_some());
        let error = service.users().by_id(PERSON).get().send().await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), server.seen().len()), (status, 2));
    }
    assert!(other.seen().is_empty());
}

/// Everything that an error and its sources display.
fn all_texts(error: &(dyn StdError + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        write!(text, "{error}\n{error:#}\n{error:?}\n{error:#?}\n").unwrap();
        next = error.source();
    }
    text
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?}\n{value:#?}\n")
}

fn shown(value: &(impl Debug + Display)) -> String {
    format!("{value}\n{}", debug(value))
}

#[track_caller]
fn assert_silent(text: &str) {
    assert!(!text.is_empty());
    for hidden in [SECRET, "Bearer", PERSON, "adele.vance", "adele%2Evance"] {
        assert!(!text.contains(hidden), "{hidden} is shown:\n{text}");
    }
}

#[test]
fn values_show_no_secrets() {
    let builder = Client::builder().credential(StaticToken::new(SECRET));
    assert_silent(&debug(&builder));
    let client = builder.build().unwrap();
    assert_silent(&debug(&client));
    assert_silent(&debug(&StaticToken::new(SECRET)));
    assert_silent(&debug(&AccessToken::new(SECRET, None)));
    assert_silent(&debug(&graph_runtime::Key::from(PERSON)));
    let service = GraphService::new(client.clone());
    let user = service.users().by_id(PERSON);
    assert_silent(&debug(&service));
    assert_silent(&debug(&user));
    assert_silent(&debug(&user.0));
    assert_silent(&debug(&user.reprocess_license_assignment().header("x-secret", SECRET)));
    assert_silent(&debug(&user.get().select_raw(SECRET)));
    assert_silent(&debug(&service.users().get().select_raw(SECRET)));
    assert_silent(&debug(&NextPage::<Object<User>>::resume(&client, format!("https://graph.microsoft.com/?{SECRET}"))));
    assert_silent(&shown(user.reprocess_license_assignment().description()));
}

/// Links hold skip tokens, and the signatures of upload sessions and downloads; contents hold anything.
#[tokio::test]
async fn responses_show_neither_contents_nor_links() {
    let link = format!("https://storage.example/{PERSON}?tempauth={SECRET}");
    let text = json!({
        "@odata.nextLink": link, "@odata.deltaLink": format!("/delta?{SECRET}"), "x@odata.nextLink": link,
        "value": [{ "@microsoft.graph.downloadUrl": link, "webUrl": link, "messages": [{ "uploadUrl": link }] }],
    });
    let page: Page<Object<User>> = serde_json::from_value(text.clone()).unwrap();
    assert_silent(&debug(&page));
    assert!(debug(&page).contains("https://storage.example/…"), "{page:?}");
    assert_silent(&debug(&serde_json::from_str::<Object<User>>(&json!([link]).to_string()).unwrap()));
    // The service chooses how it writes JSON, and an object with a line break must not look like a line of the log.
    let written = format!(r#""HTTPS:\/\/storage.example\/{PERSON}?tempauth={SECRET}""#);
    for text in [format!("{{\"id\":\"1\",\"session\":{{\n\"uploadUrl\":{written}}}}}"), format!("[\n{written}\r\n]")] {
        let value: Object<User> = serde_json::from_str(&text).unwrap();
        assert_silent(&debug(&value));
        assert!(!format!("{value:?}").contains(['\r', '\n']), "{value:?}");
    }
    let session = json!({ "uploadUrl": link, "nextExpectedRanges": ["0-"] });
    assert_silent(&debug(&serde_json::from_value::<Object<Session>>(session).unwrap()));

    let body = format!(r#"{{"id":"{PERSON}","token":"{SECRET}"}}"#);
    let reply = Reply::with_headers(200, "ETag: \"1\"\r\n", body.as_bytes());
    let server = Loopback::start(move |_| reply.clone());
    let me = GraphService::new(settings(&server).build().unwrap()).me();
    let content = me.photo().send().await.unwrap();
    assert_silent(&debug(&content));
    assert!(content.bytes().len() > 50 && debug(&content).contains(" bytes"));
    let uploaded = me.put_photo("content").send().await.unwrap();
    assert_silent(&debug(&uploaded));
    assert!(!uploaded.body.is_empty() && debug(&uploaded).contains(" bytes"));
    assert_silent(&debug(&me.photo().stream().await.unwrap()));

    let progress = json!({ "status": "running", "percentageComplete": 1, "resourceLocation": link }).to_string();
    let monitor = format!("Location: {}/monitor?{SECRET}\r\n", server.root());
    let accepting = Loopback::start(move |_| Reply::with_headers(202, &monitor, progress.as_bytes()));
    let me = GraphService::new(settings(&accepting).build().unwrap()).me();
    let work = me.reprocess_license_assignment().begin().await.unwrap();
    assert!(work.progress().resource_location().is_some() && work.monitor().unwrap().contains(SECRET));
    assert_silent(&format!("{}{}", debug(&work), debug(work.progress())));

    let proxy = reqwest::Proxy::all(format!("http://user:{SECRET}@127.0.0.1:1")).unwrap();
    let proxied = reqwest::Client::builder().proxy(proxy).build().unwrap();
    assert_silent(&debug(&graph_runtime::transport::ReqwestTransport::with_client(proxied)));
}

/// A type with a property that is a secret.
struct Session(Option<String>);

impl Structured for Session {
    const TYPE_NAME: &'static str = "microsoft.graph.uploadSession";

    fn properties() -> &'static [&'static str] {
        &["uploadUrl"]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self(from.property())
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        to.put(&self.0);
    }
}

/// Readers and writers of values from other crates.
#[derive(Clone, Debug, PartialEq)]
struct Watched;

impl Value for Watched {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        json.raw()?;
        assert_silent(&debug(json));
        Ok(Decoded::Value(Self))
    }

    fn write(&self, json: &mut JsonWriter) {
        json.text(SECRET);
        assert_silent(&debug(json));
    }
}

#[test]
fn readers_and_writers_show_no_text() {
    assert_eq!(from_json::<Watched>(&json!(SECRET).to_string()).unwrap(), Decoded::Value(Watched));
    assert!(to_json(&Watched).unwrap().contains(SECRET));
}

#[test]
fn attempts_show_no_headers() {
    let mut headers = http::HeaderMap::new();
    headers.insert("location", http::HeaderValue::from_static("https://x.example/adele.vance?sig=SECRET"));
    headers.insert("set-cookie", http::HeaderValue::from_static(SECRET));
    let description = Description::get("user", "/users/{id}");
    let mut attempt = graph_runtime::Attempt::new(&description, Ok((http::StatusCode::FOUND, &headers)));
    attempt.number = 2;
    let shown = debug(&attempt);
    assert_silent(&shown);
    assert!(shown.contains("302") && shown.contains("GET /users/{id}") && !shown.contains("sig="), "{shown}");
}

#[tokio::test]
async fn errors_show_no_secrets() {
    let body = r#"{"error": {"code": "x", "message": "no", "innerError": {"request-id": "r"}}}"#;
    let mut errors = Vec::new();
    for (status, body) in [
        (400, body),
        (403, "<html>"),
        (429, ""),
        (200, "<html>adele.vance@contoso.com"),
        (200, "{\"id\": \"adele.vance\", x"),
    ] {
        let server = Loopback::json(status, body);
        let service = GraphService::new(settings(&server).build().unwrap());
        errors.push(service.users().by_id(PERSON).reprocess_license_assignment().send().await.unwrap_err());
        errors.push(service.users().by_id(PERSON).get().send().await.unwrap_err());
    }
    for reply in [
        Reply::Close(Vec::new()),
        Reply::Close(b"SSH-2.0\r\n\r\n".to_vec()),
        Reply::Close(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".to_vec()),
        Reply::Stall(Vec::new(), Duration::from_secs(3)),
        Reply::body(200, "", &[b' '; 2000]),
    ] {
        let server = Loopback::start(move |_| reply.clone());
        let builder = settings(&server).timeout(Duration::from_millis(300)).max_response_size(1000);
        let service = GraphService::new(builder.build().unwrap());
        errors.push(service.users().by_id(PERSON).retire().send().await.unwrap_err());
    }
    let nobody = Client::builder()
        .base_url("http://127.0.0.1:1")
        .credential(StaticToken::new(SECRET))
        .retry(NoRetry)
        .build()
        .unwrap();
    errors.push(GraphService::new(nobody.clone()).users().by_id(PERSON).retire().send().await.unwrap_err());
    errors.push(GraphService::new(nobody.clone()).users().by_id(PERSON).child_of_dots().unwrap_err());
    let long = format!("{PERSON}{}", "x".repeat(70_000));
    errors.push(GraphService::new(nobody.clone()).users().by_id(long).retire().send().await.unwrap_err());
    for link in
        [format!("http://{SECRET}:x@127.0.0.1:1/"), format!("https://x.example/{PERSON}"), format!("http://[{SECRET}/")]
    {
        errors.push(NextPage::<Object<User>>::resume(&nobody, link).send().await.unwrap_err());
    }
    errors.push(nobody.execute(&Elsewhere(format!("http://x.example/{PERSON}?{SECRET}"))).await.unwrap_err());
    for token in [format!("{SECRET}\n"), format!("{SECRET}\r\nX-Evil: 1"), String::new()] {
        let client =
            Client::builder().base_url("http://127.0.0.1:1").credential(StaticToken::new(token)).build().unwrap();
        errors.push(GraphService::new(client).users().by_id(PERSON).retire().send().await.unwrap_err());
        assert_eq!(errors.last().map(Error::kind), Some(ErrorKind::Credential));
    }
    assert!(errors.len() > 20);
    for error in &errors {
        assert_silent(&all_texts(error));
        if let Some(found) = error.service_error() {
            assert_silent(&shown(found));
        }
    }
}

trait ChildOfDots {
    fn child_of_dots(&self) -> Result<(), Error>;
}

impl ChildOfDots for crate::sample::UserRequestBuilder {
    /// A valid key followed by an invalid one.
    fn child_of_dots(&self) -> Result<(), Error> {
        let bad = self.0.child("messages").key(&[("id", "..".into())]);
        let get = graph_runtime::Get::<User>::new(&bad, "x", &[]);
        get.request(self.0.client().root()).map(|_| ())
    }
}

#[tokio::test]
async fn headers_cannot_be_injected() {
    let server = Loopback::start(|_| Reply::no_content());
    let service = GraphService::new(settings(&server).build().unwrap());
    for (name, value) in [
        ("x", "a\r\nX-Evil: 1"),
        ("x", "a\nb"),
        ("x", "a\0b"),
        ("x\r\nX-Evil", "1"),
        ("x y", "1"),
        ("", "1"),
        ("Authorization", "Bearer other"),
        ("Host", "evil.example"),
        ("Content-Length", "5"),
        ("Transfer-Encoding", "chunked"),
    ] {
        let error = service.me().retire().header(name, value).send().await.unwrap_err();
        assert!(error.kind() == ErrorKind::InvalidRequest && !error.may_have_been_sent(), "{name}: {error:?}");
        let error = service.users().get().header(name, value).send().await.unwrap_err();
        assert!(
            error.kind() == ErrorKind::InvalidRequest && !all_texts(&error).contains("X-Evil: 1"),
            "{name}: {error:?}"
        );
    }
    for name in ["a\r\nX-Evil: 1", "a\nb", "a\0"] {
        assert!(
            Client::builder().user_agent(name).build().is_err_and(|error| error.kind() == ErrorKind::Configuration)
        );
    }
    for token in ["a\r\nX-Evil: 1", "a\n", "a\0", "", " "] {
        let client = settings(&server).credential(StaticToken::new(token)).build().unwrap();
        let error = GraphService::new(client).me().retire().send().await.unwrap_err();
        assert!(error.kind() == ErrorKind::Credential && !error.may_have_been_sent(), "{error:?}");
    }
    for version in ["v1.0\r\n", "../x", "v1.0/../..", "", "..", "v1.0?x"] {
        assert!(Client::builder().version(version).build().is_err(), "{version}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn failing_credentials() {
    let server = Loopback::start(|_| Reply::no_content());
    let credential = credential_fn(|_| async { Err("no browser".into()) });
    let client = Client::builder().base_url(server.root()).credential(credential).build().unwrap();
    let error = GraphService::new(client).me().retire().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(error.source().unwrap().to_string(), "no browser");
    assert!(!error.may_have_been_sent() && server.seen().is_empty());
    let counted = Counted::default();
    let client = Client::builder().base_url(server.root()).credential(counted.clone()).build().unwrap();
    for _ in 0..2 {
        GraphService::new(client.clone()).me().retire().send().await.unwrap();
    }
    assert_eq!(*counted.0.lock().unwrap(), 2, "the client asks before each call");
}
