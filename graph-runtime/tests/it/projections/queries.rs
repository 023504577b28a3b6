//! What projections request.

use graph_derive::Projection;
use graph_runtime::{
    Client, ErrorKind, Operation, Page, ServiceProfile, codegen as rt,
    projection::Projection as _,
    query::{AllOptions, NoExpand, NoFilter, Readable},
};

use super::types::{Address, DirectoryObject, Place, User, users};

#[derive(Projection)]
#[projection(User)]
struct Row {
    #[expect(dead_code)]
    id: String,
    #[projection(rename = "display_name")]
    #[expect(dead_code)]
    name: Option<String>,
    #[expect(dead_code)]
    r#type: Option<String>,
    #[projection(path = "address.city")]
    #[expect(dead_code)]
    city: Option<String>,
    #[projection(path = "address.place.latitude")]
    #[expect(dead_code)]
    latitude: Option<f64>,
    #[expect(dead_code)]
    addresses: Vec<Home>,
    #[projection(control = "etag")]
    #[expect(dead_code)]
    etag: Option<String>,
    #[expect(dead_code)]
    manager: Option<Manager>,
    #[projection(cast)]
    #[expect(dead_code)]
    direct_reports: Page<Report>,
}

#[derive(Projection)]
#[projection(Address)]
struct Home {
    #[projection(path = "place.longitude")]
    #[expect(dead_code)]
    longitude: Option<f64>,
    #[expect(dead_code)]
    city: Option<String>,
}

#[derive(Projection)]
#[projection(User)]
struct Manager {
    #[expect(dead_code)]
    display_name: Option<String>,
    #[expect(dead_code)]
    direct_reports: Vec<Id>,
}

#[derive(Projection)]
#[projection(User)]
struct Report {
    #[expect(dead_code)]
    age: i32,
    #[expect(dead_code)]
    direct_reports: Vec<Id>,
}

#[derive(Projection)]
#[projection(DirectoryObject)]
struct Id {
    #[expect(dead_code)]
    id: String,
}

fn client() -> Client {
    Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client")
}

fn list(client: &Client) -> rt::List<User> {
    rt::list(&users(client))
}

/// Returns path and query, decoded.
fn target<O: Operation>(client: &Client, operation: &O) -> String {
    let request = operation.request(client.root()).expect("a request");
    let target = request.uri().path_and_query().expect("a target").as_str();
    percent_encoding::percent_decode_str(target).decode_utf8().expect("UTF-8").into_owned()
}

#[test]
fn fields_are_selected_and_expanded() {
    let client = client();
    assert_eq!(
        target(&client, &list(&client).project::<Row>().top(3)),
        "/v1.0/users?$expand=manager($expand=directReports($select=id);$select=displayName),\
         directReports/microsoft.graph.user($expand=directReports($select=id);$select=age)\
         &$select=id,displayName,type,address,addresses&$top=3"
    );
}

/// OData 4.01, part 2, section 5.1.4.
#[test]
fn parts_of_complex_values_are_selected_if_the_service_has_that() {
    let settings = Client::builder().base_url("http://127.0.0.1:9/v1.0");
    let client = settings.profile(ServiceProfile::GRAPH.with_selected_parts(true)).build().expect("a client");
    let target = target(&client, &list(&client).project::<Row>());
    let expected = "&$select=id,displayName,type,address/city,address/place/latitude,addresses/place/longitude,\
                    addresses/city";
    assert!(target.ends_with(expected), "{target}");
    assert!(!ServiceProfile::GRAPH.selects_parts() && !ServiceProfile::V4_0.selects_parts());
    assert!(ServiceProfile::V4_01.selects_parts());
}

#[test]
fn a_projection_replaces_what_was_selected_and_expanded() {
    let client = client();
    let before = list(&client).select(User::AGE).expand(User::MANAGER);
    assert_eq!(target(&client, &before.project::<Id2>()), "/v1.0/users?$select=id");
    assert_eq!(target(&client, &list(&client).project::<Row>().project::<Id2>()), "/v1.0/users?$select=id");
}

#[derive(Projection)]
#[projection(User)]
struct Id2 {
    #[expect(dead_code)]
    id: String,
}

#[test]
fn related_entities_are_refined() {
    let client = client();
    let list = list(&client).project::<Row>();
    let list = list.refine(User::MANAGER, |manager| {
        manager.refine(User::DIRECT_REPORTS, |reports| reports.filter(DirectoryObject::ID.eq("1;2")).skip(4))
    });
    let list = list.filter(User::AGE.gt(7)).refine(User::DIRECT_REPORTS, |reports| {
        reports.order_by(User::AGE.desc()).top(5).top(6).with_count().search("a b").filter(User::AGE.lt(9))
    });
    assert_eq!(
        target(&client, &list),
        "/v1.0/users?$expand=manager($expand=directReports($filter=id eq '1;2';$select=id;$skip=4);\
         $select=displayName),directReports/microsoft.graph.user($count=true;$expand=directReports($select=id);\
         $filter=age lt 9;$orderby=age desc;$search=\"a b\";$select=age;$top=6)\
         &$filter=age gt 7&$select=id,displayName,type,address,addresses"
    );
}

fn problem<O: Operation>(client: &Client, operation: &O) -> String {
    let error = operation.request(client.root()).expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    format!("{error:#}")
}

#[test]
fn what_cannot_be_refined_is_not_sent() {
    let client = client();
    let list = list(&client).project::<Id2>().refine(User::MANAGER, |manager| manager);
    let message = problem(&client, &list);
    assert!(message.contains("the projection has no field for `manager`"), "{message}");

    let inner = rt::list::<User, AllOptions>(&users(&client)).project::<Row>();
    let inner = inner.refine(User::MANAGER, |manager| manager.refine(User::MANAGER, |manager| manager));
    assert!(problem(&client, &inner).contains("the projection has no field for `manager`"));

    let action: rt::Call<rt::Object<User>> = rt::Call::post(&users(&client), "x", "example/x");
    let action = action.project::<Row>().refine(User::MANAGER, |manager| manager);
    assert!(problem(&client, &action).contains("`refine` needs a request that sends `$expand`"));
}

#[test]
fn a_service_without_expand_is_not_asked_for_it() {
    fn list<C: Readable>(client: &Client) -> rt::List<User, C, Page<Row>> {
        rt::list::<User, C>(&users(client)).project()
    }
    let client = client();
    let message = problem(&client, &list::<NoFilter<NoExpand>>(&client));
    assert!(
        message.contains("Row` has related entities, and the service does not support `$expand` here"),
        "{message}"
    );
    let get = rt::get::<User, NoExpand>(&users(&client)).project::<Id2>();
    assert_eq!(target(&client, &get), "/v1.0/users?$select=id");
    assert!(list::<NoFilter>(&client).request(client.root()).is_ok());
}

/// Structs that contain each other, which the macro cannot see.
#[derive(Projection)]
#[projection(User)]
struct Odd {
    #[expect(dead_code)]
    direct_reports: Vec<Even>,
}

#[derive(Projection)]
#[projection(User)]
struct Even {
    #[expect(dead_code)]
    direct_reports: Vec<Odd>,
}

#[test]
fn a_query_without_end_is_not_sent() {
    let client = client();
    let message = problem(&client, &list(&client).project::<Odd>());
    assert!(message.contains("Odd` contains itself, so that its query would not end"), "{message}");
}

/// A property of a derived type, and of several complex values.
#[derive(Projection)]
#[projection(DirectoryObject)]
struct Anyone {
    #[expect(dead_code)]
    id: String,
    #[projection(derived = User)]
    #[expect(dead_code)]
    display_name: Option<String>,
    #[projection(derived = User, path = "address.city")]
    #[expect(dead_code)]
    city: Option<String>,
    #[projection(derived = User)]
    #[expect(dead_code)]
    manager: Option<Id>,
}

#[test]
fn properties_of_derived_types_are_qualified() {
    let client = client();
    let list = rt::list::<DirectoryObject, AllOptions>(&users(&client)).project::<Anyone>();
    assert_eq!(
        target(&client, &list),
        "/v1.0/users?$expand=microsoft.graph.user/manager($select=id)\
         &$select=id,microsoft.graph.user/displayName,microsoft.graph.user/address"
    );
    // A projection of a derived type reads the items that it fits.
    let list = rt::list::<DirectoryObject, AllOptions>(&users(&client)).project::<Id2>();
    assert_eq!(target(&client, &list), "/v1.0/users?$select=id");
}

/// A complex value is projected, too.
#[test]
fn complex_values_are_projected() {
    let client = client();
    let get = rt::get::<Address, AllOptions>(&users(&client)).project::<Home>();
    assert_eq!(target(&client, &get), "/v1.0/users?$select=place,city");
    let _ = Place { latitude: None, longitude: None };
    assert!(Home::from_json("{}").is_ok());
}
