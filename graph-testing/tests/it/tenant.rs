//! A tenant with state, and notifications.

use graph_notifications::{Event, Receiver};
use graph_runtime::{Batch, Body, Preference};
use graph_testing::{NotificationPost, Response, Server, Tenant};
use serde_json::json;

use crate::{
    graph::{GraphService, User},
    user,
};

fn tenant_with_users(server: &Server, count: usize) -> (Tenant, GraphService) {
    let tenant = Tenant::new();
    for number in 1..=count {
        let name = format!("User {number:03}");
        tenant.add(
            "users",
            User { city: Some(["Bonn", "Kiel"][number % 2].to_owned()), ..user(&number.to_string(), &name) },
        );
    }
    server.serve(&tenant);
    (tenant, GraphService::new(server.client()))
}

#[tokio::test]
async fn collections_are_queried() {
    let server = Server::start().await.unwrap();
    let (_, service) = tenant_with_users(&server, 250);
    let mut all = service.users().get().items();
    let mut found = 0;
    while let Some(item) = all.next().await {
        item.unwrap();
        found += 1;
    }
    assert_eq!((found, server.requests().len()), (250, 3));

    let query = service.users().get().filter(User::CITY.eq("Kiel")).order_by(User::DISPLAY_NAME.desc());
    let page = query.select(User::DISPLAY_NAME).with_count().top(2).send().await.unwrap();
    assert_eq!(page.count(), Some(125));
    let names: Vec<_> = page.iter().map(|user| (user.display_name.clone().unwrap(), user.id.is_none())).collect();
    assert_eq!(names, [("User 249".to_owned(), true), ("User 247".to_owned(), true)]);
    let next = page.next(&server.client()).unwrap().send().await.unwrap();
    assert_eq!(next[0].display_name.as_deref(), Some("User 245"));
    assert_eq!(service.users().count().send().await.unwrap(), 250);

    let unsupported = service.users().get().filter(User::CITY.ends_with("n")).send().await.unwrap_err();
    assert!(unsupported.to_string().contains("does not support the condition"), "{unsupported}");
}

#[tokio::test]
async fn entities_are_changed_with_etags() {
    let server = Server::in_memory();
    let (tenant, service) = tenant_with_users(&server, 2);
    let by = |id: &str| service.users().by_id(id);
    let first = by("1").get().send().await.unwrap();
    let etag = first.extra.etag().unwrap();
    let rename = |name: &str| by("1").update(Body::new().set(User::DISPLAY_NAME, name));
    let changed = rename("Ann").if_match(&etag).prefer(Preference::REPRESENTATION).send().await.unwrap().unwrap();
    assert_ne!(changed.extra.etag().unwrap(), etag);
    assert!(rename("Bob").if_match(&etag).send().await.unwrap_err().is_precondition_failed());
    assert_eq!(tenant.get::<User>("users", "1").unwrap().display_name.as_deref(), Some("Ann"));

    by("2").delete().send().await.unwrap();
    assert!(by("2").get().send().await.unwrap_err().is_not_found());
    assert_eq!(tenant.count("users"), 1);
    let created = service.users().create(Body::for_create().set(User::DISPLAY_NAME, "New")).send().await.unwrap();
    let id = created.id.clone().unwrap();

    // Expectations come first, and parts of batches reach the tenant too.
    server.when(by("1").get()).answers(Response::error(403, "Forbidden", "No."));
    let mut batch = Batch::new(&server.client());
    let (refused, read) = (batch.add(by("1").get()), batch.add(by(&id).get()));
    let mut responses = batch.send().await;
    assert!(responses.take(refused).is_err());
    assert_eq!(responses.take(read).unwrap().display_name.as_deref(), Some("New"));
}

#[tokio::test]
async fn keys_have_two_forms() {
    let server = Server::in_memory_at("https://example.com/odata");
    let tenant = Tenant::new();
    tenant.collection("People", "UserName");
    tenant.add_json("People", json!({ "UserName": "o'neil", "Address": { "City": "Bonn", "Zip": "1" } }));
    server.serve(&tenant);
    let client = server.client();
    for path in ["/People('o''neil')", "/People/o'neil"] {
        let url = format!("{}{path}", server.base_url());
        let patch = client.request_url(graph_runtime::http::Method::PATCH, &url);
        patch.json(&json!({ "Address": { "City": "Kiel" } })).send().await.unwrap();
    }
    let person = tenant.get_json("People", "o'neil").unwrap();
    assert_eq!(person["Address"], json!({ "City": "Kiel", "Zip": "1" }));
}

#[tokio::test]
async fn notifications_reach_a_receiver() {
    let receiver = Receiver::builder().client_state("hunter2").build().unwrap();
    let url = "https://app.example.com/notifications";
    let post = NotificationPost::new("hunter2").created("s1", "users/a").lifecycle("s1", "missed");
    assert!(!format!("{:?}", NotificationPost::new("hunter2")).contains("hunter2"));
    let request = post.to_request(url);
    let received = receiver.receive(request.method(), request.uri().query(), request.body()).await;
    let is_change = |index: usize| matches!(received.notifications[index].event(), Event::Change(_));
    assert_eq!((received.notifications.len(), is_change(0), is_change(1)), (2, true, false));

    let forged = NotificationPost::new("guess").deleted("s1", "users/a").to_request(url);
    let received = receiver.receive(forged.method(), forged.uri().query(), forged.body()).await;
    assert!(received.notifications.is_empty());

    let validation = NotificationPost::validation(url, "Validation: Testing & more");
    let received = receiver.receive(validation.method(), validation.uri().query(), validation.body()).await;
    assert_eq!(received.persisted().body(), "Validation: Testing &amp; more");
}
