//! Preferences are sent as one list, and a minimal response has a type of its own.

use crate::loopback::{Loopback, Reply};
use crate::sample::{GraphService, User};
use graph_runtime::{Body, Client, Object, Preference, Write, codegen::Resource};

fn users(server: &Loopback) -> Resource {
    GraphService::new(Client::builder().base_url(server.root()).build().unwrap()).me().0
}

fn create(users: &Resource) -> Write<Object<User>> {
    Write::create::<User, User, _>(users, "sample.user", Body::<User>::new())
}

#[tokio::test]
async fn preferences_are_merged_in_any_order() {
    let server = Loopback::json(200, r#"{"value": []}"#);
    let service = GraphService::new(Client::builder().base_url(server.root()).build().unwrap());
    let ids = r#"IdType="ImmutableId""#;
    service.users().delta().max_page_size(5).header("Prefer", ids).send().await.unwrap();
    assert_eq!(server.last().header("prefer"), Some(r#"odata.maxpagesize=5, IdType="ImmutableId""#));
    service.users().delta().header("Prefer", ids).max_page_size(5).send().await.unwrap();
    assert_eq!(server.last().header("prefer"), Some(r#"IdType="ImmutableId", odata.maxpagesize=5"#));

    let users = users(&server);
    for write in [
        create(&users).prefer(Preference::REPRESENTATION).header("Prefer", ids),
        create(&users).header("Prefer", "return=minimal").header("prefer", ids).prefer("return=representation"),
    ] {
        write.send().await.unwrap();
        let sent = server.last();
        let mut list: Vec<_> = sent.header("prefer").unwrap().split(", ").collect();
        list.sort_unstable();
        assert_eq!(list, [ids, "return=representation"]);
        assert_eq!(sent.head.to_lowercase().matches("prefer:").count(), 1);
    }
}

#[tokio::test]
async fn a_minimal_response_may_lack_the_entity() {
    let id = "https://graph.microsoft.com/v1.0/users('9')";
    for name in ["OData-EntityId", "Location"] {
        let headers = format!("{name}: {id}\r\n");
        let server = Loopback::start(move |_| Reply::with_headers(204, &headers, b""));
        let created = create(&users(&server)).prefer(Preference::MINIMAL).send().await.unwrap();
        assert!(created.entity().is_none());
        assert_eq!(created.entity_id(), Some(id));
        assert!(!format!("{created:?}").contains("users('9')"), "keys are not shown");
        assert_eq!(server.last().header("prefer"), Some("return=minimal"));
        create(&users(&server)).without_response().send().await.unwrap();
        // Without the type, the error says what happened.
        let error = create(&users(&server)).prefer("return=minimal").send().await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("the call succeeded"), "{error}");
    }
    // A service need not follow a preference.
    let server = Loopback::json(201, r#"{"id": "9"}"#);
    let created = create(&users(&server)).prefer(Preference::MINIMAL).prefer("x").send().await.unwrap();
    assert_eq!(created.entity().unwrap().id.as_deref(), Some("9"));
    assert_eq!(created.into_entity().unwrap().id.as_deref(), Some("9"));
}

/// Without an ETag, the header would be no condition.
#[tokio::test]
async fn an_empty_etag_is_an_error() {
    let server = Loopback::start(|_| Reply::no_content());
    let me = GraphService::new(Client::builder().base_url(server.root()).build().unwrap()).me();
    for etag in ["", " "] {
        let delete = || graph_runtime::codegen::Write::<()>::delete(&me.0, None, "user");
        for result in [
            delete().if_match(etag).send().await,
            delete().if_none_match(etag).send().await,
            me.put_photo(vec![1]).if_match(etag).send().await.map(drop),
        ] {
            let error = result.unwrap_err();
            assert!(error.kind() == graph_runtime::ErrorKind::InvalidRequest && error.to_string().contains("ETag"));
        }
    }
    assert!(server.seen().is_empty());
}
