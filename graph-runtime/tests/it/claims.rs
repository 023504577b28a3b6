//! Continuous access evaluation: a token that lacks claims is replaced once.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use crate::loopback::{Loopback, Reply};
use crate::sample::GraphService;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use graph_runtime::{
    AccessToken, Batch, CachedCredential, Client, Credential, ErrorKind, StaticToken, TokenRequest, credential_fn,
};
use serde_json::{Value, json};

const CHALLENGE: &str =
    "WWW-Authenticate: Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"\r\n";

/// Returns a service whose credential records the token requests, and returns another token if claims are requested.
fn service(server: &Loopback) -> (GraphService, Arc<Mutex<Vec<TokenRequest>>>) {
    let requests: Arc<Mutex<Vec<TokenRequest>>> = Arc::default();
    let recorded = requests.clone();
    let credential = credential_fn(move |request: TokenRequest| {
        let token = if request.claims.is_some() { "second" } else { "first" };
        recorded.lock().unwrap().push(request);
        async move { Ok(AccessToken::new(token, None)) }
    });
    let client = Client::builder().base_url(server.root()).credential(credential).build().unwrap();
    (GraphService::new(client), requests)
}

#[tokio::test]
async fn the_request_is_sent_again_with_the_demanded_claims() {
    let server = Loopback::start(|seen| match seen.header("authorization") {
        Some("Bearer second") => Reply::json(200, r#"{"id": "1"}"#),
        _ => Reply::with_headers(401, CHALLENGE, b""),
    });
    let (service, requests) = service(&server);
    let user = service.me().reprocess_license_assignment().send().await.unwrap();
    assert_eq!(user.id.as_deref(), Some("1"));
    let requests = requests.lock().unwrap();
    assert_eq!(requests.iter().map(|request| request.claims.as_deref()).collect::<Vec<_>>(), [None, Some("{\"a\":1}")]);
    assert!(requests.iter().all(|request| request.scopes == ["https://graph.microsoft.com/.default"]));
    let [first, second] = server.seen().try_into().unwrap();
    assert_eq!(first.header("client-request-id"), second.header("client-request-id"));
    assert_eq!(second.header("content-length"), Some("0"));
    assert_eq!(second.header("retry-attempt"), None, "this is not a retry");
}

#[tokio::test]
async fn a_second_demand_is_an_error() {
    let server = Loopback::start(|_| Reply::with_headers(401, CHALLENGE, b""));
    let (service, _) = service(&server);
    let error = service.me().reprocess_license_assignment().send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Service && error.is_unauthorized(), "{error}");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn other_challenges_are_errors() {
    let challenge = CHALLENGE.replace("insufficient_claims", "invalid_token");
    let server = Loopback::start(move |_| Reply::with_headers(401, &challenge, b""));
    let (with_credential, _) = service(&server);
    assert!(with_credential.me().get().send().await.is_err());
    assert_eq!(server.seen().len(), 1);

    let server = Loopback::start(|_| Reply::with_headers(401, CHALLENGE, b""));
    let client = Client::builder().base_url(server.root()).build().unwrap();
    assert!(GraphService::new(client).me().get().send().await.is_err());
    assert_eq!(server.seen().len(), 1, "there is no credential to ask");
}

/// Returns a service that demands the claims in `wanted` (a URL and encoded claims) for calls in batches. The text of
/// a token is its claims.
fn batch_service(wanted: &'static [(&'static str, &'static str)]) -> (Loopback, Client) {
    let server = Loopback::start(move |seen| {
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        let mut refused: Vec<&Value> = Vec::new();
        let mut responses = Vec::new();
        for call in body["requests"].as_array().unwrap() {
            let url = call["url"].as_str().unwrap();
            let has = |claims| seen.header("authorization").is_some_and(|token| token == format!("Bearer {claims}"));
            let demand = wanted.iter().find(|(of, claims)| *of == url && !has(claims)).map(|(_, claims)| claims);
            let waits = call["dependsOn"].as_array().is_some_and(|on| on.iter().any(|id| refused.contains(&id)));
            let (status, headers) = match demand {
                _ if waits => (424, json!({})),
                Some(claims) => {
                    let challenge = format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\"");
                    (401, json!({ "WWW-Authenticate": challenge }))
                }
                None => (200, json!({})),
            };
            if status != 200 {
                refused.push(&call["id"]);
            }
            let body = if status == 200 { json!({ "id": url }) } else { json!({ "error": { "code": "refused" } }) };
            responses.push(json!({ "id": call["id"], "status": status, "headers": headers, "body": body }));
        }
        Reply::json(200, &json!({ "responses": responses }).to_string())
    });
    let credential = credential_fn(|request: TokenRequest| async move {
        Ok(AccessToken::new(request.claims.map_or_else(|| "none".to_owned(), |claims| BASE64.encode(claims)), None))
    });
    let client = Client::builder().base_url(server.root()).credential(credential).build().unwrap();
    (server, client)
}

/// Returns the token of each batch request, and the names of its calls.
fn rounds(server: &Loopback) -> Vec<(String, Vec<String>)> {
    let names = |body: &[u8]| {
        let body: Value = serde_json::from_slice(body).unwrap();
        let calls = body["requests"].as_array().unwrap().iter();
        calls.map(|call| call["url"].as_str().unwrap().trim_start_matches("/users/").to_owned()).collect()
    };
    server
        .seen()
        .iter()
        .map(|seen| (seen.header("authorization").unwrap().trim_start_matches("Bearer ").to_owned(), names(&seen.body)))
        .collect()
}

fn round(token: &str, calls: &[&str]) -> (String, Vec<String>) {
    (token.to_owned(), calls.iter().map(|call| (*call).to_owned()).collect())
}

#[tokio::test]
async fn challenged_calls_of_a_batch_are_sent_again() {
    let (server, client) = batch_service(&[("/users/b", "eyJhIjoxfQ=="), ("/users/d", "eyJhIjoxfQ==")]);
    let users = GraphService::new(client.clone()).users();
    let mut batch = Batch::new(&client);
    let first = batch.add(users.by_id("a").get());
    let second = batch.add(users.by_id("b").get());
    let third = batch.add_after(users.by_id("c").get(), [second.id()]);
    let fourth = batch.add(users.by_id("d").get());
    let mut answers = batch.send().await;
    for (ticket, id) in [(first, "a"), (second, "b"), (third, "c"), (fourth, "d")] {
        assert_eq!(answers.take(ticket).unwrap().id, Some(format!("/users/{id}")));
    }
    let expected = [round("none", &["a", "b", "c", "d"]), round("eyJhIjoxfQ==", &["b", "c", "d"])];
    assert_eq!(rounds(&server), expected);
    let last = server.last();
    assert!(!String::from_utf8_lossy(&last.body).contains("retry-attempt"), "this is not a retry");
}

#[tokio::test]
async fn calls_with_other_claims_are_sent_again_in_turn() {
    let (server, client) = batch_service(&[("/users/a", "eyJhIjoxfQ=="), ("/users/b", "eyJhIjoyfQ==")]);
    let users = GraphService::new(client.clone()).users();
    let answers = client.execute_all(["a", "b"].map(|id| users.by_id(id).get())).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let expected = [round("none", &["a", "b"]), round("eyJhIjoxfQ==", &["a", "b"]), round("eyJhIjoyfQ==", &["b"])];
    assert_eq!(rounds(&server), expected);
}

#[tokio::test]
async fn a_call_of_a_batch_is_challenged_once() {
    // The call demands both claims, and its token gets one.
    let (server, client) = batch_service(&[("/users/a", "eyJhIjoxfQ=="), ("/users/a", "eyJhIjoyfQ==")]);
    let users = GraphService::new(client.clone()).users();
    let mut batch = Batch::new(&client);
    let first = batch.add(users.by_id("a").get());
    let second = batch.add_after(users.by_id("b").get(), [first.id()]);
    let mut answers = batch.send().await;
    let error = answers.take(first).unwrap_err();
    assert!(error.kind() == ErrorKind::Service && error.is_unauthorized(), "{error}");
    let error = answers.take(second).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::FailedDependency, "{error}");
    assert_eq!(rounds(&server), [round("none", &["a", "b"]), round("eyJhIjoxfQ==", &["a", "b"])]);
}

/// Returns a service that refuses the tokens `1`, … up to a number for calls in batches, except those to `/users/a`.
fn refusing_batches(refused: u64) -> Loopback {
    Loopback::start(move |seen| {
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        let token: u64 = seen.header("authorization").unwrap().trim_start_matches("Bearer ").parse().unwrap();
        let mut failed: Vec<&Value> = Vec::new();
        let mut responses = Vec::new();
        for call in body["requests"].as_array().unwrap() {
            let waits = call["dependsOn"].as_array().is_some_and(|on| on.iter().any(|id| failed.contains(&id)));
            let status = match call["url"].as_str().unwrap() {
                _ if waits => 424,
                "/users/a" => 200,
                _ => {
                    if token <= refused {
                        401
                    } else {
                        200
                    }
                }
            };
            if status != 200 {
                failed.push(&call["id"]);
            }
            responses.push(json!({ "id": call["id"], "status": status, "body": { "id": call["url"] } }));
        }
        Reply::json(200, &json!({ "responses": responses }).to_string())
    })
}

/// Issues the tokens `1`, `2`, ….
fn numbered() -> impl Credential {
    let next = AtomicU64::new(1);
    credential_fn(move |_| {
        let number = next.fetch_add(1, Ordering::SeqCst);
        async move { Ok(AccessToken::new(number.to_string(), None)) }
    })
}

#[tokio::test]
async fn calls_of_a_batch_whose_token_is_refused_are_sent_again_with_another() {
    let server = refusing_batches(1);
    let credential = CachedCredential::new(numbered());
    let client = Client::builder().base_url(server.root()).credential(credential).build().unwrap();
    let users = GraphService::new(client.clone()).users();
    let mut batch = Batch::new(&client);
    let first = batch.add(users.by_id("a").get());
    let second = batch.add(users.by_id("b").get());
    let third = batch.add_after(users.by_id("c").get(), [second.id()]);
    let mut answers = batch.send().await;
    for (ticket, id) in [(first, "a"), (second, "b"), (third, "c")] {
        assert_eq!(answers.take(ticket).unwrap().id, Some(format!("/users/{id}")));
    }
    assert_eq!(rounds(&server), [round("1", &["a", "b", "c"]), round("2", &["b", "c"])]);
    client.execute_all([users.by_id("a").get()]).await.remove(0).unwrap();
    assert_eq!(server.last().header("authorization"), Some("Bearer 2"), "the token is cached");
}

#[tokio::test]
async fn a_call_of_a_batch_is_refused_twice_at_most() {
    let server = refusing_batches(9);
    let credential = CachedCredential::new(numbered());
    let client = Client::builder().base_url(server.root()).credential(credential).build().unwrap();
    let users = GraphService::new(client.clone()).users();
    for expected in [2, 3] {
        // The second batch has the same token again, since the credential drops one in 30 seconds. It is not repeated.
        let answers = client.execute_all(["b", "c"].map(|id| users.by_id(id).get())).await;
        assert!(answers.iter().all(|answer| answer.as_ref().unwrap_err().is_unauthorized()), "{answers:?}");
        assert_eq!(server.seen().len(), expected);
    }
    let fixed = client.with_credential(StaticToken::new("1"));
    let users = GraphService::new(fixed.clone()).users();
    let answers = fixed.execute_all([users.by_id("b").get()]).await;
    assert!(answers[0].as_ref().unwrap_err().is_unauthorized());
    assert_eq!(server.seen().len(), 4, "there is no other token");
}
