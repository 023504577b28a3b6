//! Requests of any method and path, and what they refuse to send.

use crate::loopback::{Loopback, Reply, Seen, clock::Clock, hostile::first_then};
use crate::sample::{GraphService, User};
use graph_runtime::{
    Batch, Bytes, Client, Description, Error, ErrorKind, Json, KeyError, Object, Operation, Page, ServiceRoot,
    StaticToken,
    http::{self, Method},
};
use serde_json::{Value, json};

fn client(server: &Loopback) -> Client {
    let settings = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    settings.timer(Clock::default()).build().unwrap()
}

/// Responds with what was requested.
fn echo() -> Loopback {
    Loopback::start(|seen: &Seen| {
        let body = String::from_utf8_lossy(&seen.body).into_owned();
        let header = |name: &str| seen.header(name).map(str::to_owned);
        let echo = json!({
            "line": format!("{} {}", seen.method(), seen.target()), "body": body, "token": header("authorization"),
            "accept": header("accept"), "type": header("content-type"), "length": header("content-length"),
            "prefer": header("prefer"),
        });
        Reply::json(200, &echo.to_string())
    })
}

#[derive(Debug, serde::Deserialize)]
struct Echo {
    line: String,
    body: String,
    token: Option<String>,
    accept: Option<String>,
    r#type: Option<String>,
    length: Option<String>,
    prefer: Option<String>,
}

#[tokio::test]
async fn any_method_path_header_and_body_is_sent() {
    let server = echo();
    let client = client(&server);
    let trending = client.request(Method::GET, "/users/{id}/insights/trending?$top=3").value("id", "a/b@contoso.com");
    let echo: Echo = trending.read_json().send().await.unwrap();
    assert_eq!(echo.line, "GET /v1.0/users/a%2Fb%40contoso.com/insights/trending?$top=3");
    assert_eq!((echo.token.as_deref(), echo.accept.as_deref()), (Some("Bearer token"), Some("application/json")));
    assert_eq!((echo.r#type, echo.length), (None, None));

    let patch = client.request(Method::PATCH, "/users/x").header("Prefer", "return=minimal").json(&json!({"a": "é"}));
    let echo: Echo = patch.read_json().send().await.unwrap();
    assert_eq!((echo.line.as_str(), echo.body.as_str()), ("PATCH /v1.0/users/x", r#"{"a":"é"}"#));
    assert_eq!((echo.r#type.as_deref(), echo.prefer.as_deref()), (Some("application/json"), Some("return=minimal")));

    let put = client.request(Method::PUT, "/me/drive/root:/a b/{name}:/content").value("name", "ü?.txt");
    let echo: Echo = put.body("text", "text/plain").read_json().send().await.unwrap();
    assert_eq!(
        (echo.line.as_str(), echo.body.as_str()),
        ("PUT /v1.0/me/drive/root:/a%20b/%C3%BC%3F.txt:/content", "text")
    );
    assert_eq!(echo.r#type.as_deref(), Some("text/plain"));

    for method in ["POST", "PUT", "PATCH"] {
        let empty = client.request(method.parse().unwrap(), "/me/foo");
        let echo: Echo = empty.read_json().send().await.unwrap();
        assert_eq!((echo.body.as_str(), echo.length.as_deref()), ("", Some("0")), "{method}");
    }
    // Options of the path and of methods are one query, and a method that is called later wins.
    let request = client.request(Method::from_bytes(b"QUERY").unwrap(), "/x?$filter=n eq '{n}'&b={n}&a=1");
    let echo: Echo = request.value("n", "o'b&c").query_option("a", "2").read_json().send().await.unwrap();
    assert_eq!(echo.line, "QUERY /v1.0/x?$filter=n%20eq%20%27o%27%27b%26c%27&a=2&b=o%27b%26c");
}

#[tokio::test]
async fn responses_are_read_as_any_type() {
    let server = Loopback::start(|seen| match seen.target() {
        "/v1.0/users/1" => Reply::json(200, r#"{"id": "1", "x": 7}"#),
        "/v1.0/users" => Reply::json(200, r#"{"value": [{"id": "1"}], "@odata.nextLink": "users?$skiptoken=2"}"#),
        "/v1.0/users?$skiptoken=2" => Reply::json(200, r#"{"value": [{"id": "2"}]}"#),
        "/v1.0/photo" => Reply::body(200, "image/png", b"\x89PNG"),
        "/v1.0/broken" => Reply::json(200, r#"{"id": "s3cret"}"#),
        "/v1.0/text" => Reply::json(200, "s3cret"),
        _ => Reply::no_content(),
    });
    let client = client(&server);
    let get = |path: &'static str| client.request(Method::GET, path);

    let user = get("/users/1").read::<Object<User>>().send().await.unwrap();
    assert_eq!((user.id.as_deref(), user.extra.value("x")), (Some("1"), Some(7.into())));
    assert_eq!(get("/users/1").read_json::<Json>().await.unwrap(), json!({"id": "1", "x": 7}));

    let mut ids = Vec::new();
    let mut users = get("/users").read::<Page<Object<User>>>().items();
    while let Some(user) = users.next().await {
        ids.push(user.unwrap().id.clone().unwrap());
    }
    assert_eq!(ids, ["1", "2"]);
    let page = get("/users").read::<Page<Json>>().await.unwrap();
    assert_eq!(page.next(&client).unwrap().await.unwrap().items(), [json!({"id": "2"})]);

    let photo = get("/photo").send().await.unwrap();
    assert_eq!((&photo.bytes()[..], photo.media_type()), (&b"\x89PNG"[..], Some("image/png")));
    assert_eq!(server.last().header("accept"), Some("*/*"));
    let mut stream = get("/photo").stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), &b"\x89PNG"[..]);

    get("/nothing").read::<()>().await.unwrap();
    assert!(get("/nothing").read::<Option<Object<User>>>().await.unwrap().is_none());
    let response = client.exchange(&get("/nothing")).await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers().get("x")), (204, None));

    for (path, message) in [
        ("/nothing", "sent no value"),
        ("/broken", "the JSON is not a `alloc::vec::Vec<u8>` at line 1 column "),
        ("/text", "the body is not valid JSON at line 1 column 1"),
    ] {
        let error = get(path).read_json::<Vec<u8>>().await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(message), "{error}");
        assert!(!format!("{error:#} {error:?}").contains("s3cret"), "{error:#}");
    }
}

/// What a response takes as JSON counts, whatever it is read as.
#[tokio::test]
async fn json_is_limited_in_memory() {
    let server = Loopback::start(|_| Reply::json(200, &format!("[{}{{}}]", r#"{"a":1},"#.repeat(10_000))));
    let client = Client::builder().base_url(server.root()).max_response_memory(1 << 20).build().unwrap();
    let error = client.request(Method::GET, "/x").read_json::<Json>().await.unwrap_err();
    assert!(format!("{error:#}").contains("max_response_memory"), "{error:#}");
}

#[tokio::test]
async fn the_method_decides_what_is_repeated() {
    for (method, requests) in [("GET", 2), ("PUT", 2), ("DELETE", 2), ("POST", 1), ("PATCH", 1)] {
        let server = first_then(Reply::Reset(Vec::new()), Reply::json(200, "{}"));
        let sent = client(&server).request(method.parse().unwrap(), "/x").json(&1).await;
        assert_eq!((server.seen().len(), sent.is_ok()), (requests, requests == 2), "{method}: {sent:?}");
    }
}

#[tokio::test]
async fn errors_and_debug_show_no_values() {
    let server = Loopback::json(404, r#"{"error": {"code": "x", "message": "y"}}"#);
    let client = client(&server);
    let template =
        client.request(Method::GET, "/users/{id}/x(a='{a}')?b={b}").value("id", "s3cret").value("a", "s3cret");
    let template = template.value("b", "s3cret");
    let error = template.clone().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /users/{id}/x(a='{a}'): 404 Not Found, x: y");
    let url = client.request_url(Method::GET, &format!("{}/s3cret/s3cret?a=s3cret", server.root()));
    let error = url.clone().await.unwrap_err();
    assert_eq!(error.operation(), Some("GET (path)"));
    let described = url.clone().described_as("/users/{id}/x").await.unwrap_err();
    assert_eq!(described.operation(), Some("GET /users/{id}/x"));
    for shown in [format!("{template:?} {url:?}"), format!("{error:?} {error:#?}")] {
        assert!(!shown.contains("s3cret"), "{shown}");
    }
    assert_eq!(server.last().target(), "/v1.0/s3cret/s3cret?a=s3cret");
}

#[tokio::test]
async fn what_would_leave_the_service_is_not_sent() {
    let server = Loopback::json(200, "{}");
    let client = client(&server);
    let root = server.root();
    let origin = server.origin();
    for (url, kind, message) in [
        ("users".to_owned(), ErrorKind::InvalidRequest, "does not begin with `/`"),
        ("//evil.example/x".to_owned(), ErrorKind::InvalidRequest, "empty segment"),
        ("/\\evil.example/x".to_owned(), ErrorKind::InvalidRequest, "contains `\\`"),
        ("/users/../../beta/me".to_owned(), ErrorKind::InvalidRequest, "segment `.` or `..`"),
        ("/users/%2e%2E/me".to_owned(), ErrorKind::InvalidRequest, "segment `.` or `..`"),
        ("/users/x%2f..%2f..%2fme".to_owned(), ErrorKind::InvalidRequest, "segment `.` or `..`"),
        ("/users/%252e%252e/me".to_owned(), ErrorKind::InvalidRequest, "segment `.` or `..`"),
        ("/beta/me/profile".to_owned(), ErrorKind::InvalidRequest, "another version, create another client"),
        ("/Beta?$top=1".to_owned(), ErrorKind::InvalidRequest, "another version, create another client"),
        ("/v1.0/me".to_owned(), ErrorKind::InvalidRequest, "another version, create another client"),
        (format!("{root}/beta/me"), ErrorKind::InvalidRequest, "another version, create another client"),
        ("/me#x".to_owned(), ErrorKind::InvalidRequest, "fragment"),
        ("/me\r\nX-Evil: 1".to_owned(), ErrorKind::InvalidRequest, "control characters"),
        ("/me HTTP/1.1\r\n\r\n".to_owned(), ErrorKind::InvalidRequest, "control characters"),
        ("/users/{id}".to_owned(), ErrorKind::InvalidRequest, "placeholders"),
        ("https://evil.example/v1.0/me".to_owned(), ErrorKind::ForeignOrigin, "https://evil.example"),
        (root.replace("http://", "http://user:s3cret@") + "/me", ErrorKind::ForeignOrigin, "was not sent"),
        (root.replace("http://", "https://") + "/me", ErrorKind::ForeignOrigin, "https://127.0.0.1"),
        (format!("{origin}/beta/me"), ErrorKind::InvalidRequest, "another version"),
        (format!("{root}/../beta/me"), ErrorKind::InvalidRequest, "segment `.` or `..`"),
        (format!("{root}evil/me"), ErrorKind::InvalidRequest, "another version"),
        (format!("{origin}\\v1.0/me"), ErrorKind::InvalidRequest, "another version"),
        (root.clone(), ErrorKind::InvalidRequest, "another version"),
        (format!("{}/x://y/v1.0/me", origin.replace("//", "")), ErrorKind::InvalidRequest, "not a URL"),
        ("ftp://x/y".to_owned(), ErrorKind::ForeignOrigin, "ftp://x"),
        ("data:x".to_owned(), ErrorKind::ForeignOrigin, "null"),
    ] {
        let request = client.request_url(Method::GET, &url);
        let error = request.clone().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{url}: {error}");
        assert!(error.to_string().contains(message) && !error.to_string().contains("s3cret"), "{url}: {error}");
        assert!(!error.may_have_been_sent());
        assert_eq!(request.stream().await.unwrap_err().kind(), kind, "{url}");
        if kind == ErrorKind::InvalidRequest && url.starts_with('/') && !url.contains('{') {
            let template = client.request(Method::GET, Box::leak(url.clone().into_boxed_str()));
            assert_eq!(template.description().to_string(), "GET (path)", "{url}");
            assert_eq!(template.await.unwrap_err().kind(), kind, "{url}");
        }
    }
    for (request, message) in [
        (client.request(Method::CONNECT, "/x"), "`CONNECT`"),
        (client.request(Method::TRACE, "/x"), "`TRACE`"),
        (client.request(Method::GET, "/x").header("authorization", "x"), "credential"),
        (client.request(Method::GET, "/x").header("host", "evil.example"), "transport"),
        (client.request(Method::GET, "/x").header("a", "b\r\nc: d"), "valid in HTTP"),
        (client.request(Method::GET, "/x").value("id", "1"), "no placeholder `{id}`"),
    ] {
        let error = request.await.unwrap_err();
        assert!(error.kind() == ErrorKind::InvalidRequest && error.to_string().contains(message), "{error}");
    }
    for (value, error) in [("", KeyError::Empty("id")), ("..", KeyError::DotSegment("id"))] {
        let refused = client.request(Method::GET, "/users/{id}").value("id", value).await.unwrap_err();
        assert_eq!(refused.key_error(), Some(error));
    }
    let missing = client.request(Method::GET, "/users/{id}").await.unwrap_err();
    assert_eq!(missing.key_error(), Some(KeyError::Missing("id")));
    assert!(server.seen().is_empty());

    for url in [
        "/me?x=../y".to_owned(),
        format!("{root}/me?x=../y"),
        format!("{}/me?x=../y", root.to_uppercase().replace("V1.0", "v1.0")),
    ] {
        client.request_url(Method::GET, &url).await.unwrap();
        assert_eq!(server.last().target(), "/v1.0/me?x=../y", "{url}");
    }
}

/// A call that is written by hand, without headers.
struct ByHand(Method);

static BY_HAND: Description = Description::post("x", "/x").without_body();

impl Operation for ByHand {
    type Output = ();

    fn description(&self) -> &Description {
        &BY_HAND
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        let request = http::Request::builder().method(self.0.clone()).uri(format!("{}/x", root.as_str()));
        request.body(Bytes::new()).map_err(|error| Error::invalid_request(&BY_HAND, error))
    }

    fn read(&self, _: http::Response<Bytes>) -> Result<(), Error> {
        Ok(())
    }
}

/// Graph responds with 411 otherwise.
#[tokio::test]
async fn the_length_of_no_body_is_sent_for_every_operation() {
    let server = Loopback::json(200, "{}");
    let client = client(&server);
    for (method, length) in
        [("POST", Some("0")), ("PUT", Some("0")), ("PATCH", Some("0")), ("GET", None), ("DELETE", None)]
    {
        client.execute(&ByHand(method.parse().unwrap())).await.unwrap();
        let sent = server.last();
        assert_eq!(sent.header("content-length"), length, "{method}");
        assert_eq!(sent.head.to_ascii_lowercase().matches("content-length").count(), length.iter().len(), "{method}");
    }
}

/// A root without a version may have resources that are named like one.
#[tokio::test]
async fn a_version_is_part_of_a_path_if_the_root_has_none() {
    let server = Loopback::json(200, "{}");
    for (root, target) in [("", "/beta/me"), ("/odata", "/odata/beta/me")] {
        let client = Client::builder().base_url(server.origin() + root).build().unwrap();
        client.request(Method::GET, "/beta/me").await.unwrap();
        assert_eq!(server.last().target(), target);
    }
    client(&server).request(Method::GET, "/betas/v1").await.unwrap();
    assert_eq!(server.last().target(), "/v1.0/betas/v1");
}

#[tokio::test]
async fn requests_can_be_part_of_a_batch() {
    let server = Loopback::start(|seen| {
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        let responses: Vec<Value> = body["requests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|call| {
                json!({"id": call["id"], "status": 200, "headers": {"Content-Type": "application/json"},
                "body": {"id": format!("{} {}", call["method"].as_str().unwrap(), call["url"].as_str().unwrap())}})
            })
            .collect();
        Reply::json(200, &json!({ "responses": responses }).to_string())
    });
    let client = client(&server);
    let mut batch = Batch::new(&client);
    let json = batch.add(client.request(Method::GET, "/users/{id}?$select=id").value("id", "a/b").read_json::<Json>());
    let user = batch.add(client.request(Method::POST, "/me/foo").json(&json!({})).read::<Object<User>>());
    let refused = batch.add(client.request_url(Method::GET, "https://evil.example/x"));
    let mut responses = batch.send().await;
    assert_eq!(responses.take(json).unwrap()["id"], "GET /users/a%2Fb?$select=id");
    assert_eq!(responses.take(user).unwrap().id.as_deref(), Some("POST /me/foo"));
    assert_eq!(responses.take(refused).unwrap_err().kind(), ErrorKind::ForeignOrigin);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn long_running_work_can_be_waited_for() {
    let server = Loopback::start(|seen| match (seen.method(), seen.path()) {
        ("POST", _) => Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b""),
        _ => Reply::json(200, r#"{"status": "completed", "id": "1"}"#),
    });
    let work = client(&server).request(Method::POST, "/x/copy").read::<()>().begin().await.unwrap();
    work.result().await.unwrap();
    assert_eq!(server.last().path(), "/v1.0/monitor");
}

#[tokio::test]
async fn requests_of_builders_can_be_awaited() {
    let server = Loopback::json(200, r#"{"id": "1", "value": []}"#);
    let service = GraphService::new(client(&server));
    let user = service.users().by_id("1").get().await.unwrap();
    assert_eq!(user.id.as_deref(), Some("1"));
    assert!(service.users().get().top(3).await.unwrap().items().is_empty());
    // As any future, it can be sent to another thread.
    let spawned = tokio::spawn(service.users().by_id("1").reprocess_license_assignment().into_future());
    assert!(spawned.await.unwrap().is_ok());
}

#[cfg(feature = "blocking")]
#[test]
fn requests_can_block() {
    let server = Loopback::json(200, r#"{"id": "1"}"#);
    let client = Client::builder().base_url(server.root()).build().unwrap();
    let blocking = graph_runtime::BlockingClient::new(client).unwrap();
    let request = blocking.client().request(Method::GET, "/me").read::<Object<User>>();
    assert_eq!(blocking.execute(&request).unwrap().id.as_deref(), Some("1"));
}
