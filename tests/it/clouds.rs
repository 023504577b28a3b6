//! A client for a cloud refuses what generated code knows that the cloud lacks, and a 403 says what a request needs.

use graph_runtime::{Batch, Client, Cloud, ErrorKind, Operation};
use graph_tests::queries::GraphService;

fn client(cloud: Cloud) -> Client {
    // Nothing is sent to this address.
    let settings = Client::builder().base_url("http://127.0.0.1:9/v1.0").cloud(cloud);
    settings.refuse_unavailable(true).build().expect("a client")
}

#[tokio::test]
async fn what_china_lacks_is_refused_before_it_is_sent() {
    let client = client(Cloud::China);
    let item = GraphService::new(client.clone()).drives().by_id("d").items().by_id("i");
    let error = item.workbook().get().send().await.expect_err("China has no workbooks");
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(
        error.to_string(),
        "GET /drives/{id}/items/{id}/workbook: China lacks the operation, which is available in Global, UsGovernment, \
         UsGovernmentDod, UsNat, UsSec; it was not sent"
    );
    let mut batch = Batch::new(&client);
    let ticket = batch.add(item.workbook().get());
    let error = batch.send().await.take(ticket).expect_err("the same in a batch");
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    // China has drives: the call fails because nobody listens.
    let error = item.get().send().await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[test]
fn requests_know_their_permissions_by_path() {
    let service = GraphService::new(client(Cloud::Global));
    let users = service.users().get();
    let permissions = users.description().permissions();
    assert!(permissions.delegated.least().any(|name| name == "User.ReadBasic.All"));
    assert!(permissions.delegated_personal.is_unsupported() && permissions.application.is_known());
    let workbook = service.drives().by_id("d").items().by_id("i").workbook().get();
    assert!(!workbook.description().permissions().is_known(), "unknown, not none");
}
