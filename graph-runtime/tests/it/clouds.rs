//! Calls that the client's cloud is known to lack are refused if that is asked for; a 403 says which permissions allow
//! the operation.

use crate::loopback::{Loopback, Reply};
use crate::sample::User;
use graph_runtime::{
    Batch, Client, ClientBuilder, Cloud, Error, ErrorKind, Operation, codegen as rt, facts::Availability,
    http::StatusCode,
};

const GLOBAL_AND_BLEU: u16 = 0b100_0001;
const GLOBAL_AND_CHINA: u16 = 0b1001;

static TABLE: rt::PermissionTable = rt::PermissionTable::new(
    "
0 *User.Read User.ReadWrite User.Read.All
1 *User.Read.All+Directory.Read.All A B C D E F
/me GET=0,0,-
/users/{id} GET=1,-,1 DELETE=2,-,-
",
);

/// What a service begins with, as the generator writes it.
fn root(client: Client) -> rt::Resource {
    rt::Resource::root(client).in_clouds(0x1ff).with_permissions(&TABLE)
}

fn user(client: Client) -> rt::Get<User> {
    rt::get(&root(client).child("users").key(&[("id", "a".into())]))
}

/// A resource that two steps restrict, and a call that is in fewer clouds still.
fn notebooks(client: Client) -> rt::Resource {
    root(client).child("me").in_clouds(GLOBAL_AND_CHINA | GLOBAL_AND_BLEU).child("onenote").in_clouds(GLOBAL_AND_BLEU)
}

fn copy(client: Client) -> rt::Call<()> {
    rt::Call::post(&notebooks(client), "copy", "notebook/copy").in_clouds(GLOBAL_AND_CHINA)
}

fn client(server: &Loopback, cloud: Cloud) -> ClientBuilder {
    Client::builder().base_url(server.root()).cloud(cloud)
}

fn assert_refused(error: &Error, message: &str) {
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(error.to_string(), message);
    assert!(!error.may_have_been_sent());
}

#[test]
fn each_step_restricts_the_clouds() {
    let client = Client::builder().build().unwrap();
    let clouds = |operation: &dyn Fn() -> Option<Availability>| operation();
    assert_eq!(clouds(&|| user(client.clone()).description().clouds), Some(Availability::ALL));
    let read: rt::Get<User> = rt::get(&notebooks(client.clone()));
    assert_eq!(read.description().clouds, Some(Availability::from_bits(GLOBAL_AND_BLEU)));
    assert_eq!(copy(client.clone()).description().clouds, Some(Availability::from_bits(1)));
    // Nothing is known about other services.
    let other: rt::Get<User> = rt::get(&rt::Resource::root(client).child("people"));
    assert_eq!(other.description().clouds, None);
}

#[tokio::test]
async fn what_the_cloud_lacks_is_not_sent() {
    let server = Loopback::start(|_| Reply::json(200, "{}"));
    let client = client(&server, Cloud::China).refuse_unavailable(true).build().unwrap();
    let read: rt::Get<User> = rt::get(&notebooks(client.clone()));
    let error = read.send().await.unwrap_err();
    assert_refused(
        &error,
        "GET /me/onenote: China lacks the operation, which is available in Global, Bleu; it was not sent",
    );
    assert!(server.seen().is_empty());
    user(client.clone()).send().await.unwrap();
    assert_eq!(server.seen().len(), 1);
    // Nothing is known about a request without a builder.
    client.request(rt_method(), "/me/onenote").send().await.unwrap();
    assert_eq!(server.seen().len(), 2);
}

fn rt_method() -> graph_runtime::http::Method {
    graph_runtime::http::Method::GET
}

#[tokio::test]
async fn calls_are_sent_if_refusing_is_not_asked_for_or_the_cloud_has_them() {
    let server = Loopback::start(|_| Reply::json(200, "{}"));
    copy(client(&server, Cloud::China).build().unwrap()).send().await.unwrap();
    copy(client(&server, Cloud::Global).refuse_unavailable(true).build().unwrap()).send().await.unwrap();
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn calls_of_a_batch_are_refused_one_by_one() {
    let response = r#"{"responses": [{"id": "1", "status": 200, "headers": {}, "body": {"id": "a"}}]}"#;
    let server = Loopback::start(move |_| Reply::json(200, response));
    let client = client(&server, Cloud::UsGovernment).refuse_unavailable(true).build().unwrap();
    let mut batch = Batch::new(&client);
    let user = batch.add(user(client.clone()));
    let copied = batch.add(copy(client.clone()));
    let mut responses = batch.send().await;
    assert_eq!(responses.take(user).unwrap().id.as_deref(), Some("a"));
    let error = responses.take(copied).unwrap_err();
    assert_refused(
        &error,
        "POST /me/onenote/copy: UsGovernment lacks the operation, which is available in Global; it was not sent",
    );
    let body = String::from_utf8(server.seen()[0].body.clone()).unwrap();
    assert!(body.contains("/users/a") && !body.contains("onenote"), "{body}");
}

#[tokio::test]
async fn a_403_lists_the_permissions_of_its_path() {
    let server = Loopback::start(|_| Reply::json(403, r#"{"error": {"code": "Forbidden", "message": "No."}}"#));
    let client = client(&server, Cloud::Global).build().unwrap();
    let error = user(client.clone()).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /users/{id}: 403 Forbidden, Forbidden: No.; needs the delegated permission User.Read.All+Directory.Read.All \
         (or the higher A or B or C or D or E or 1 more); needs the application permission \
         User.Read.All+Directory.Read.All (or the higher A or B or C or D or E or 1 more)"
    );
    let me: rt::Get<User> = rt::get(&root(client.clone()).child("me"));
    let error = me.send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /me: 403 Forbidden, Forbidden: No.; needs the delegated permission User.Read (or the higher User.ReadWrite or \
         User.Read.All); an application without a user cannot call it"
    );
    let permissions = error.service_error().unwrap().permissions().unwrap();
    assert_eq!(permissions.delegated_personal.least().collect::<Vec<_>>(), ["User.Read"]);
    // Unknown is not none.
    let other: rt::Get<User> = rt::get(&root(client).child("me").child("manager"));
    assert_eq!(other.description().permissions(), rt::Permissions::UNKNOWN);
    let error = other.send().await.unwrap_err();
    assert_eq!(
        error.service_error().map(|error| (error.status(), error.permissions())),
        Some((StatusCode::FORBIDDEN, None))
    );
    assert!(error.to_string().ends_with("the application or the signed-in user lacks a permission or a role"));
}

#[test]
fn a_list_that_a_table_lacks_is_unknown() {
    let found = TABLE.request(&graph_runtime::http::Method::DELETE, "/users/{id}").unwrap();
    assert!(!found.delegated.is_known() && found.application.is_unsupported());
    assert!(TABLE.request(&graph_runtime::http::Method::PATCH, "/users/{id}").is_none());
    assert!(TABLE.request(&graph_runtime::http::Method::GET, "/users").is_none());
}
