//! Errors of services in unusual bodies: with a success status, and in JSON that is not valid.

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::sample::{GraphService, UserRequestBuilder};
use graph_runtime::{Client, Error, ErrorKind, StaticToken};

const DENIED: &str = r#"{"@odata.context":"x","error":{"code":"Denied","message":"No."}}"#;

fn client(server: &Loopback) -> Client {
    let settings = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    settings.timer(Clock::default()).build().unwrap()
}

fn me(server: &Loopback) -> UserRequestBuilder {
    GraphService::new(client(server)).me()
}

#[track_caller]
fn assert_is_denied<T>(result: Result<T, Error>) {
    let error = result.map(drop).unwrap_err();
    assert!(error.kind() == ErrorKind::Service && error.has_code("Denied"), "{error:?}");
    assert!(error.may_have_been_sent() && error.to_string().contains("200 OK, Denied: No."), "{error}");
}

#[tokio::test]
async fn an_error_with_a_success_status_is_not_a_value() {
    let server = Loopback::json(200, DENIED);
    let service = GraphService::new(client(&server));
    assert_is_denied(service.me().get().send().await);
    assert_is_denied(service.me().count_things().send().await);
    assert_is_denied(service.me().check_groups().send().await);
    assert_is_denied(service.users().get().send().await);
    assert_is_denied(service.users().delta().send().await);
    assert_eq!(server.seen().len(), 5, "none is sent again");

    let batch = format!(r#"{{"responses":[{{"id":"1","status":200,"body":{DENIED}}}]}}"#);
    for (body, kind) in [(batch.as_str(), ErrorKind::Service), (DENIED, ErrorKind::Batch)] {
        let body = body.to_owned();
        let server = Loopback::start(move |_| Reply::json(200, &body));
        let client = client(&server);
        let error = client.execute_all([GraphService::new(client.clone()).me().get()]).await.remove(0).unwrap_err();
        assert!(error.kind() == kind && error.has_code("Denied"), "{error:?}");
    }
}

#[tokio::test]
async fn an_error_next_to_a_value_is_kept_with_it() {
    for body in [
        r#"{"id":"1","error":{"code":"Denied"}}"#,
        r#"{"error":{"reason":"none"}}"#,
        r#"{"error":"none"}"#,
        r#"{"error":{"code":"Denied"},"other":1}"#,
    ] {
        let server = Loopback::json(200, body);
        assert!(me(&server).get().send().await.unwrap().extra.get("error").is_some(), "{body}");
    }
}

#[tokio::test]
async fn errors_are_read_from_json_that_is_not_valid() {
    for (body, message) in [
        (&b"{\"error\":{\"code\":\"Denied\",\"message\":\"not verf\xfcgbar\"}}"[..], "not verf\u{fffd}gbar"),
        (br#"{"error":{"code":"Denied","message":"not \ud800 \ud83d\ude00"}}"#, "not \u{fffd} \u{1f600}"),
        (b"{\"error\":{\"code\":\"Denied\",\"message\":\"not\nhere\"}}", "not here"),
        (b"{\"error\":{\"code\":\"Denied\",\"message\":\"not\"}}\0", "not"),
        (br#"{"error":{"code":"Denied","message":"not"}}<!-- proxy -->"#, "not"),
        (br#"{"error":{"code":"Denied","message":{"lang":"en-US","value":"not"}}}"#, "not"),
        (br#"{"odata.error":{"code":"Denied","message":{"lang":"en-US","value":"not"}}}"#, "not"),
    ] {
        let server = Loopback::start(move |_| Reply::body(403, "application/json", body));
        let error = me(&server).get().send().await.unwrap_err();
        assert!(error.has_code("Denied"), "{error:?}");
        assert_eq!(error.service_error().unwrap().message(), Some(message));
        assert_eq!(&error.raw_body().unwrap()[..], body);
    }
}

#[tokio::test]
async fn the_error_of_a_part_may_be_a_text() {
    let body = r#"{"responses":[{"id":"1","status":403,"headers":{"Content-Type":"application/json"},
        "body":"{\"error\":{\"code\":\"Denied\"}}"}]}"#;
    let server = Loopback::json(200, body);
    let client = client(&server);
    let error = client.execute_all([GraphService::new(client.clone()).me().get()]).await.remove(0).unwrap_err();
    assert!(error.status().unwrap() == 403 && error.has_code("Denied"), "{error:?}");
}

#[tokio::test]
async fn white_space_is_no_body() {
    for body in ["\r\n", " ", "\u{feff}"] {
        let server = Loopback::json(200, body);
        let error = me(&server).get().send().await.unwrap_err();
        assert!(error.to_string().contains("the service sent no value"), "{error}");
        let updated = graph_runtime::codegen::Write::<Option<graph_runtime::Object<crate::sample::User>>>::update(
            &me(&server).0,
            "user",
            graph_runtime::Body::<crate::sample::User>::default(),
        );
        assert!(updated.send().await.unwrap().is_none());
    }
}
