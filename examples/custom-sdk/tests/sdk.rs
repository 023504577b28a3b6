//! Calls the customized code against a local HTTP server.

use custom_sdk::{
    AssignedLicense, GraphService, Id, Named, REPROCESS_LICENSE_ASSIGNMENT_PERMISSIONS, graph, licensed_products, names,
};
use graph_runtime::{
    Client, Guid, Object,
    builders::RequestBuilder,
    codegen::{IntoKey, Resource},
    empty,
    strict::Strict,
};
use stand_in_graph::{StandIn, Tenant};

fn service(stand_in: &StandIn) -> GraphService {
    GraphService::new(Client::builder().base_url(stand_in.base_url()).build().expect("a client"))
}

#[tokio::test]
async fn a_method_written_by_hand_replaces_the_generated_one() {
    let stand_in = StandIn::start().await.expect("a port on loopback");
    let sku: Guid = "84a661c4-e949-4bd2-a560-ed7766fcaf2b".parse().expect("a GUID");

    let adele = service(&stand_in).users().by_id("adele");
    let person = adele.clone().assign_license(Id::from(sku)).send().await.expect("a user");
    assert_eq!(person.name(), Some("Adele Vance"));
    assert_eq!(licensed_products(&person), [Id::from(sku)]);
    assert_eq!(adele.resource().template(), "/users/{id}");

    let requests = stand_in.requests();
    assert_eq!(requests[0].target, "/v1.0/users/adele/assignLicense");
    let body = String::from_utf8(requests[0].body.clone()).expect("text");
    assert_eq!(body, format!(r#"{{"addLicenses":[{{"skuId":"{sku}"}}],"removeLicenses":[]}}"#));
}

#[tokio::test]
async fn generic_code_lists_any_collection() {
    let stand_in = StandIn::with_tenant(Tenant { users: 3, rate: None }).await.expect("a port on loopback");
    let users = service(&stand_in).users();
    let listed = users.list().send().await.expect("a page");
    let expected: Vec<_> = listed.iter().filter_map(|person| person.display_name.clone()).collect();
    assert_eq!(expected.len(), 3);
    assert_eq!(names(&users).await.expect("names"), expected);
}

#[test]
fn derives_renames_and_constants_are_generated() {
    assert!(graph::DayOfWeek::Monday < graph::DayOfWeek::Friday);
    assert_eq!(REPROCESS_LICENSE_ASSIGNMENT_PERMISSIONS, ["User.ReadWrite.All"]);
    let license: AssignedLicense = empty();
    assert_eq!(license.clone(), license);
    let person = graph::Person { created_at: None, extension_attributes: None, ..empty() };
    assert_eq!(person.name(), None);
}

#[test]
fn a_type_of_the_sdk_says_what_it_expects() {
    let read = serde_json::from_str::<Strict<Object<AssignedLicense>>>(r#"{"skuId": "7"}"#);
    assert_eq!(read.unwrap_err().to_string(), "skuId: expected the id of a product or plan at line 1 column 11");
}

#[test]
fn a_type_of_the_sdk_is_a_key_and_part_of_conditions() {
    let sku: Guid = "84a661c4-e949-4bd2-a560-ed7766fcaf2b".parse().expect("a GUID");
    let has_license = graph::Person::ASSIGNED_LICENSES.any(AssignedLicense::SKU_ID.eq(Id::from(sku)));
    assert_eq!(has_license.to_text(), format!("assignedLicenses/any(x1:x1/skuId eq {sku})"));
    // As a request builder for a type with such a key accepts it.
    fn path(id: impl IntoKey<Id>) -> String {
        let root = Resource::root(Client::builder().build().expect("a client"));
        root.child("skus").key(&[("id", id.key())]).path().expect("a path")
    }
    assert_eq!(path(Id::from(sku)), format!("/skus/{sku}"));
}
