//! API keys, HTTP basic, cookies and CSRF tokens: where they are sent, and where not.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use graph_runtime::{
    Client, ErrorKind, NoRetry, ServiceProfile, StaticToken,
    http::Method,
    sign_in::{ApiKey, Basic, CsrfSession},
};

use crate::{
    loopback::{Loopback, Reply, Seen},
    sample::GraphService,
};

#[tokio::test]
async fn a_key_is_sent_to_the_service_only() {
    let other = Loopback::json(200, "content");
    let link = format!("{}/content", other.origin());
    let server = Loopback::start(move |seen| match seen.path() {
        "/v1.0/me/photo/$value" => Reply::with_headers(302, &format!("Location: {link}\r\n"), b""),
        _ => Reply::json(200, "{}"),
    });
    let key = ApiKey::new("X-Api-Key", "secret-key").unwrap();
    assert_eq!(format!("{key:?}"), "ApiKey { header: \"x-api-key\", .. }");
    let client = Client::builder().base_url(server.root()).middleware(key).build().unwrap();
    let service = GraphService::new(client.clone());
    service.me().get().header("x-api-key", "of the caller").send().await.unwrap();
    assert_eq!(server.last().header("x-api-key"), Some("secret-key"));
    assert_eq!(&service.me().photo().send().await.unwrap().bytes()[..], b"content");
    assert_eq!(server.last().header("x-api-key"), Some("secret-key"));
    assert_eq!(other.last().header("x-api-key"), None);
    // Neither are the calls of a batch.
    let batch = client.execute_all([service.me().get()]).await;
    assert!(batch[0].is_err());
    assert_eq!(server.last().header("x-api-key"), Some("secret-key"));
    assert!(!String::from_utf8_lossy(&server.last().body).contains("secret-key"));
}

#[test]
fn wrong_keys_and_names_are_errors_that_hide_them() {
    for (header, key) in
        [("x-api-key", ""), ("x-api-key", "secret\r\nx: 1"), ("x\r\ny", "secret"), ("host", "secret"), ("", "secret")]
    {
        let error = ApiKey::new(header, key).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!format!("{error:#} {error:?}").contains("secret"), "{error:?}");
    }
    for (user, password) in [("a:b", "secret"), ("a\n", "secret"), ("a", "secret\n")] {
        let error = Basic::new(user, password).unwrap_err();
        assert!(error.kind() == ErrorKind::Configuration && !format!("{error:#} {error:?}").contains("secret"));
    }
}

#[test]
fn secrets_are_not_sent_over_plain_http_to_another_machine() {
    let builder = || Client::builder().base_url("http://erp.example.com/odata");
    let key = ApiKey::new("x-api-key", "secret").unwrap();
    for builder in [
        builder().middleware(key),
        builder().middleware(CsrfSession::new()),
        builder().credential(Basic::new("a", "b").unwrap()),
    ] {
        assert_eq!(builder.build().unwrap_err().kind(), ErrorKind::InsecureOrigin);
    }
    assert!(builder().build().is_ok());
}

#[tokio::test]
async fn basic_is_sent_as_a_token_is() {
    let server = Loopback::json(401, "{}");
    let basic = Basic::new("Aladdin", "open sesame").unwrap();
    assert!(!format!("{basic:?}").contains("QWxhZGRpbjpvcGVuIHNlc2FtZQ"));
    let client = Client::builder().base_url(server.root()).credential(basic).build().unwrap();
    assert!(GraphService::new(client).me().get().send().await.unwrap_err().is_unauthorized());
    assert_eq!(server.last().header("authorization"), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    assert_eq!(server.seen().len(), 1, "there is no other password");
}

/// Behaves as SAP does: a session has a cookie and a token, which expires when `expire` says so.
fn sap(expires: impl Fn(usize) -> bool + Send + Sync + 'static) -> Loopback {
    let (fetched, changes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    Loopback::start(move |seen| {
        if seen.header("x-csrf-token") == Some("Fetch") {
            let number = fetched.fetch_add(1, Ordering::SeqCst);
            let cookie = format!("Set-Cookie: SAP_SESSIONID=s{number}; path=/; secure; HttpOnly\r\n");
            return Reply::with_headers(200, &format!("X-CSRF-Token: token{number}\r\n{cookie}"), b"");
        }
        if seen.method() == "GET" {
            return Reply::json(200, "{}");
        }
        let current = fetched.load(Ordering::SeqCst).checked_sub(1);
        let is_valid = current.is_some_and(|number| {
            seen.header("x-csrf-token") == Some(&format!("token{number}"))
                && seen.header("cookie") == Some(&format!("SAP_SESSIONID=s{number}"))
        });
        if is_valid && !expires(changes.fetch_add(1, Ordering::SeqCst)) {
            Reply::no_content()
        } else {
            Reply::with_headers(403, "x-csrf-token: Required\r\n", b"CSRF token validation failed")
        }
    })
}

fn sap_client(server: &Loopback) -> Client {
    let settings = Client::builder().base_url(server.root()).profile(ServiceProfile::sap()).retry(NoRetry);
    settings.credential(StaticToken::new("t")).middleware(CsrfSession::new()).build().unwrap()
}

fn lines(server: &Loopback) -> Vec<String> {
    server.seen().iter().map(|seen| format!("{} {}", seen.method(), seen.target())).collect()
}

async fn post(client: &Client) -> Result<(), graph_runtime::Error> {
    client.request(Method::POST, "/x").json(&7).read::<()>().send().await
}

#[tokio::test]
async fn changes_have_a_token_and_the_cookies_of_its_session() {
    let server = sap(|_| false);
    let client = sap_client(&server);
    client.request(Method::GET, "/x").send().await.unwrap();
    post(&client).await.unwrap();
    post(&client).await.unwrap();
    client.request(Method::GET, "/x").send().await.unwrap();
    assert_eq!(lines(&server), ["GET /v1.0/x", "HEAD /v1.0/", "POST /v1.0/x", "POST /v1.0/x", "GET /v1.0/x"]);
    let seen = server.seen();
    let header = |index: usize, name: &str| -> Option<String> { seen[index].header(name).map(str::to_owned) };
    assert_eq!((header(0, "cookie"), header(0, "x-csrf-token")), (None, None));
    assert_eq!(header(1, "authorization").as_deref(), Some("Bearer t"));
    assert_eq!((header(1, "content-type"), header(1, "content-length")), (None, None));
    assert_eq!(header(1, "accept-encoding").as_deref(), Some("identity"), "there may be no body to decode");
    assert_eq!(header(4, "cookie").as_deref(), Some("SAP_SESSIONID=s0"));
    assert_eq!(header(4, "x-csrf-token"), None);
}

#[tokio::test]
async fn a_token_that_expired_is_fetched_again_once() {
    let server = sap(|change| change == 1);
    let client = sap_client(&server);
    post(&client).await.unwrap();
    post(&client).await.unwrap();
    assert_eq!(lines(&server), ["HEAD /v1.0/", "POST /v1.0/x", "POST /v1.0/x", "HEAD /v1.0/", "POST /v1.0/x"]);
    assert_eq!(server.last().body, b"7");

    // A service that refuses each token.
    let server = sap(|_| true);
    let error = post(&sap_client(&server)).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert_eq!(lines(&server), ["HEAD /v1.0/", "POST /v1.0/x", "HEAD /v1.0/", "POST /v1.0/x"]);
    check_not_accepted(&error);

    // A service that refuses the token, and has no other one.
    let fetched = AtomicUsize::new(0);
    let server = Loopback::start(move |seen| match seen.header("x-csrf-token") {
        Some("Fetch") if fetched.fetch_add(1, Ordering::SeqCst) > 0 => Reply::json(404, "{}"),
        Some("Fetch") => Reply::with_headers(200, "X-CSRF-Token: t\r\n", b""),
        _ => Reply::with_headers(403, "x-csrf-token: Required\r\n", b"CSRF token validation failed"),
    });
    check_not_accepted(&post(&sap_client(&server)).await.unwrap_err());
}

fn check_not_accepted(error: &graph_runtime::Error) {
    assert_eq!(error.kind(), ErrorKind::CsrfToken);
    let message = "POST /x: the service did not accept the CSRF token that it issued: POST /v1.0/x: 403 Forbidden";
    assert!(error.to_string().starts_with(message), "{error}");
    assert!(!error.is_permission_denied() && error.may_have_been_sent() && error.service_error().is_none());
}

/// A token that cannot be sent with each change is not taken for none.
#[tokio::test]
async fn a_long_token_is_an_error() {
    let is_fetched_by = |method: &'static str, token: &str| {
        let headers = format!("X-CSRF-Token: {token}\r\n");
        Loopback::start(move |seen| match seen.method() {
            "POST" => Reply::no_content(),
            fetch if fetch == method => Reply::with_headers(200, &headers, b"{}"),
            _ => Reply::json(404, "{}"),
        })
    };
    post(&sap_client(&is_fetched_by("HEAD", &"x".repeat(4096)))).await.unwrap();
    for method in ["HEAD", "GET"] {
        let server = is_fetched_by(method, &"x".repeat(4097));
        let error = post(&sap_client(&server)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::CsrfToken);
        let message = format!("POST /x: not sent, because the CSRF token is longer than 4096 bytes: {method} /v1.0/");
        assert!(error.to_string().starts_with(&message), "{error}");
        assert!(!error.may_have_been_sent() && !format!("{error:#?}").contains("xxxx"));
        assert!(!lines(&server).contains(&"POST /v1.0/x".to_owned()), "a change without its token is not sent");
    }
}

#[tokio::test]
async fn a_path_that_is_not_valid_is_an_error() {
    let server = sap(|_| false);
    let client = Client::builder().base_url(server.root()).retry(NoRetry);
    let client = client.middleware(CsrfSession::new().fetch_from("/a b")).build().unwrap();
    let error = post(&client).await.unwrap_err();
    assert!(!error.may_have_been_sent() && error.to_string().contains("no CSRF token could be fetched"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_fetch() {
    let server = sap(|_| false);
    let client = sap_client(&server);
    let calls = (0..8).map(|_| post(&client));
    assert!(futures_util::future::join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(lines(&server).iter().filter(|line| line.starts_with("HEAD")).count(), 1);
}

#[tokio::test]
async fn get_fetches_the_token_where_head_does_not() {
    let server = Loopback::start(|seen| match (seen.method(), seen.header("x-csrf-token")) {
        ("HEAD", _) => Reply::Answer(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n".to_vec()),
        ("GET", Some("Fetch")) => Reply::with_headers(200, "X-CSRF-Token: t0\r\n", b"{}"),
        (_, Some("t0")) => Reply::no_content(),
        _ => Reply::with_headers(403, "X-CSRF-Token: Required\r\n", b""),
    });
    let client = Client::builder().base_url(server.root()).retry(NoRetry);
    let client = client.middleware(CsrfSession::new().fetch_from("/?sap-client=100")).build().unwrap();
    post(&client).await.unwrap();
    assert_eq!(lines(&server), ["HEAD /v1.0/?sap-client=100", "GET /v1.0/?sap-client=100", "POST /v1.0/x"]);

    // A service without tokens is asked once.
    let server = Loopback::start(|seen| match seen.method() {
        "POST" => Reply::no_content(),
        _ => Reply::json(200, ""),
    });
    let client = Client::builder().base_url(server.root()).middleware(CsrfSession::new()).build().unwrap();
    post(&client).await.unwrap();
    post(&client).await.unwrap();
    assert_eq!(lines(&server), ["HEAD /v1.0/", "GET /v1.0/", "POST /v1.0/x", "POST /v1.0/x"]);

    // What the service says to the fetch is what it says to the call.
    let server = Loopback::json(401, r#"{"error":{"code":"No","message":"sign in"}}"#);
    let client = Client::builder().base_url(server.root()).middleware(CsrfSession::new()).build().unwrap();
    assert!(post(&client).await.unwrap_err().is_unauthorized());
    assert_eq!(lines(&server), ["HEAD /v1.0/", "GET /v1.0/"]);
}

#[tokio::test]
async fn callers_do_not_share_a_session() {
    let number = AtomicUsize::new(0);
    let server = Loopback::start(move |_| {
        let number = number.fetch_add(1, Ordering::SeqCst);
        Reply::with_headers(200, &format!("Set-Cookie: s={number}; path=/\r\nX-CSRF-Token: t{number}\r\n"), b"{}")
    });
    let client = sap_client(&server);
    let other = client.with_credential(StaticToken::new("other"));
    post(&client).await.unwrap();
    post(&other).await.unwrap();
    let seen = server.seen();
    let of_other: Vec<&Seen> =
        seen.iter().filter(|seen| seen.header("authorization") == Some("Bearer other")).collect();
    assert_eq!(of_other[0].header("cookie"), None, "the fetch begins a session");
    assert_eq!(of_other[1].header("cookie"), Some("s=2"));
    assert_eq!(of_other[1].header("x-csrf-token"), Some("t2"));
}

#[tokio::test]
async fn hostile_cookies_go_nowhere() {
    let other = Loopback::json(200, "content");
    let link = format!("{}/content", other.origin());
    let huge = "x".repeat(5000);
    let server = Loopback::start(move |seen| match seen.path() {
        "/v1.0/me/photo/$value" => Reply::with_headers(302, &format!("Location: {link}\r\n"), b""),
        _ => {
            let mut headers = "X-CSRF-Token: t\r\nSet-Cookie: good=1; path=/\r\n".to_owned();
            headers += "Set-Cookie: evil=1; domain=evil.example\r\nSet-Cookie: else=1; path=/beta\r\n";
            headers += &format!("Set-Cookie: huge={huge}\r\nSet-Cookie: bad name=1\r\n");
            (0..60).for_each(|number| headers += &format!("Set-Cookie: n{number}={number}; path=/nowhere\r\n"));
            Reply::with_headers(200, &headers, b"{}")
        }
    });
    let client = sap_client(&server);
    let service = GraphService::new(client.clone());
    service.me().get().send().await.unwrap();
    service.me().get().send().await.unwrap();
    assert_eq!(server.last().header("cookie"), Some("good=1"), "and at most 50 of a response are read");
    service.me().photo().send().await.unwrap();
    assert_eq!((other.last().header("cookie"), other.last().header("x-csrf-token")), (None, None));

    // Cookies of links elsewhere are not kept.
    let other = Arc::new(Mutex::new(String::new()));
    let origin = other.clone();
    let server = Loopback::start(move |seen| match seen.path() {
        "/v1.0/me/photo/$value" => {
            Reply::with_headers(302, &format!("Location: {}/content\r\n", origin.lock().unwrap()), b"")
        }
        _ => Reply::with_headers(200, "Set-Cookie: own=1; path=/\r\nX-CSRF-Token: t\r\n", b"{}"),
    });
    let foreign = Loopback::start(|_| Reply::with_headers(200, "Set-Cookie: theirs=1; path=/\r\n", b"content"));
    *other.lock().unwrap() = foreign.origin();
    let service = GraphService::new(sap_client(&server));
    service.me().photo().send().await.unwrap();
    service.me().get().send().await.unwrap();
    service.me().get().send().await.unwrap();
    assert_eq!(server.last().header("cookie"), Some("own=1"));
}

#[tokio::test]
async fn a_streamed_upload_is_not_sent_twice() {
    let server = sap(|change| change == 0);
    let service = GraphService::new(sap_client(&server));
    let content = || {
        let bytes = futures_util::stream::iter([Ok::<_, std::io::Error>(graph_runtime::Bytes::from_static(b"photo"))]);
        graph_runtime::UploadBody::stream(5, bytes)
    };
    let error = service.me().put_photo(content()).send().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    service.me().put_photo(content()).send().await.unwrap();
    assert_eq!(
        lines(&server),
        ["HEAD /v1.0/", "PUT /v1.0/me/photo/$value", "HEAD /v1.0/", "PUT /v1.0/me/photo/$value"]
    );
}

/// Responds to token fetches with a status and headers, and to changes with 204.
fn refuses_tokens(status: u16, headers: &str, body: &'static str) -> Loopback {
    let headers = headers.to_owned();
    Loopback::start(move |seen| match seen.method() {
        "HEAD" => Reply::with_headers(status, &headers, b""),
        "GET" => Reply::with_headers(status, &headers, body.as_bytes()),
        _ => Reply::no_content(),
    })
}

#[tokio::test]
async fn the_answer_to_a_fetch_is_not_the_answer_to_the_change() {
    let body = r#"{"error":{"code":"x","message":"no document"}}"#;
    for status in [404, 409, 410, 412, 500] {
        let server = refuses_tokens(status, "", body);
        let client = sap_client(&server);
        let error = client.request(Method::DELETE, "/x").send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::CsrfToken);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
        assert!(!error.may_have_been_sent() && error.service_error().is_none());
        assert!(!error.is_not_found() && !error.is_conflict() && !error.is_gone() && !error.is_precondition_failed());
        let begin = "DELETE /x: not sent, because no CSRF token could be fetched: GET /v1.0/: ";
        assert!(error.to_string().starts_with(begin) && error.to_string().ends_with(", x: no document"), "{error}");
        assert_eq!(lines(&server), ["HEAD /v1.0/", "GET /v1.0/"], "and nothing else is sent");
        let in_batch = client.execute_all([GraphService::new(client.clone()).me().get()]).await;
        let error = in_batch[0].as_ref().unwrap_err();
        assert!(!error.may_have_been_sent() && !error.is_not_found(), "{error:#}");
    }
    // A connection that breaks meanwhile is told apart as well, and an error that does not last is retried.
    let server = Loopback::start(|_| Reply::Close(Vec::new()));
    let error = post(&sap_client(&server)).await.unwrap_err();
    assert!(!error.may_have_been_sent() && error.to_string().contains("no CSRF token could be fetched"), "{error}");
    let number = AtomicUsize::new(0);
    let server = Loopback::start(move |_| match number.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => Reply::with_headers(503, "Retry-After: 0\r\n", b""),
        _ => Reply::with_headers(200, "X-CSRF-Token: t\r\n", b"{}"),
    });
    let client = Client::builder().base_url(server.root()).middleware(CsrfSession::new()).build().unwrap();
    post(&client).await.unwrap();
    assert_eq!(lines(&server), ["HEAD /v1.0/", "GET /v1.0/", "HEAD /v1.0/", "POST /v1.0/x"]);
}

#[tokio::test]
async fn a_redirected_fetch_is_followed_within_the_origin() {
    let other = Loopback::json(200, "<form>log in</form>");
    let server = refuses_tokens(302, &format!("Location: {}/login?secret=1\r\n", other.origin()), "");
    let request = sap_client(&server).request(Method::POST, "/x").json(&7);
    let error = request.stream().await.unwrap_err();
    assert!(error.kind() == ErrorKind::CsrfToken && !error.may_have_been_sent(), "{error:#}");
    let told = format!("302 Found; it redirects to {}, which is not the service", other.origin());
    assert!(error.to_string().ends_with(&told), "{error}");
    assert!(other.seen().is_empty(), "the other origin gets nothing");

    for status in [301, 302, 307] {
        let server = Loopback::start(move |seen| match (seen.method(), seen.path()) {
            ("HEAD", "/v1.0/") => Reply::with_headers(status, "Location: ../home\r\n", b""),
            ("HEAD", "/home") => Reply::with_headers(200, "X-CSRF-Token: t\r\n", b""),
            ("POST", _) if seen.header("x-csrf-token") == Some("t") => Reply::no_content(),
            _ => Reply::json(500, ""),
        });
        post(&sap_client(&server)).await.unwrap();
        assert_eq!(lines(&server), ["HEAD /v1.0/", "HEAD /home", "POST /v1.0/x"]);
    }
    // Redirects without end.
    let server = refuses_tokens(307, "Location: /v1.0/\r\n", "");
    assert_eq!(post(&sap_client(&server)).await.unwrap_err().kind(), ErrorKind::CsrfToken);
    assert_eq!(lines(&server).len(), 12);
}

/// A token is fetched for the client that the profile names.
#[tokio::test]
async fn a_token_is_fetched_with_the_query_options_of_the_profile() {
    let server = sap(|_| false);
    let profile = ServiceProfile::sap().with_query_options(&[("sap-client", "100")]);
    let client = Client::builder().base_url(server.root()).profile(profile).middleware(CsrfSession::new());
    let client = client.build().unwrap();
    client.request(Method::POST, "/Orders").read::<()>().send().await.unwrap();
    assert_eq!(server.seen()[0].query(), Some("sap-client=100"));
}
