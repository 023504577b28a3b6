//! Answers to projections, and what of an answer is sent.

use graph_runtime::{Body, Change, Object, Page, Preference, Projection, Removal, empty, projection::ProjectedChange};
use graph_testing::{Changes, Expanded, Pages, Response, Server};

use crate::{
    graph::{self, User},
    in_memory, user,
};

#[derive(Debug, Projection)]
#[projection(graph::User)]
struct Row {
    id: String,
    display_name: Option<String>,
    #[projection(default)]
    department: String,
}

#[derive(Debug, Projection)]
#[projection(graph::User)]
struct Team {
    id: String,
    #[projection(rename = "manager", cast)]
    manager: Option<Row>,
    #[projection(cast)]
    direct_reports: Page<Row>,
}

fn names(rows: &[Row]) -> Vec<(&str, Option<&str>, &str)> {
    rows.iter().map(|row| (row.id.as_str(), row.display_name.as_deref(), row.department.as_str())).collect()
}

/// A user with a property that no projection here has.
fn detailed(id: &str, name: &str) -> User {
    User { city: Some("Bonn".to_owned()), department: Some("Sales".to_owned()), ..user(id, name) }
}

#[tokio::test]
async fn projections_are_answered_with_generated_structs() {
    let (server, service) = in_memory();
    let list = || service.users().get().project::<Row>();
    server.when(list()).answers([detailed("a", "Ann"), user("b", "Bob")]);
    let rows = list().send().await.unwrap();
    assert_eq!(names(rows.items()), [("a", Some("Ann"), "Sales"), ("b", Some("Bob"), "")]);
    assert_eq!(server.requests()[0].option("$select").as_deref(), Some("id,displayName,department"));

    server.when(list()).answers(vec![Object::new(detailed("a", "Ann"))]).then([Expanded::new(user("c", "Cy"))]);
    assert_eq!(list().send().await.unwrap().len(), 1);
    assert_eq!(list().send().await.unwrap().items()[0].id, "c");

    let by = |id: &str| service.users().by_id(id).get().project::<Row>();
    server.when(by("a")).answers(user("a", "Ann")).then(Object::new(user("a", "Anna")));
    assert_eq!(by("a").send().await.unwrap().display_name.as_deref(), Some("Ann"));
    assert_eq!(by("a").send().await.unwrap().display_name.as_deref(), Some("Anna"));

    let rename = || service.users().by_id("a").update(Body::new().set(User::DISPLAY_NAME, "A")).project::<Row>();
    server.when(rename()).answers(user("a", "A")).then(Response::no_content());
    assert_eq!(rename().send().await.unwrap().unwrap().display_name.as_deref(), Some("A"));
    assert!(rename().send().await.unwrap().is_none());

    let create = || service.users().create(Body::for_create().set(User::DISPLAY_NAME, "New")).project::<Row>();
    server.when(create()).answers(user("n", "New"));
    assert_eq!(create().send().await.unwrap().id, "n");
    let reprocess = || service.users().by_id("a").reprocess_license_assignment().project::<Row>();
    server.when(reprocess()).answers(user("a", "Ann"));
    assert_eq!(reprocess().send().await.unwrap().id, "a");
}

#[tokio::test]
async fn pages_and_changes_of_projections_have_links() {
    let server = Server::start().await.unwrap();
    let service = crate::graph::GraphService::new(server.client());
    let list = || service.users().get().project::<Row>();
    server.when(list()).answers(Pages::of_size(1, [detailed("a", "Ann"), detailed("b", "Bob")]).page([]));
    let mut rows = list().items();
    let mut found = Vec::new();
    while let Some(row) = rows.next().await {
        found.push(row.unwrap());
    }
    assert_eq!(names(&found), [("a", Some("Ann"), "Sales"), ("b", Some("Bob"), "Sales")]);

    let delta = || service.users().delta().project::<Row>();
    server.when(delta()).answers(Changes::of([detailed("a", "Ann")]).removed("b", Removal::Deleted).token("t1"));
    let page = delta().send().await.unwrap();
    assert!(matches!(&page[0], Change::Item(row) if row.department == "Sales"));
    assert!(matches!(&page[1], Change::Removed(removed) if removed.item.id.as_deref() == Some("b")));
    let link = page.delta_link().unwrap().to_owned();
    let client = server.client();
    let resume = || client.resume::<ProjectedChange<Row>>(link.as_str());
    server
        .when_request("GET", &format!("/{}", link.split("/v1.0/").nth(1).unwrap()))
        .answers(Response::page([user("c", "Cy")]));
    assert_eq!(resume().send().await.unwrap().len(), 1);
}

#[tokio::test]
async fn related_entities_are_sent_if_they_are_expanded() {
    let (server, service) = in_memory();
    let get = || service.users().by_id("a").get();
    let ann = Expanded::new(detailed("a", "Ann"))
        .with_one(User::MANAGER, detailed("b", "Bob"))
        .with_many(User::DIRECT_REPORTS, [user("c", "Cy"), user("d", "Di")]);
    server.when(get().project::<Team>()).answers(ann.clone());
    let team = get().project::<Team>().send().await.unwrap();
    assert_eq!((team.id.as_str(), team.manager.unwrap().department.as_str()), ("a", "Sales"));
    assert_eq!(team.direct_reports.len(), 2);

    // The entity as a whole, with and without what is expanded.
    server.when(get().expand(User::MANAGER)).answers(ann.clone());
    let user = get().expand(User::MANAGER).send().await.unwrap();
    let manager = User::MANAGER.read_as::<User>(&user).unwrap().unwrap();
    assert_eq!((manager.city.as_deref(), user.city.as_deref()), (Some("Bonn"), Some("Bonn")));
    assert_eq!(manager.extra.odata_type().as_deref(), Some("microsoft.graph.user"), "the declared type is another");
    assert!(User::DIRECT_REPORTS.read(&user).is_none());
    server.when(get()).answers(ann.without(User::MANAGER));
    assert!(User::MANAGER.read(&get().send().await.unwrap()).is_none());
    server.when(get().project::<Team>()).answers(Expanded::new(crate::user("a", "Ann")).without(User::MANAGER));
    let error = get().project::<Team>().send().await.unwrap_err();
    assert!(format!("{error:#}").contains("directReports"), "the answer lacks a related collection: {error:#}");
}

#[tokio::test]
async fn properties_that_were_not_selected_are_not_sent() {
    let (server, service) = in_memory();
    let list = || service.users().get().select((User::ID, User::DEPARTMENT));
    server.when(list()).answers([detailed("a", "Ann"), user("b", "Bob")]);
    let users = list().send().await.unwrap();
    assert_eq!((users[0].display_name.as_deref(), users[0].city.as_deref()), (None, None));
    assert_eq!(users[0].department.as_deref(), Some("Sales"));
    assert!(users[1].extra.is_null("department"), "a selected property without a value is null");

    // A response is sent as it is.
    server.when(list()).answers(Response::page([detailed("a", "Ann")]));
    assert_eq!(list().send().await.unwrap()[0].city.as_deref(), Some("Bonn"));

    // What counts is what the request selects, not the expectation.
    server.when(service.users().get()).any_option("$select").answers([detailed("a", "Ann")]).times(2);
    assert_eq!(service.users().get().select(User::CITY).send().await.unwrap()[0].department, None);
    assert!(service.users().get().send().await.unwrap()[0].department.is_some());
    let create = || service.users().create(Body::for_create().set(User::DISPLAY_NAME, "New"));
    server.when(create().prefer(Preference::MINIMAL)).answers(Expanded::new(user("n", "New")));
    assert!(create().prefer(Preference::MINIMAL).send().await.unwrap().entity().is_some());
}

#[tokio::test]
async fn a_missing_property_fails_as_from_a_service() {
    let (server, service) = in_memory();
    let list = || service.users().get().project::<Row>();
    server.when(list()).answers([User { display_name: Some("Ann".to_owned()), ..empty() }]);
    let error = list().send().await.unwrap_err();
    assert!(format!("{error:#}").contains("value[0].id"), "{error:#}");
}
