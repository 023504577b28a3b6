//! The kinds of responses that are read as projections.

use graph_derive::Projection;
use graph_runtime::{
    Batch, Change, Client, ErrorKind, Items, Object, Page, ServiceProfile, StaticToken, codegen as rt,
    projection::ProjectedChange,
};

use super::types::{User, users};
use crate::loopback::{Loopback, Reply};

/// Without `Clone`, `Debug` or `PartialEq`: none is needed.
#[derive(Projection)]
#[projection(User)]
struct Row {
    id: String,
    display_name: Option<String>,
}

fn client(server: &Loopback) -> Client {
    Client::builder().base_url(server.root()).credential(StaticToken::new("token")).build().unwrap()
}

fn list(client: &Client) -> rt::List<User> {
    rt::list(&users(client))
}

const SELECT: &str = "$select=id,displayName";

#[tokio::test]
async fn pages_and_items() {
    let server = Loopback::start(|seen| match seen.query() {
        Some(SELECT) => Reply::json(
            200,
            r#"{"@odata.count": 2, "value": [{"id": "1", "displayName": "A", "mail": "not selected"}],
                "@odata.nextLink": "users?$skiptoken=x"}"#,
        ),
        _ => Reply::json(200, r#"{"value": [{"id": "2", "displayName": null}]}"#),
    });
    let client = client(&server);
    let page: Page<Row> = list(&client).project::<Row>().send().await.unwrap();
    assert_eq!((page.len(), page.count(), page[0].display_name.as_deref()), (1, Some(2), Some("A")));
    let next = page.next(&client).unwrap().send().await.unwrap();
    assert_eq!(next.first().map(|row| row.id.as_str()), Some("2"));
    assert_eq!(page.into_items().pop().unwrap().id, "1");

    let mut items: Items<Row> = list(&client).project().items();
    let mut ids = Vec::new();
    while let Some(row) = items.next().await {
        ids.push(row.unwrap().id);
    }
    assert_eq!(ids, ["1", "2"]);
    let rest: Vec<Row> = client.resume::<Row>("users?$skiptoken=x").items().try_collect().await.unwrap();
    assert_eq!(rest.len(), 1);
    let raw = client.request(graph_runtime::http::Method::GET, "/users").read::<Page<Row>>();
    assert_eq!(raw.send().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_does_not_fit_is_a_decode_error() {
    let server = Loopback::json(200, r#"{"value": [{"id": "1"}, {"id": 2, "displayName": "s3cret"}]}"#);
    let error = list(&client(&server)).project::<Row>().send().await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let shown = format!("{error:#}");
    assert!(shown.contains("value[1].id: expected a string at line 1 column 32"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn one_entity() {
    let server = Loopback::start(|seen| match seen.path() {
        "/v1.0/users/1" => Reply::json(200, r#"{"id": "1", "displayName": "A"}"#),
        "/v1.0/users/wrapped" => Reply::json(200, r#"{"@odata.context": "x", "value": {"id": "2"}}"#),
        "/v1.0/users/failed" => Reply::json(200, r#"{"error": {"code": "generalException"}}"#),
        "/v1.0/users/null" => Reply::json(200, "null"),
        _ => Reply::json(200, r#"{"value": [], "other": 1}"#),
    });
    let client = client(&server);
    let get = |id: &str| rt::get::<User, rt::AllOptions>(&users(&client).key(&[("id", id.into())])).project::<Row>();
    let row: Row = get("1").await.unwrap();
    assert_eq!((row.id.as_str(), row.display_name.as_deref()), ("1", Some("A")));
    assert_eq!(server.last().query(), Some(SELECT));
    assert_eq!(get("wrapped").send().await.unwrap().id, "2");
    let error = get("failed").send().await.err().unwrap();
    assert_eq!(error.service_error().and_then(|error| error.code()), Some("generalException"));
    for id in ["null", "other"] {
        assert_eq!(get(id).send().await.err().unwrap().kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn changes() {
    let server = Loopback::json(
        200,
        r#"{"value": [{"id": "1", "displayName": "A"},
                      {"id": "2", "@removed": {"reason": "deleted"}, "age": 7},
                      {"@odata.context": "x#users/$deletedEntity", "id": "users('3')", "reason": "changed"},
                      {"@odata.context": "x#users/$deletedLink", "source": "users('1')", "relationship": "manager",
                       "target": "users('4')"}],
            "@odata.deltaLink": "users/delta()?$deltatoken=y"}"#,
    );
    let client = client(&server);
    let delta = rt::Delta::<User>::new(&users(&client).child("delta()"), "microsoft.graph.user/delta", &[]);
    let mut changes = delta.project::<Row>().max_page_size(5).items();
    let mut seen = Vec::new();
    while let Some(change) = changes.next().await {
        seen.push(match change.unwrap() {
            Change::Item(row) => row.id,
            Change::Removed(removed) => {
                format!("{:?} {} {:?}", removed.id(), removed.reason, removed.item.age)
            }
            Change::Link(link) => format!("{:?} {:?} {:?}", link.kind, link.relationship(), link.target()),
        });
    }
    assert_eq!(
        seen,
        [
            "1",
            "Some(\"2\") deleted Some(7)",
            "Some(\"users('3')\") changed None",
            "Removed Some(\"manager\") Some(\"users('4')\")"
        ]
    );
    assert_eq!(server.last().query(), Some(SELECT));
    let link = changes.delta_link().unwrap().to_owned();
    let page = client.resume::<ProjectedChange<Row>>(link).send().await.unwrap();
    assert_eq!(page.len(), 4);
}

#[tokio::test]
async fn batches() {
    let server = Loopback::json(
        200,
        r#"{"responses": [{"id": "2", "status": 200, "body": {"value": [{"id": "2"}]}},
                          {"id": "1", "status": 200, "body": {"id": "1"}}]}"#,
    );
    let client = client(&server);
    let mut batch = Batch::new(&client);
    let one = batch.add(rt::get::<User, rt::AllOptions>(&users(&client).key(&[("id", "1".into())])).project::<Row>());
    let all = batch.add(list(&client).project::<Row>().top(5));
    let mut responses = batch.send().await;
    let row: Row = responses.take(one).unwrap();
    let page: Page<Row> = responses.take(all).unwrap();
    assert_eq!((row.id.as_str(), page[0].id.as_str()), ("1", "2"));
    let sent = String::from_utf8(server.last().body).unwrap();
    assert!(sent.contains("/users/1?$select=id,displayName") && sent.contains("&$top=5"), "{sent}");
}

/// Functions are asked for what the struct needs. Actions are only by OData 4.01: "What's new", section 2.8.
#[tokio::test]
async fn functions_and_actions() {
    let server = Loopback::start(|seen| match (seen.method(), seen.path()) {
        (_, "/v1.0/users/all") => Reply::json(200, r#"{"value": [{"id": "1"}, {"id": "2"}]}"#),
        (_, "/v1.0/users/none") => Reply::no_content(),
        _ => Reply::json(200, r#"{"id": "1", "displayName": "A", "mail": "m"}"#),
    });
    let client = client(&server);
    let function = rt::Call::<rt::Page<Object<User>>>::get(&users(&client).child("all"), "example/all");
    let rows: Page<Row> = function.project::<Row>().send().await.unwrap();
    assert_eq!((rows.len(), server.last().query().unwrap()), (2, SELECT));

    let action = || rt::Call::<Object<User>>::post(&users(&client), "restore", "example/restore");
    let row: Row = action().project::<Row>().send().await.unwrap();
    assert_eq!((row.display_name.as_deref(), server.last().query()), (Some("A"), None));
    let none = rt::Call::<Option<Object<User>>>::post(&users(&client), "none", "example/none");
    assert!(none.project::<Row>().send().await.unwrap().is_none());

    let settings = Client::builder().base_url(server.root()).profile(ServiceProfile::V4_01);
    let client = settings.build().unwrap();
    let action = rt::Call::<Object<User>>::post(&users(&client), "restore", "example/restore");
    assert_eq!(action.project::<Row>().send().await.unwrap().id, "1");
    assert_eq!(server.last().query(), Some(SELECT));
}

#[tokio::test]
async fn creations_and_updates() {
    let server = Loopback::start(|seen| match seen.method() {
        "POST" => Reply::json(201, r#"{"id": "1"}"#),
        _ => Reply::no_content(),
    });
    let client = client(&server);
    let create: rt::Write<Object<User>> = rt::create::<User, User, _>(&users(&client), rt::Body::<User>::new());
    assert_eq!(create.project::<Row>().send().await.unwrap().id, "1");
    assert_eq!(server.last().query(), None);
    let update: rt::Write<Option<Object<User>>> = rt::update::<User, User>(&users(&client), rt::Body::<User>::new());
    assert!(update.project::<Row>().if_match("*").send().await.unwrap().is_none());
}

/// Nested values count towards the limit of memory, too.
#[tokio::test]
async fn memory_is_limited() {
    let server = Loopback::start(|_| {
        let rows = vec![r#"{"id":"1"}"#; 50_000].join(",");
        Reply::json(200, &format!(r#"{{"value":[{rows}]}}"#))
    });
    let settings = Client::builder().base_url(server.root()).max_response_memory(100_000);
    let error = list(&settings.build().unwrap()).project::<Row>().send().await.err().unwrap();
    assert!(format!("{error:#}").contains("100000 bytes of memory"), "{error:#}");
}
