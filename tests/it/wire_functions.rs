//! Functions, casts and alternate keys are sent as recorded from the official SDK, without its errors.

use graph_runtime::{Client, Operation};
use graph_tests::{
    paths::{DirectoryObjectRestore, DriveItemRequestBuilder, GraphService, Group},
    shared,
};
use serde_json::Value;
use stand_in_graph::StandIn;

/// Sends an operation, and returns its path with the query, and its `Accept` header.
async fn sent<O: Operation + Sync>(stand_in: &StandIn, client: &Client, operation: &O) -> (String, String) {
    let before = stand_in.requests().len();
    // The response does not matter.
    let _ = client.execute(operation).await;
    let requests = stand_in.requests();
    assert!(requests.len() > before, "nothing was sent");
    assert_eq!(requests[before].method, "GET");
    (requests[before].target.clone(), requests[before].header("accept").unwrap_or_default().to_owned())
}

/// Returns the recorded path and query, corrected: with commas between arguments and doubled apostrophes.
fn expected(recorded: &Value) -> String {
    let path = recorded["path"].as_str().unwrap_or_default();
    let path =
        path.replace("'endDateTime", "',endDateTime").replace("'interval", "',interval").replace("%27", "%27%27");
    let query = recorded["query"].as_str().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{path}{query}")
}

/// Returns the decoded argument in a recorded path.
fn argument(path: &str) -> String {
    let encoded = path.split('\'').nth(1).unwrap_or_default();
    let mut bytes = Vec::new();
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        let digits = (byte == b'%').then(|| String::from_utf8(rest.by_ref().take(2).collect()).expect("hex digits"));
        bytes.push(digits.map_or(byte, |digits| u8::from_str_radix(&digits, 16).expect("hex digits")));
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[needs::shared]
#[tokio::test]
async fn recorded_functions_casts_and_alternate_keys() {
    let text = shared::text("wire/official-sdk-requests.json");
    let recorded: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let stand_in = StandIn::start().await.expect("a port");
    let client = Client::builder().base_url(stand_in.base_url()).build().expect("a client");
    let service = GraphService::new(client.clone());
    let item: DriveItemRequestBuilder = service.drives().by_id("b!drv").items().by_id("01ITEM");
    let mut compared = 0;
    for request in &recorded {
        let path = request["path"].as_str().unwrap_or_default();
        let name = request["name"].as_str().unwrap_or_default();
        let text = argument(path);
        let (target, accept) = match name {
            "groups_delta" => {
                sent(&stand_in, &client, &service.groups().delta().select((Group::ID, Group::MEMBERS))).await
            }
            "users_by_alternate_key_apostrophe" => {
                sent(&stand_in, &client, &service.users().by_user_principal_name(text).get()).await
            }
            "groups_by_uniqueName" => sent(&stand_in, &client, &service.groups().by_unique_name(text).get()).await,
            "drive_getActivitiesByInterval" => {
                let stats = item.get_activities_by_interval("2024-01-01", "2024-02-01", "day");
                sent(&stand_in, &client, &stats).await
            }
            "drive_delta_token" => sent(&stand_in, &client, &item.delta_with_token(text)).await,
            "reports_activeUserDetail_period" => {
                let report = service.reports().get_office365_active_user_detail(text);
                let (target, accept) = sent(&stand_in, &client, &report).await;
                assert_eq!(accept, "application/octet-stream, application/json", "a report is a stream");
                (target, "application/json".to_owned())
            }
            name if name.starts_with("fnparam_") => sent(&stand_in, &client, &item.search(text)).await,
            _ => continue,
        };
        assert_eq!(target, expected(request), "{name}");
        assert_eq!(accept, "application/json", "{name}");
        compared += 1;
    }
    assert_eq!(compared, 18);
}

#[tokio::test]
async fn a_report_is_a_download() {
    let stand_in = StandIn::start().await.expect("a port");
    let client = Client::builder().base_url(stand_in.base_url()).build().expect("a client");
    let report = GraphService::new(client.clone()).reports().get_office365_active_user_detail("D7");
    // A complex type in the metadata, but the response is the content of its only property.
    let report: graph_runtime::Call<graph_runtime::Content> = report;
    let (target, accept) = sent(&stand_in, &client, &report).await;
    assert_eq!(target, "/v1.0/reports/getOffice365ActiveUserDetail(period='D7')");
    assert_eq!(accept, "application/octet-stream, application/json");
}

#[tokio::test]
async fn an_action_whose_parameters_are_all_optional_may_have_no_body() {
    let stand_in = StandIn::start().await.expect("a port");
    let client = Client::builder().base_url(stand_in.base_url()).build().expect("a client");
    let user = GraphService::new(client.clone()).users().by_id("1");
    let _ = user.restore(DirectoryObjectRestore::default()).send().await;
    let parameters =
        DirectoryObjectRestore { auto_reconcile_proxy_conflict: Some(true), ..DirectoryObjectRestore::default() };
    let _ = user.restore(&parameters).send().await;
    let requests = stand_in.requests();
    assert_eq!((requests[0].header("content-length"), requests[0].header("content-type")), (Some("0"), None));
    assert_eq!(requests[1].body, br#"{"autoReconcileProxyConflict":true}"#);
}
