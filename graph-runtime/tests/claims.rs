//! Continuous access evaluation: a token that is refused for lack of claims is replaced once.
#![cfg(feature = "reqwest")]

mod loopback;
mod sample;

use std::sync::{Arc, Mutex};

use graph_runtime::{AccessToken, Client, Error, TokenRequest, credential_fn};
use loopback::{Loopback, Reply};
use sample::GraphService;

const CHALLENGE: &str =
    "WWW-Authenticate: Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"\r\n";

/// A service whose credential remembers what it was asked for, and puts the claims into the token.
fn service(server: &Loopback) -> (GraphService, Arc<Mutex<Vec<TokenRequest>>>) {
    let asked: Arc<Mutex<Vec<TokenRequest>>> = Arc::default();
    let kept = asked.clone();
    let credential = credential_fn(move |request: TokenRequest| {
        let token = if request.claims.is_some() { "second" } else { "first" };
        kept.lock().unwrap().push(request);
        async move { Ok(AccessToken::new(token, None)) }
    });
    let client = Client::builder().base_url(server.root()).credential(credential).build().unwrap();
    (GraphService::new(client), asked)
}

#[tokio::test]
async fn a_token_with_the_demanded_claims_is_sent_once_more() {
    let server = Loopback::start(|seen| match seen.header("authorization") {
        Some("Bearer second") => Reply::json(200, r#"{"id": "1"}"#),
        _ => Reply::with_headers(401, CHALLENGE, b""),
    });
    let (service, asked) = service(&server);
    let user = service.me().reprocess_license_assignment().send().await.unwrap();
    assert_eq!(user.id.as_deref(), Some("1"));
    let asked = asked.lock().unwrap();
    assert_eq!(asked.iter().map(|request| request.claims.as_deref()).collect::<Vec<_>>(), [None, Some("{\"a\":1}")]);
    assert!(asked.iter().all(|request| request.scopes == ["https://graph.microsoft.com/.default"]));
    let [first, second] = server.seen().try_into().unwrap();
    assert_eq!(first.header("client-request-id"), second.header("client-request-id"));
    assert_eq!(second.header("content-length"), Some("0"));
    assert_eq!(second.header("retry-attempt"), None, "the retry policy had no say in it");
}

#[tokio::test]
async fn a_second_demand_is_an_error() {
    let server = Loopback::start(|_| Reply::with_headers(401, CHALLENGE, b""));
    let (service, _) = service(&server);
    let error = service.me().reprocess_license_assignment().send().await.unwrap_err();
    assert!(matches!(&error, Error::Service(error) if error.status() == 401), "{error}");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn other_refusals_are_left_alone() {
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
