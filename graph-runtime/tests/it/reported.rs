//! Situations that users of other clients of Graph and OData reported.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::loopback::{
    Loopback, Reply,
    clock::Clock,
    hostile::{expecting, first_then},
};
use crate::sample::{GraphService, User};
use graph_runtime::{
    Bytes, Client, Error, ErrorKind, Object, Page, StaticToken, UploadSession,
    codegen::{Many, NavigationProperty},
};
use serde_json::json;

const UNIT: usize = 320 << 10;

fn client(server: &Loopback) -> Client {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    client.timer(Clock::default()).build().unwrap()
}

async fn upload(server: &Loopback, length: usize) -> Result<Option<Object<User>>, Error> {
    let session = json!({ "uploadUrl": format!("{}/up", server.origin()), "nextExpectedRanges": ["0-"] });
    let session: UploadSession<Option<User>> = client(server).upload_session(&session).unwrap();
    session.chunk_size(UNIT).unwrap().upload(Bytes::from(vec![0; length])).await
}

fn ranges(server: &Loopback) -> Vec<String> {
    server.seen().iter().filter_map(|seen| seen.header("content-range").map(str::to_owned)).collect()
}

/// Source: <https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/1184>.
#[tokio::test]
async fn a_skip_token_with_encoded_json_is_sent_unchanged() {
    const TARGET: &str = "/v1.0/teams/1/channels/19:7yF-r_Z@thread.tacv2/messages\
        ?$skiptoken=%5b%7B%22token%22%3a%22%2bRID%3a~vps%3d%3d%23RT%3a1%23TRC%3a20%22%7D%5d";
    let server = Loopback::start(|seen| match seen.target() {
        TARGET => Reply::json(200, r#"{"value":[]}"#),
        _ => {
            let host = seen.header("host").unwrap_or_default();
            Reply::json(200, &json!({ "value": [], "@odata.nextLink": format!("http://{host}{TARGET}") }).to_string())
        }
    });
    let mut pages = GraphService::new(client(&server)).users().get().pages();
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    assert_eq!((server.seen().len(), server.last().target()), (2, TARGET));
}

/// Source: <https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2291>.
#[tokio::test]
async fn a_next_link_to_a_back_end_of_the_service_names_it() {
    let server = Loopback::json(200, r#"{"value":[],"@odata.nextLink":"https://x.sharepoint.com/_api/v2.0/drives?a"}"#);
    let mut pages = GraphService::new(client(&server)).users().get().pages();
    let page = pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.origin()), (ErrorKind::ForeignOrigin, Some("https://x.sharepoint.com")));
    assert!(error.to_string().contains("https://x.sharepoint.com"), "{error}");
    assert!(page.next_link().is_some_and(|link| link.ends_with("drives?a")), "the application can rewrite it");
}

/// Sources: <https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/435>,
/// <https://github.com/microsoft/kiota-http-go/issues/183>,
/// <https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2166>.
#[tokio::test]
async fn a_throttled_request_is_sent_again_with_its_body_alone_and_in_a_batch() {
    use crate::sample::AssignLicense;
    let parameters = || AssignLicense { remove_licenses: Some(Vec::new()), ..graph_runtime::empty() };
    let throttled = || Reply::with_headers(429, "Retry-After: 0.249\r\n", b"");
    let server = first_then(throttled(), Reply::json(200, "{}"));
    let me = GraphService::new(client(&server)).me();
    me.assign_license(parameters()).send().await.unwrap();
    let seen = server.seen();
    assert_eq!((seen.len(), &seen[0].body), (2, &seen[1].body));
    assert!(!seen[1].body.is_empty() && seen[1].header("content-type") == Some("application/json"));

    let part = |status: u16| format!(r#"{{"responses":[{{"id":"1","status":{status},"body":{{}}}}]}}"#);
    let server = first_then(Reply::json(200, &part(429)), Reply::json(200, &part(200)));
    let client = client(&server);
    let me = GraphService::new(client.clone()).me();
    client.execute_all([me.assign_license(parameters())]).await.remove(0).unwrap();
    let bodies = server.seen().into_iter().map(|seen| serde_json::from_slice::<serde_json::Value>(&seen.body).unwrap());
    let bodies: Vec<_> = bodies.map(|body| body["requests"][0]["body"].clone()).collect();
    assert!(bodies.len() == 2 && bodies[0] == bodies[1] && bodies[0].is_object(), "{bodies:?}");
}

/// Source: <https://github.com/microsoft/kiota-http-python/issues/281>.
#[tokio::test]
async fn calls_do_not_use_up_the_retries_of_later_ones() {
    let requests = AtomicUsize::new(0);
    let server = Loopback::start(move |_| match requests.fetch_add(1, Ordering::SeqCst) % 4 {
        3 => Reply::json(200, "{}"),
        _ => Reply::json(503, "{}"),
    });
    let me = GraphService::new(client(&server)).me();
    for call in 1..=5 {
        me.get().send().await.unwrap();
        assert_eq!(server.seen().len(), 4 * call);
    }
}

/// Source: <https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2661>.
#[tokio::test]
async fn html_instead_of_a_batch_response_is_kept() {
    let server = Loopback::start(|_| Reply::body(200, "text/html", b"<html>Sign in</html>"));
    let client = client(&server);
    let me = GraphService::new(client.clone()).me();
    let error = client.execute_all([me.get()]).await.remove(0).unwrap_err();
    assert_eq!(error.raw_body().unwrap(), "<html>Sign in</html>");
    assert!(error.kind() == ErrorKind::Batch && error.batch_error().unwrap().is_decode(), "{error}");
}

/// Source: <https://github.com/microsoftgraph/msgraph-sdk-java/issues/2581>.
#[tokio::test]
async fn a_last_chunk_of_one_byte_is_sent() {
    let server = Loopback::start(|seen| match seen.body.len() {
        1 => Reply::json(201, r#"{"id":"1"}"#),
        _ => Reply::json(202, &format!(r#"{{"nextExpectedRanges":["{UNIT}-"]}}"#)),
    });
    assert!(upload(&server, UNIT + 1).await.unwrap().is_some());
    assert_eq!(ranges(&server), ["bytes 0-327679/327681", "bytes 327680-327680/327681"]);
}

/// Source: <https://github.com/OneDrive/onedrive-api-docs/issues/14>.
#[tokio::test]
async fn chunks_are_sent_in_turn_if_the_service_states_no_ranges() {
    let requests = AtomicUsize::new(0);
    let server = Loopback::start(move |_| match requests.fetch_add(1, Ordering::SeqCst) {
        1 => Reply::Answer(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()),
        _ => Reply::json(202, r#"{"expirationDateTime":"2026-11-30T00:00:00Z"}"#),
    });
    assert!(upload(&server, 2 * UNIT).await.unwrap().is_none());
    assert_eq!(ranges(&server), ["bytes 0-327679/655360", "bytes 327680-655359/655360"]);
}

/// Source: <https://github.com/OneDrive/onedrive-api-docs/issues/75>.
#[tokio::test]
async fn a_part_of_a_chunk_may_be_accepted() {
    let server = Loopback::start(|seen| match seen.header("content-range") {
        Some("bytes 0-327679/655360") => Reply::json(202, r#"{"nextExpectedRanges":["1000-655359"]}"#),
        Some("bytes 1000-328679/655360") => Reply::json(202, r#"{"nextExpectedRanges":["328680-655359"]}"#),
        Some("bytes 328680-655359/655360") => Reply::json(200, r#"{"id":"1"}"#),
        _ => Reply::json(400, "{}"),
    });
    assert!(upload(&server, 2 * UNIT).await.unwrap().is_some());
}

/// Source: <https://github.com/OneDrive/onedrive-api-docs/issues/79>.
#[tokio::test]
async fn an_upload_starts_again_if_the_service_lost_all_bytes() {
    let requests = AtomicUsize::new(0);
    let server = Loopback::start(move |seen| match (requests.fetch_add(1, Ordering::SeqCst), seen.method()) {
        (0, _) => Reply::json(202, r#"{"nextExpectedRanges":["327680-"]}"#),
        (1, _) => Reply::json(416, r#"{"error":{"code":"invalidRange"}}"#),
        (_, "GET") => Reply::json(200, r#"{"nextExpectedRanges":["0-"]}"#),
        (3, _) => Reply::json(202, r#"{"nextExpectedRanges":["327680-"]}"#),
        _ => Reply::json(201, r#"{"id":"1"}"#),
    });
    assert!(upload(&server, 2 * UNIT).await.unwrap().is_some());
    assert_eq!(ranges(&server).len(), 4);
}

/// Source: <https://github.com/OneDrive/onedrive-api-docs/issues/71>.
#[tokio::test]
async fn a_session_that_expects_nothing_and_creates_no_item_is_an_error() {
    let server = expecting(&["[]"]);
    let error = upload(&server, 2 * UNIT).await.unwrap_err();
    assert!(error.kind() == ErrorKind::UploadSession && error.to_string().contains("no item"), "{error}");
    assert_eq!(ranges(&server).len(), 2, "all bytes are sent, whatever the service says that it has");
}

/// Sources: <https://github.com/OData/odata.net/issues/3012>, <https://github.com/OData/WebApi/issues/1874>,
/// <https://github.com/OData/odata.net/issues/2662>,
/// <https://github.com/simple-odata-client/Simple.OData.Client/issues/487>.
#[test]
fn collections_that_are_null_undeclared_mixed_or_empty_are_told_apart() {
    const TRIPS: NavigationProperty<User, User, Many> = graph_runtime::codegen::navigation("trips");
    let text = r#"{"businessPhones":null,"mixed":[42,null,{"name":"x"}],"trips":[]}"#;
    let user: Object<User> = serde_json::from_str(text).unwrap();
    assert!(user.business_phones.is_none() && user.extra.is_null("businessPhones"));
    assert_eq!(user.extra.value("mixed"), Some(json!([42, null, {"name": "x"}])));
    assert_eq!(TRIPS.read(&user).unwrap().unwrap(), []);
    assert_eq!(serde_json::to_value(&user).unwrap(), serde_json::from_str::<serde_json::Value>(text).unwrap());
    let missing: Object<User> = serde_json::from_str("{}").unwrap();
    assert!(TRIPS.read(&missing).is_none());
    let page: Page<serde_json::Value> = serde_json::from_str(r#"{"value":[42,{"name":"x"}]}"#).unwrap();
    assert_eq!(page.items(), [json!(42), json!({"name": "x"})]);
}
