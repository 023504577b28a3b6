//! Responses without a value: nulls, and resources that have not changed.

use crate::loopback::{Loopback, Reply};
use crate::sample::{GraphService, User, UserRequestBuilder};
use graph_runtime::{Client, NoRetry, Object, http::Method};

fn client(server: &Loopback) -> Client {
    Client::builder().base_url(server.root()).retry(NoRetry).build().unwrap()
}

fn adele(server: &Loopback) -> UserRequestBuilder {
    GraphService::new(client(server)).users().by_id("adele@contoso.com")
}

fn server(status: u16, content_type: &'static str, body: &'static str) -> Loopback {
    Loopback::start(move |_| Reply::body(status, content_type, body.as_bytes()))
}

#[tokio::test]
async fn optional_reads_nulls() {
    for (status, body) in [
        (204, ""),
        (200, ""),
        (200, "null"),
        (200, r#"{"value": null}"#),
        (200, r##"{"@odata.context":"c","value@odata.type":"#Int32","value":null}"##),
    ] {
        let server = server(status, "application/json", body);
        let adele = adele(&server);
        let is_empty = body.is_empty();
        assert_eq!(adele.count_things().optional().send().await.unwrap(), None, "{body}");
        assert!(adele.get().optional().send().await.unwrap().is_none(), "{body}");
        assert!(adele.reprocess_license_assignment().optional().send().await.unwrap().is_none(), "{body}");
        let raw = client(&server).request(Method::GET, "/x").read::<Object<User>>().optional();
        assert!(raw.await.unwrap().is_none(), "{body}");

        let error = adele.count_things().send().await.unwrap_err();
        assert!(error.is_null(), "{error}");
        assert!(body == "null" || error.to_string().contains("call `optional` before `send`"), "{error}");
        if is_empty {
            let error = adele.get().send().await.unwrap_err();
            assert!(error.is_null() && !error.is_not_found(), "{error}");
        }
    }
    let found = server(200, "application/json", r#"{"id": "1", "value": null}"#);
    assert_eq!(adele(&found).get().optional().send().await.unwrap().unwrap().id.as_deref(), Some("1"));
    let count = server(200, "application/json", r#"{"value": 7}"#);
    assert_eq!(adele(&count).count_things().optional().await.unwrap(), Some(7));
    for (status, body) in [(200, "{}"), (200, "nonsense"), (202, ""), (200, r#"{"value": "7"}"#), (404, "")] {
        let error = adele(&server(status, "", body)).count_things().send().await.unwrap_err();
        assert!(!error.is_null(), "{status} {body}");
    }
}

#[tokio::test]
async fn an_unchanged_resource_is_not_modified() {
    let server = Loopback::start(|_| Reply::with_headers(304, "", b""));
    let error = adele(&server).get().header("if-none-match", "W/\"1\"").send().await.unwrap_err();
    assert!(error.is_not_modified() && !error.is_null(), "{error}");
}
