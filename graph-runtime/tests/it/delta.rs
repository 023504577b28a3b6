//! Delta queries: changes, their links, and links that have expired.

use crate::loopback::{Loopback, Reply};
use crate::sample::{GraphService, User};
use graph_runtime::{Change, Client, ErrorKind, Object, Page, Removal, StaticToken};

fn client(server: &Loopback) -> Client {
    Client::builder().base_url(server.root()).credential(StaticToken::new("token")).build().unwrap()
}

#[tokio::test]
async fn changes_are_read_from_all_pages_up_to_the_delta_link() {
    let server = Loopback::start(|seen| match seen.query() {
        Some("$select=displayName,id") => Reply::json(
            200,
            r#"{"value":[{"id":"1","displayName":"Adele"},{"id":"2","@removed":{"reason":"changed"}}],
                "@odata.nextLink":"users/delta()?$skiptoken=x"}"#,
        ),
        Some("$skiptoken=x") => Reply::json(
            200,
            r#"{"value":[{"id":"3","@removed":{"reason":"deleted"}},{"@removed":{"reason":"gone fishing"},"mail":null}],
                "@odata.deltaLink":"users/delta()?$deltatoken=y"}"#,
        ),
        _ => Reply::json(
            200,
            r#"{"value":[{"id":"1","displayName":"Alex"}],"@odata.deltaLink":"users/delta()?$deltatoken=z"}"#,
        ),
    });
    let client = client(&server);
    let delta = GraphService::new(client.clone()).users().delta();
    let mut changes = delta.select((User::DISPLAY_NAME, User::ID)).max_page_size(2).items();
    let mut seen = Vec::new();
    while let Some(change) = changes.next().await {
        seen.push(match change.unwrap() {
            Change::Item(user) => {
                let User { id, display_name, .. } = Object::into_value(user);
                format!("{} is {}", id.unwrap(), display_name.unwrap())
            }
            Change::Removed(removed) => format!("{:?} was {}", removed.id(), removed.reason),
            Change::Link(link) => format!("{link:?}"),
        });
    }
    let expected = ["1 is Adele", "Some(\"2\") was changed", "Some(\"3\") was deleted", "None was gone fishing"]
        .map(str::to_owned);
    assert_eq!(seen, expected);
    assert!(server.seen().iter().all(|request| request.header("prefer") == Some("odata.maxpagesize=2")));

    let kept = changes.delta_link().unwrap().to_owned();
    let mut again = client.resume_delta::<User>(kept).pages();
    let page: Page<Change<Object<User>>> = again.next().await.unwrap().unwrap();
    assert!(again.next().await.is_none());
    assert_eq!(page.items()[0].item().display_name.as_deref(), Some("Alex"));
    assert_eq!(again.delta_link(), Some("users/delta()?$deltatoken=z"));
    assert_eq!(server.last().target(), "/v1.0/users/delta()?$deltatoken=y");
}

#[tokio::test]
async fn an_expired_link_requires_a_resync() {
    let server = Loopback::start(|seen| match seen.query() {
        Some("$deltatoken=old") => Reply::with_headers(
            410,
            "Location: /v1.0/users/delta()?$deltatoken=\r\n",
            br#"{"error":{"code":"resyncRequired"}}"#,
        ),
        Some("$deltatoken=lost") => {
            Reply::json(400, r#"{"error":{"code":"BadRequest","innerError":{"code":"SyncStateNotFound"}}}"#)
        }
        Some("$deltatoken=other") => Reply::json(400, r#"{"error":{"code":"BadRequest"}}"#),
        _ => Reply::json(200, r#"{"value":[{"id":"1"}],"@odata.deltaLink":"users/delta()?$deltatoken=new"}"#),
    });
    let client = client(&server);
    let resume = |token: &str| client.resume_delta::<User>(format!("users/delta()?$deltatoken={token}"));
    let error = resume("old").send().await.unwrap_err();
    assert!(error.is_resync_required() && error.is_gone());
    let mut resync = client.resume_delta::<User>(error.resync_link().unwrap()).items();
    assert!(resync.next().await.unwrap().is_ok());

    let error = resume("lost").send().await.unwrap_err();
    assert!(error.is_resync_required() && !error.is_gone());
    assert_eq!(error.resync_link(), None);
    let all: Vec<Change<Object<User>>> =
        GraphService::new(client.clone()).users().delta().items().try_collect().await.unwrap();
    assert_eq!(all.len(), 1);
    assert!(!resume("other").send().await.unwrap_err().is_resync_required());
}

#[tokio::test]
async fn a_resync_link_to_another_origin_is_an_error() {
    let other = Loopback::json(200, r#"{"value": []}"#);
    let location = format!("Location: {}/v1.0/users/delta()\r\n", other.origin());
    let server = Loopback::start(move |_| Reply::with_headers(410, &location, b""));
    let client = client(&server);
    let error = client.resume_delta::<User>("users/delta()").send().await.unwrap_err();
    let error = client.resume_delta::<User>(error.resync_link().unwrap()).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn from_now_returns_only_the_delta_link() {
    let server = Loopback::json(200, r#"{"value":[],"@odata.deltaLink":"users/delta()?$deltatoken=now"}"#);
    let mut changes = GraphService::new(client(&server)).users().delta().from_now().items();
    assert!(changes.next().await.is_none());
    assert_eq!(changes.delta_link(), Some("users/delta()?$deltatoken=now"));
    assert_eq!(server.last().target(), "/v1.0/users/delta()?$deltatoken=latest");
}

#[test]
fn removals_of_both_odata_versions_are_read_and_written() {
    let text = r#"{"value":[{"@removed":{"reason":"deleted"},"id":"1"},
        {"@odata.context":"$metadata#users/$deletedEntity","id":"2","reason":"changed"},
        {"@odata.context":"$metadata#users/$entity","id":"3","reason":"changed"},
        {"@removed":null,"id":"4"},{"@removed":5,"id":"5"},{"id":"6"}]}"#;
    let page: Page<Change<Object<User>>> = serde_json::from_str(text).unwrap();
    let reasons: Vec<_> = page
        .items()
        .iter()
        .map(|change| match change {
            Change::Item(_) | Change::Link(_) => None,
            Change::Removed(removed) => Some(removed.reason.clone()),
        })
        .collect();
    let odd = Some(Removal::Other("".into()));
    assert_eq!(reasons, [Some(Removal::Deleted), Some(Removal::Changed), None, odd.clone(), odd, None]);
    let written = serde_json::to_value(&page).unwrap();
    assert_eq!(written, serde_json::from_str::<serde_json::Value>(text).unwrap());
}

/// Other services than Graph send the URL of what was removed.
#[test]
fn the_key_of_a_removed_item_is_read_from_its_url() {
    let text = r##"{"value":[
        {"@removed":{"reason":"deleted"},"@id":"http://a.example/Users('a%27%27b')"},
        {"@odata.context":"#Users/$deletedEntity","id":"http://a.example/Users('b')","reason":"deleted"},
        {"@odata.context":"#Users/$deletedEntity","id":"Users(7)","reason":"deleted"},
        {"@removed":{"reason":"deleted"},"@id":"Users/c"},
        {"@removed":{"reason":"deleted"},"id":"d/e"},
        {"@removed":{"reason":"deleted"},"@id":"Lines(order=1,code='x')"},
        {"@removed":{"reason":"deleted"}}]}"##;
    let page: Page<Change<Object<User>>> = serde_json::from_str(text).unwrap();
    let removed = |change: &Change<Object<User>>| match change {
        Change::Removed(removed) => (removed.key(), removed.key_part("code")),
        other => panic!("{other:?}"),
    };
    let found: Vec<_> = page.items().iter().map(removed).collect();
    let keys = ["a'b", "b", "7", "c", "d/e"].map(|key| (Some(key.to_owned()), None));
    assert_eq!(found[..5], keys);
    assert_eq!(found[5..], [(None, Some("x".to_owned())), (None, None)]);
}
