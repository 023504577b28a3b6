//! v1.0 and beta in one application: each module calls its own version with the same client.

use graph_codegen::{Builder, Version};
use graph_runtime::Client;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

graph_macros::graph! {
    version: "v1.0",
    metadata: "documents/versions/v1.0.csdl",
    select: ["/users/{id}#GET"],
}

graph_macros::graph! {
    version: "beta",
    metadata: "documents/versions/beta.csdl",
    select: ["/users/{id}#GET", "/me/profile#GET"],
    module: beta,
}

const BETA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/documents/versions/beta.csdl");
const V1_0: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/documents/versions/v1.0.csdl");

/// Answers `count` requests with an empty object, and returns their targets.
async fn serve(listener: TcpListener, count: usize) -> Vec<String> {
    let mut targets = Vec::new();
    while targets.len() < count {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(stream.read_u8().await.expect("a request"));
        }
        let request = String::from_utf8(request).expect("text");
        targets.push(request.split(' ').nth(1).unwrap_or_default().to_owned());
        let response =
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        stream.write_all(response).await.expect("a response");
    }
    targets
}

#[tokio::test]
async fn each_module_calls_its_version() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}/v1.0", listener.local_addr().expect("an address"));
    let served = tokio::spawn(serve(listener, 4));
    let client = Client::builder().base_url(base).build().expect("a client");
    let (v1, beta) = (graph::GraphService::new(client.clone()), beta::GraphService::new(client.clone()));
    let user = v1.users().by_id("a").get().send().await.expect("a user");
    let preview = beta.users().by_id("a").get().send().await.expect("a user");
    beta.me().profile().get().send().await.expect("a profile");
    // The types are those of the modules.
    assert_eq!((user.display_name.clone(), preview.nickname.clone()), (None, None));
    let back = graph::GraphService::new(client.for_version("beta").expect("a version"));
    back.users().by_id("a").get().send().await.expect("a user");
    let targets = served.await.expect("four requests");
    assert_eq!(targets, ["/v1.0/users/a", "/beta/users/a", "/beta/me/profile", "/v1.0/users/a"]);
}

/// A root without a version is that of another service, or of a proxy that chooses the version.
#[test]
fn a_root_without_a_version_is_kept() {
    let client = Client::builder().base_url("http://127.0.0.1:9/proxy").build().expect("a client");
    assert!(client.for_version("beta").unwrap_err().to_string().contains("does not end in a version"));
    use graph_runtime::Operation;
    let request = beta::GraphService::new(client.clone()).me().profile().get();
    let request = request.request(client.root()).expect("a request");
    assert_eq!(request.uri().path(), "/proxy/me/profile");
}

fn error(builder: Builder, selector: &str) -> String {
    builder.select(selector).generate().map(|_| ()).unwrap_err().to_string()
}

#[test]
fn a_selector_that_only_beta_has_says_so() {
    let v1 = || Builder::new().version(Version::V1_0).metadata(V1_0).search_metadata(Version::Beta, BETA);
    let note = "note: beta has it: generate a second module for what only beta has, with `.version(Version::Beta)`";
    for selector in ["/me/profile", "microsoft.graph.profile", "microsoft.graph.user::nickname"] {
        let error = error(v1(), selector);
        assert_eq!(error.matches(note).count(), 1, "{error}");
    }
    let unknown = error(v1(), "/me/profil");
    assert!(!unknown.contains(note), "{unknown}");
    // The name of a document need not be that of its version.
    let other =
        error(Builder::new().version(Version::Beta).metadata(BETA).search_metadata(Version::V1_0, V1_0), "/you");
    assert!(!other.contains("has it"), "{other}");
}

#[test]
fn beta_needs_a_document() {
    let error = error(Builder::new().version(Version::Beta), "/me");
    assert!(error.contains("the metadata of beta is not embedded, and no document is given"), "{error}");
    assert!(error.contains("cargo graph fetch --version beta --out metadata/beta.csdl"), "{error}");
}
