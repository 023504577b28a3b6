//! Services that create their clients, so that none calls Graph by mistake.

use std::sync::{Arc, Mutex};

use graph_codegen::{Builder, edm::SignIn};
use graph_runtime::{AccessToken, Client, ErrorKind, Operation, credential_fn};

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/own_clients.rs"]
mod trippin;

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/custom_options.rs"]
mod tides;

use trippin::TripPinService;

/// Starts a server that sends back an empty page, and keeps the requests.
async fn server() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback can be bound");
    let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
    let requests = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&requests);
    let answer = move |headers: axum::http::HeaderMap| {
        let agent = headers["user-agent"].to_str().unwrap_or_default().to_owned();
        kept.lock().expect("the lock").push(agent);
        async { axum::Json(serde_json::json!({"value": []})) }
    };
    let router = axum::Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, requests)
}

#[tokio::test]
async fn clients_have_the_settings_of_the_generator() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let scopes = Arc::clone(&asked);
    let credential = credential_fn(move |request| {
        scopes.lock().expect("the lock").extend(request.scopes.iter().cloned());
        async { Ok(AccessToken::new("a token", None)) }
    });
    let (url, agents) = server().await;
    let client = TripPinService::builder().base_url(url).credential(credential).build().expect("a client");
    TripPinService::new(client).airlines().get().send().await.expect("a page");
    assert_eq!(*asked.lock().expect("the lock"), ["https://services.odata.org/.default", "offline_access"]);
    assert!(agents.lock().expect("the lock")[0].starts_with("trippin-sdk/1.0 graph-runtime/"));
}

#[test]
fn the_root_is_that_of_the_generator() {
    let credential = graph_runtime::StaticToken::new("a token");
    let client = TripPinService::client(credential).expect("a client");
    let request = TripPinService::new(client.clone()).airlines().get().request(client.root()).expect("a request");
    assert_eq!(request.uri(), "https://services.odata.org/V4/TripPinServiceRW/Airlines");
    assert_eq!(TripPinService::ROOT, "https://services.odata.org/V4/TripPinServiceRW/");
}

#[tokio::test]
async fn a_client_without_a_root_does_not_call_graph() {
    let client = Client::builder().credential(graph_runtime::StaticToken::new("for Graph")).build().expect("a client");
    let error = TripPinService::new(client.clone()).airlines().get().send().await.expect_err("no root");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("no root is set"), "{error}");
    assert!(!error.may_have_been_sent());
    // The client itself still calls Graph.
    assert_eq!(client.root().as_str(), "https://graph.microsoft.com/v1.0");
}

/// Without a root in the settings, the functions take one.
#[tokio::test]
async fn a_root_is_required_otherwise() {
    let (url, agents) = server().await;
    let client = tides::Tides::builder(&url).build().expect("a client");
    tides::Tides::new(client).stations().get().send().await.expect("a page");
    assert_eq!(agents.lock().expect("the lock").len(), 1);
    let client = tides::Tides::client("https://tides.example.com/", graph_runtime::StaticToken::new("a token"));
    assert_eq!(client.expect("a client").root().as_str(), "https://tides.example.com");
}

fn generated(sign_in: SignIn) -> String {
    let document = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/trippin.csdl");
    let builder = Builder::new().metadata(document).select("/Airlines#GET").sign_in(sign_in);
    builder.service_root("https://example.com").generate().expect("generated").text().to_owned()
}

#[test]
fn the_way_to_sign_in_decides_what_a_client_takes() {
    for (sign_in, head, body) in [
        (SignIn::Anonymous, "client() ->", "Self::builder().build()"),
        (SignIn::Basic, "client(user: &str, password: &str) ->", ".credential(rt::Basic::new(user, password)?)"),
        (
            SignIn::ApiKey { header: "x-api-key".to_owned() },
            "client(key: &str) ->",
            ".middleware(rt::ApiKey::new(\"x-api-key\", key)?)",
        ),
    ] {
        let text = generated(sign_in);
        assert!(text.contains(head) && text.contains(body), "{head}: {text}");
        assert!(!text.contains(".scopes"), "there are no tokens");
    }
    assert!(generated(SignIn::Token).contains(".scopes::<&str>([])"), "no token for Graph is requested");
}

#[test]
fn graph_has_these_functions_only_if_they_are_wanted() {
    let plain = Builder::new().select("/me").generate().expect("generated");
    assert!(!plain.text().contains("pub fn builder") && !plain.text().contains("with_root_required"));
    let named = Builder::new().select("/me").user_agent("contoso/1.0").generate().expect("generated");
    assert!(named.text().contains("rt::Client::builder().user_agent(\"contoso/1.0\")"));
    assert!(!named.text().contains("base_url"));
}

#[test]
fn settings_without_a_service_are_warnings() {
    let generated = Builder::new().select("microsoft.graph.assignedLicense").user_agent("contoso/1.0").generate();
    let warnings = generated.expect("generated").warnings().to_string();
    assert!(warnings.contains("have no effect, because only types are selected"), "{warnings}");
}
