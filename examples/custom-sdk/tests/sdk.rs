//! Calls the customized code against a local HTTP server.

use custom_sdk::{GraphService, Id, Named, REPROCESS_LICENSE_ASSIGNMENT_PERMISSIONS, assign_license, graph};
use graph_runtime::{Client, Guid, Object, empty};
use stand_in_graph::StandIn;

#[tokio::test]
async fn customized_code_makes_the_same_calls() {
    let stand_in = StandIn::start().await.expect("a port on loopback");
    let service = GraphService::new(Client::builder().base_url(stand_in.base_url()).build().expect("a client"));
    let sku: Guid = "84a661c4-e949-4bd2-a560-ed7766fcaf2b".parse().expect("a GUID");

    let person = assign_license(&service, "adele", Id::from(sku)).await.expect("a user");
    assert_eq!(person.name(), Some("Adele Vance"));
    let licenses = Object::into_value(person).assigned_licenses.expect("licenses");
    assert_eq!(licenses[0].sku_id, Some(Id::from(sku)));

    let requests = stand_in.requests();
    assert_eq!(requests[0].target, "/v1.0/users/adele/assignLicense");
    let body = String::from_utf8(requests[0].body.clone()).expect("text");
    assert_eq!(body, format!(r#"{{"addLicenses":[{{"skuId":"{sku}"}}],"removeLicenses":[]}}"#));
}

#[test]
fn derives_renames_and_constants_are_generated() {
    assert!(graph::DayOfWeek::Monday < graph::DayOfWeek::Friday);
    assert_eq!(REPROCESS_LICENSE_ASSIGNMENT_PERMISSIONS, ["User.ReadWrite.All"]);
    let person = graph::Person { created_at: None, extension_attributes: None, ..empty() };
    assert_eq!(person.name(), None);
}
