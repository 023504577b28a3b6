//! What fails a test, and what its message says.

use graph_runtime::{Body, Bytes, http::Method};
use graph_testing::{Pages, Response, Server};
use serde_json::json;

use crate::{
    failure,
    graph::{GraphService, User},
    in_memory, user,
};

#[tokio::test]
async fn an_unexpected_call_names_the_nearest_expectation() {
    let (server, service) = in_memory();
    let by = |id: &str| service.users().by_id(id);
    server.when(service.users().get()).answers([user("a", "Ann")]).any_times();
    let line = line!() + 2;
    server
        .when(by("a").update(Body::new().set(User::DISPLAY_NAME, "Ann").set(User::CITY, "Bonn")))
        .answers(Response::no_content())
        .any_times();
    let call = by("a").update(Body::new().set(User::DISPLAY_NAME, "Bob")).if_match("*");
    let error = call.send().await.unwrap_err();
    assert_eq!(error.service_error().and_then(|error| error.code()), Some("graphTestingUnexpectedCall"));
    assert!(error.to_string().contains("body /displayName: expected `\"Ann\"`, received `\"Bob\"`"), "{error}");

    let message = failure(server);
    let file = file!();
    let expected = format!(
        r##"the calls of the test are not the expected ones: 1 unexpected, 0 missing

1. PATCH /users/a was not expected
    the nearest expectation is PATCH /users/a (microsoft.graph.user) at {file}:{line}:10
        header if-match: expected none, received `*`
        body /city: expected `"Bonn"`, received none
        body /displayName: expected `"Ann"`, received `"Bob"`
    to expect this call, add
        server
            .when_request("PATCH", "/users/a")
            .with_header("if-match", "*")
            .with_json(serde_json::json!({{"@odata.type":"#microsoft.graph.user","displayName":"Bob"}}))
            .answers(graph_testing::Response::no_content());
"##
    );
    assert_eq!(message, expected);
}

#[tokio::test]
async fn the_code_in_a_message_expects_the_call() {
    let (server, service) = in_memory();
    server
        .when_request("PATCH", "/users/a")
        .with_header("if-match", "*")
        .with_json(serde_json::json!({"@odata.type":"#microsoft.graph.user","displayName":"Bob"}))
        .answers(graph_testing::Response::no_content());
    let changes = Body::new().set(User::DISPLAY_NAME, "Bob");
    service.users().by_id("a").update(changes).if_match("*").send().await.unwrap();
}

#[tokio::test]
async fn missing_and_additional_calls_fail() {
    let (server, service) = in_memory();
    let get = || service.users().by_id("a").get();
    server.when(get()).answers(user("a", "Ann"));
    server.when(service.users().get().top(3)).answers([user("a", "Ann")]).at_least(2);
    get().send().await.unwrap();
    assert!(get().send().await.is_err());
    let message = failure(server);
    assert!(message.contains("1 unexpected, 1 missing"), "{message}");
    assert!(message.contains("GET /users/a was called more often than expected"), "{message}");
    assert!(message.contains("was called 0 times; expected: at least 2 calls"), "{message}");
    assert!(message.contains("GET /users?$top=3 (microsoft.graph.user)"), "{message}");
}

#[tokio::test]
async fn pages_that_are_not_requested_fail() {
    let (server, service) = in_memory();
    server.when(service.users().get()).answers(Pages::of_size(1, [user("a", "Ann"), user("b", "Bob")]));
    service.users().get().send().await.unwrap();
    let message = failure(server);
    assert!(message.contains("a link in the response of an expectation"), "{message}");
    assert!(message.contains("$skiptoken=graph-testing-"), "{message}");
}

#[tokio::test]
async fn calls_out_of_order_fail() {
    let (server, service) = in_memory();
    server.in_order();
    let by = |id: &str| service.users().by_id(id);
    server.when(by("a").get()).answers(user("a", "Ann"));
    server.when(by("b").get()).answers(user("b", "Bob"));
    assert!(by("b").get().send().await.is_err());
    by("a").get().send().await.unwrap();
    by("b").get().send().await.unwrap();
    let message = failure(server);
    assert!(message.contains("GET /users/b was called before a call that is expected earlier"), "{message}");
}

#[tokio::test]
async fn messages_have_no_credentials() {
    let (server, service) = in_memory();
    let change = |old: &str, new: &str| {
        use crate::graph::UserChangePassword;
        let body = Body::new().set(UserChangePassword::CURRENT_PASSWORD, old);
        service.users().by_id("a").change_password(body.set(UserChangePassword::NEW_PASSWORD, new))
    };
    server.when(change("hunter1", "hunter2")).answers(Response::no_content());
    let error = change("hunter3", "hunter4").send().await.unwrap_err();
    let shown = format!("{error:#} {:?} {:?} {}", server, server.requests(), server.problems().join("\n"));
    assert!(shown.contains("body /currentPassword: expected (hidden), received (hidden)"), "{shown}");
    assert!(!shown.contains("hunter"), "{shown}");
    assert!(!shown.contains("Bearer"), "{shown}");
    assert!(!failure(server).contains("hunter"));
}

#[tokio::test]
async fn signed_urls_and_batches_have_no_credentials_in_messages() {
    for server in [Server::in_memory(), Server::start().await.unwrap()] {
        let service = GraphService::new(server.client());
        let content = || service.drives().by_id("d").items().by_id("i").download_content();
        let signed = server.url("/storage/a?tempauth=hunter1&sig=hunter2&X-Amz-Signature=hunter3");
        server.when(content()).answers(Response::redirect(&signed));
        assert!(content().send().await.is_err(), "the storage is not expected");
        // Expected with a signature, and called with another one.
        server.when_request("GET", &server.url("/storage/b?sig=hunter4")).answers(Response::no_content()).any_times();
        server.when(content()).answers(Response::redirect(&server.url("/storage/b?sig=hunter5")));
        assert!(content().send().await.is_err());

        let item = json!({ "@microsoft.graph.sourceUrl": "https://x.example/a?sig=hunter6", "name": "a" });
        let header = json!({ "Authorization": "Bearer hunter7", "Cookie": "hunter8" });
        let call =
            json!({ "id": "1", "method": "POST", "url": "/items?tempauth=hunter9", "headers": header, "body": item });
        let batch = server.client().request(Method::POST, "/$batch").json(&json!({ "requests": [call] }));
        batch.header("x-functions-key", "hunter10").send().await.unwrap();
        let shown = format!("{server:?} {:?} {}", server.requests(), server.problems().join("\n"));
        assert!(shown.contains("query option sig: expected `(hidden)`, received `(hidden)`"), "{shown}");
        assert!(shown.contains("sourceUrl") && shown.contains(r#".any_option("sig")"#), "{shown}");
        assert!(!shown.contains("hunter") && !shown.contains("Bearer"), "{shown}");
        let message = failure(server);
        assert!(message.contains("3 unexpected") && !message.contains("hunter"), "{message}");
    }
}

#[tokio::test]
async fn a_test_that_panics_does_not_panic_twice() {
    let panicked = std::panic::catch_unwind(|| {
        let (server, service) = in_memory();
        server.when(service.users().get()).answers([user("a", "Ann")]);
        panic!("the assertion of the test");
    });
    assert_eq!(panicked.unwrap_err().downcast_ref::<&str>(), Some(&"the assertion of the test"));
}

#[tokio::test]
async fn what_verify_reported_is_not_reported_again() {
    let (server, service) = in_memory();
    server.when(service.users().get()).answers([user("a", "Ann")]);
    let verified = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| server.verify()));
    assert!(verified.is_err());
    drop(server);

    let (server, service) = in_memory();
    server.verify();
    server.when(service.users().get()).answers([user("a", "Ann")]);
    assert!(failure(server).contains("was called 0 times"), "expected after `verify`");
}

#[test]
fn invalid_operations_cannot_be_expected() {
    let (server, service) = in_memory();
    let expected =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| server.when(service.users().by_id("").get())));
    let message = expected.unwrap_err();
    assert!(message.downcast_ref::<String>().unwrap().starts_with("the expected operation has no request"));
}

#[tokio::test]
async fn calls_of_another_version_or_host_are_other_calls() {
    let (server, service) = in_memory();
    server.when(service.users().by_id("a").get()).answers(user("a", "Ann")).any_times();
    let beta = server.client().for_version("beta").unwrap();
    assert!(beta.request(graph_runtime::http::Method::GET, "/users/a").send().await.is_err());
    let download = || service.drives().by_id("d").items().by_id("i").download_content();
    server.when(download()).answers(Response::redirect("https://elsewhere.example/v1.0/users/a"));
    assert!(download().send().await.is_err());
    let message = failure(server);
    assert!(message.contains(r#".when_request("GET", &server.url("/beta/users/a"))"#), "{message}");
    assert!(message.contains(r#".when_request("GET", "https://elsewhere.example/v1.0/users/a")"#), "{message}");
}

#[tokio::test]
async fn panics_of_answers_on_loopback_fail_the_test() {
    for is_fallback in [false, true] {
        let server = Server::start().await.unwrap();
        let service = GraphService::new(server.client());
        if is_fallback {
            server.otherwise(|request| panic!("no answer to {}", request.path()));
        } else {
            server.when(service.users().get()).answers_with(|request| panic!("no answer to {}", request.path()));
        }
        let problem = service.users().get().send().await.unwrap_err().to_string();
        assert!(problem.contains("the answer to GET /v1.0/users panicked: no answer to /users"), "{problem}");
        assert!(failure(server).contains("the answer to GET /v1.0/users panicked: no answer to /users"));
    }
}

#[tokio::test]
async fn messages_have_no_secrets_and_no_lines_of_requests() {
    let server = Server::in_memory();
    server.when_request("GET", "/x?api_token=abc%26hunter&$filter=a%26b").answers(Response::no_content());
    assert!(server.problems()[0].starts_with("GET /x?api_token=(hidden)&$filter=a&b at "), "{:?}", server.problems());
    let client = server.client();
    let forged = "a eq '\n2. GET /forged\u{1b}[2J\u{202e}'";
    let request = client.request(Method::GET, "/users").query_option("$filter", forged);
    let request = request.query_option("apikey", "hunter");
    let problem = request.query_option("X-Amz-Signature", "hunter").send().await.unwrap_err();
    let mut shown = format!("{problem} {problem:?}");
    let problem = client.request(Method::GET, "/delta(token='hunter')").send().await.unwrap_err();
    shown += problem.service_error().unwrap().message().unwrap();
    let batch = r#"{"requests":[{"id":"1","method":"GET","url":"/y","headers":{"Authorization":"Bearer hunter"}}]}"#;
    let batch = client.request(Method::POST, "/$batch").body(Bytes::from(batch), "application/json");
    batch.send().await.unwrap();
    shown += &format!("{:?} {:?}", server.requests(), server.problems());
    shown += &failure(server);
    assert!(!shown.contains("hunter"), "{shown}");
    assert!(!shown.contains("\n2. GET /forged") && !shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
}
