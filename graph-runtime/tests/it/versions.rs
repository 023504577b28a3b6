//! Responses of OData 4.0 and 4.01 are read alike.

use std::sync::atomic::{AtomicUsize, Ordering};

use graph_runtime::{
    Change, Client, Decimal, Flags, Member, Object, Page, Removal, ServiceProfile, WorkState,
    codegen::{self as rt, Resource},
    http::Method,
};

use crate::{
    loopback::{Loopback, Reply, clock::Clock},
    sample::{AllOptions, GraphService, Part, User},
};

fn client(server: &Loopback, profile: ServiceProfile) -> Client {
    Client::builder().base_url(server.root()).profile(profile).timer(Clock::default()).build().unwrap()
}

#[tokio::test]
async fn control_information_with_and_without_prefix() {
    for prefix in ["odata.", ""] {
        let server = Loopback::start(move |seen| {
            let origin = format!("http://{}", seen.header("host").unwrap());
            let text = match seen.query() {
                None => {
                    r##"{"@PREFIXcontext":"ORIGIN/v1.0/$metadata#users","@PREFIXcount":3,
                    "value":[{"id":"a","@PREFIXetag":"W/\"1\"","@PREFIXid":"users('a')","@PREFIXtype":"#sample.user"}],
                    "@PREFIXnextLink":"ORIGIN/v1.0/users?page=2"}"##
                }
                Some(_) => r#"{"value":[{"id":"b"},{"id":"c"}],"@PREFIXdeltaLink":"ORIGIN/v1.0/users?since=1"}"#,
            };
            Reply::json(200, &text.replace("PREFIX", prefix).replace("ORIGIN", &origin))
        });
        let client = client(&server, ServiceProfile::V4_01);
        let list = || GraphService::new(client.clone()).users().get();
        let first = list().send().await.unwrap();
        assert_eq!(first.count(), Some(3), "{prefix}");
        assert_eq!(first[0].extra.etag().as_deref(), Some("W/\"1\""));
        assert_eq!(first[0].extra.odata_type().as_deref(), Some("sample.user"));
        let last = first.next(&client).unwrap().send().await.unwrap();
        assert!(last.delta_link().unwrap().ends_with("/v1.0/users?since=1"));
        let mut items = list().items();
        let mut ids = Vec::new();
        while let Some(user) = items.next().await {
            ids.push(user.unwrap().id.clone().unwrap());
        }
        assert_eq!(ids, ["a", "b", "c"], "{prefix}");
        // Nothing is lost.
        let written = serde_json::to_value(&first).unwrap();
        assert_eq!(written[format!("@{prefix}count")], 3);
    }
}

#[test]
fn names_of_types_in_each_form() {
    for name in ["#sample.part", "sample.part", "http://x/$metadata#sample.part", "../$metadata#sample.part"] {
        for annotation in ["@odata.type", "@type"] {
            let text = format!(r#"{{"{annotation}":"{name}","@odata.etag":"e"}}"#);
            let part: Object<Part> = serde_json::from_str(&text).unwrap();
            assert_eq!(part.extra.odata_type().as_deref(), Some("sample.part"), "{text}");
        }
    }
    // Of undeclared properties too, with and without `#`.
    let text = r##"{"x@odata.type":"#Int64","x":1,"y@type":"Collection(Int64)","y":[1]}"##;
    let part: Object<Part> = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&part).unwrap(), text);
}

#[tokio::test]
async fn relative_links_are_resolved_by_the_context() {
    for (context, link, target) in [
        (r#""@odata.context":"../../$metadata#users/x","#, "users?page=2", "/v1.0/users?page=2"),
        (r#""@context":"ORIGIN/v1.0/$metadata#users","#, "users?page=2", "/v1.0/users?page=2"),
        // Without a context, the URL of the request counts.
        ("", "reports?page=2", "/v1.0/users/a/reports?page=2"),
        ("", "/v1.0/other?page=2", "/v1.0/other?page=2"),
        ("", "?page=2", "/v1.0/users/a/reports?page=2"),
        // A context of elsewhere, as behind a proxy, has no effect.
        (r#""@odata.context":"http://internal.example/x/$metadata#users","#, "?page=2", "/v1.0/users/a/reports?page=2"),
    ] {
        let server = Loopback::start(move |seen| {
            let origin = format!("http://{}", seen.header("host").unwrap());
            let text = match seen.query() {
                None => format!(r#"{{{context}"value":[],"@odata.nextLink":"{link}"}}"#).replace("ORIGIN", &origin),
                Some(_) => r#"{"value":[]}"#.to_owned(),
            };
            Reply::json(200, &text)
        });
        let client = client(&server, ServiceProfile::V4_0);
        let request = client.request(Method::GET, "/users/a/reports").read::<Page<Object<User>>>();
        assert!(request.items().next().await.is_none());
        assert_eq!(server.seen()[1].target(), target, "{context} {link}");
    }
    // A link elsewhere is refused as before.
    let server = Loopback::json(200, r#"{"value":[],"@nextLink":"//evil.example/users"}"#);
    let client = client(&server, ServiceProfile::V4_0);
    let error = GraphService::new(client).users().get().items().next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), graph_runtime::ErrorKind::ForeignOrigin);
}

#[tokio::test]
async fn links_of_pages_in_batches_are_relative_too() {
    let server = Loopback::start(|seen| match seen.method() {
        "POST" => Reply::body(
            200,
            "multipart/mixed; boundary=r",
            b"--r\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n\
              {\"@odata.context\":\"$metadata#users\",\"value\":[],\"@odata.nextLink\":\"users?page=2\"}\r\n--r--",
        ),
        _ => Reply::json(200, r#"{"value":[]}"#),
    });
    let client = client(&server, ServiceProfile::V4_0);
    let service = GraphService::new(client.clone());
    let page = client.execute_all([service.users().get()]).await.pop().unwrap().unwrap();
    page.next(&client).unwrap().send().await.unwrap();
    assert_eq!(server.last().target(), "/v1.0/users?page=2");
}

#[tokio::test]
async fn numbers_may_be_strings() {
    let body = r#"{"int64":"9007199254740993","decimal":"12.50","decimals":["1","2.0"],"int32":"7","text":"5",
                   "json":"5","@odata.count":"7"}"#;
    for (profile, content_type) in [
        (ServiceProfile::V4_0.with_ieee754_compatible(true), "application/json"),
        (ServiceProfile::GRAPH, "application/json;odata.metadata=minimal;IEEE754Compatible=true"),
        (ServiceProfile::V4_0, "application/json; ieee754compatible=True"),
    ] {
        let server = Loopback::start(move |_| Reply::body(200, content_type, body.as_bytes()));
        let client = client(&server, profile);
        let get: rt::Get<AllOptions> = rt::get(&Resource::root(client.clone()).child("x"));
        let all = get.send().await.unwrap();
        assert_eq!(all.int64, Some(9_007_199_254_740_993));
        assert_eq!(all.decimal.as_ref().map(Decimal::as_str), Some("12.50"));
        assert_eq!(all.decimals.as_ref().map(Vec::len), Some(2));
        assert_eq!((all.int32, all.text.as_deref()), (None, Some("5")), "other numbers are never strings");
        assert_eq!(all.json, Some("5".into()));
    }
    // Elsewhere a string does not fit, and is written back unchanged.
    let server = Loopback::json(200, r#"{"int64":"1"}"#);
    let client = client(&server, ServiceProfile::V4_0);
    let get: rt::Get<AllOptions> = rt::get(&Resource::root(client).child("x"));
    let all = get.send().await.unwrap();
    assert_eq!((all.int64, serde_json::to_string(&all).unwrap().as_str()), (None, r#"{"int64":"1"}"#));
}

#[tokio::test]
async fn counts_pages_and_expansions_may_have_numbers_in_strings() {
    const PARENT: rt::NavigationProperty<AllOptions, AllOptions, rt::One> = rt::navigation("related");
    let body = r#"{"@odata.count":"2","value":[{"related":{"int64":"5"}}]}"#;
    let server = Loopback::start(move |_| Reply::body(200, "application/json;IEEE754Compatible=true", body.as_bytes()));
    let client = client(&server, ServiceProfile::sap());
    let list: rt::List<AllOptions> = rt::list(&Resource::root(client).child("x"));
    let page = list.send().await.unwrap();
    assert_eq!(page.count(), Some(2));
    assert_eq!(PARENT.read(&page[0]).unwrap().unwrap().int64, Some(5));
    assert!(!page[0].extra.is_empty());
}

/// A flags enumeration with a combined member.
#[derive(Clone, Copy)]
enum Access {
    None,
    Read,
    Write,
    ReadWrite,
}

impl rt::Enumerated for Access {
    const TYPE_NAME: &'static str = "sample.access";

    fn members() -> &'static [(&'static str, Self)] {
        &[("None", Self::None), ("Read", Self::Read), ("Write", Self::Write), ("ReadWrite", Self::ReadWrite)]
    }

    fn values() -> &'static [i64] {
        &[0, 1, 2, 3]
    }
}

#[test]
fn members_may_be_numbers_and_combined() {
    for (text, none, read, write, both) in [
        ("Read", false, true, false, false),
        ("3", false, true, true, true),
        ("ReadWrite", false, true, true, true),
        ("Read,Write", false, true, true, true),
        ("Read, 2", false, true, true, true),
        ("1,2", false, true, true, true),
        ("0", true, false, false, false),
        ("None", true, false, false, false),
        ("8", false, false, false, false),
        ("Read,other", false, true, false, false),
    ] {
        let flags: Page<Flags<Access>> = serde_json::from_str(&format!(r#"{{"value":["{text}"]}}"#)).unwrap();
        let has = |member| flags[0].has(member);
        assert_eq!(
            (has(Access::None), has(Access::Read), has(Access::Write), has(Access::ReadWrite)),
            (none, read, write, both),
            "{text}"
        );
        assert_eq!(flags[0].to_string(), text, "it is written back unchanged");
    }
    let member: Member<Access> = "2".parse().unwrap();
    assert!(member == Access::Write && member != Access::Read && member.name() == "2");
    // Without values, only names count.
    let colour: Member<crate::sample::Colour> = "0".parse().unwrap();
    assert!(colour != crate::sample::Colour::Red);
}

#[test]
fn items_may_be_null_where_the_type_says_so() {
    let text = r#"{"value":[1,null,2]}"#;
    let page: Page<Option<i32>> = serde_json::from_str(text).unwrap();
    assert_eq!(page.items(), [Some(1), None, Some(2)]);
    assert_eq!(serde_json::to_string(&page).unwrap(), text);
    let page: Page<Vec<Option<Object<Part>>>> = serde_json::from_str(r#"{"value":[[{"name":"a"},null]]}"#).unwrap();
    assert_eq!((page[0].len(), page[0][1].is_none()), (2, true));
    // Elsewhere nothing is lost.
    let all: Object<AllOptions> = serde_json::from_str(r#"{"texts":["a",null]}"#).unwrap();
    assert_eq!((all.texts.is_none(), serde_json::to_string(&all).unwrap().as_str()), (true, r#"{"texts":["a",null]}"#));
}

#[tokio::test]
async fn removed_items_have_either_form() {
    let v4_0 = r##"{"@odata.context":"$metadata#users/$delta","value":[{"id":"a"},
        {"@odata.context":"$metadata#users/$deletedEntity","id":"users('b')","reason":"deleted"},
        {"@odata.context":"#users/$deletedEntity","id":"users('c')","reason":"changed"}],"@odata.deltaLink":"users?$deltatoken=1"}"##;
    let v4_01 = r##"{"@context":"$metadata#users/$delta","value":[{"id":"a"},{"@removed":{"reason":"deleted"},"@id":"users('b')"},
        {"@context":"#users/$deletedEntity","@removed":{"reason":"changed"},"id":"users('c')"}],"@deltaLink":"users?$deltatoken=1"}"##;
    let mixed = r##"{"value":[{"id":"a"},{"@odata.removed":{"reason":"deleted"},"@odata.id":"users('b')"},
        {"@context":"#users/$deletedEntity","id":"users('c')","reason":"changed"}],"@odata.deltaLink":"users?$deltatoken=1"}"##;
    for text in [v4_0, v4_01, mixed] {
        let server = Loopback::start(move |_| Reply::json(200, text));
        let client = client(&server, ServiceProfile::V4_0);
        let mut changes = GraphService::new(client.clone()).users().delta().items();
        let mut seen = Vec::new();
        while let Some(change) = changes.next().await {
            seen.push(match change.unwrap() {
                Change::Item(user) => (user.id.clone().unwrap(), None),
                Change::Removed(removed) => (removed.id().unwrap(), Some(removed.reason)),
                Change::Link(link) => panic!("{link:?}"),
            });
        }
        let expected = [
            ("a".to_owned(), None),
            ("users('b')".to_owned(), Some(Removal::Deleted)),
            ("users('c')".to_owned(), Some(Removal::Changed)),
        ];
        assert_eq!(seen, expected, "{text}");
        // The link is relative to the context or the request, and can be kept.
        let link = changes.delta_link().unwrap().to_owned();
        assert!(link.starts_with(&server.root()) && link.ends_with("users?$deltatoken=1"), "{link}");
        let mut later = client.resume_delta::<User>(link.clone()).items();
        assert!(later.next().await.is_some());
        assert!(link.ends_with(server.last().target()), "{link}");
    }
}

/// The example of the JSON format, section 15.1, in both versions: entities of two sets, and links between them.
#[test]
fn links_in_deltas_have_either_form() {
    const MEMBERS: rt::NavigationProperty<User, User, rt::Many> = rt::navigation("members");
    let text = r##"{"@odata.context":"http://h/$metadata#users/$delta","@odata.count":5,"value":[
        {"@odata.id":"users('BOTTM')","displayName":"Susan"},
        {"@odata.context":"http://h/$metadata#users/$deletedLink","source":"users('ALFKI')","relationship":"Orders","target":"Orders('10643')"},
        {"@odata.context":"#users/$deletedLink","source":"users('ALFKI')","relationship":"Boss"},
        {"@odata.context":"http://h/$metadata#users/$link","source":"users('BOTTM')","relationship":"Orders","target":"Orders('10645')","more":[1, 2]},
        {"@odata.context":"http://h/$metadata#Orders/$entity","@odata.id":"Orders(10643)","name":"a","id":5}]}"##;
    for text in [text.to_owned(), text.replace("@odata.", "@")] {
        let page: Page<Change<Object<User>>> = serde_json::from_str(&text).unwrap();
        let mut seen = Vec::new();
        for change in &page {
            seen.push(match change {
                Change::Item(_) => format!("{:?}", change.entity_set()),
                Change::Removed(removed) => panic!("{removed:?}"),
                Change::Link(link) => {
                    let end = |id: Option<String>| id.unwrap_or_default();
                    let (source, target) = (end(link.source()), end(link.target()));
                    format!("{:?} {source} {} {target}", link.kind, end(link.relationship()))
                }
            });
        }
        assert_eq!(
            seen,
            [
                "None",
                "Removed users('ALFKI') Orders Orders('10643')",
                "Removed users('ALFKI') Boss ",
                "Added users('BOTTM') Orders Orders('10645')",
                r#"Some("Orders")"#,
            ]
        );
        // An entity of another set is read as what it is, and nothing is lost.
        let order = page[4].read_as::<Part>().unwrap();
        assert_eq!(order.name.as_deref(), Some("a"));
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&serde_json::to_string(&page).unwrap()), value(&text));
        assert_eq!(value(&serde_json::to_string(&order).unwrap())["id"], 5);
    }

    // Changes that are nested in an entity, as Graph sends them for groups.
    let text = r#"{"id":"g","members@delta":[{"id":"a"},{"id":"b","@removed":{"reason":"deleted"}}]}"#;
    let group: Object<User> = serde_json::from_str(text).unwrap();
    let changes = MEMBERS.changes(&group).unwrap().unwrap();
    assert!(matches!(&changes[0], Change::Item(user) if user.id.as_deref() == Some("a")));
    assert!(matches!(&changes[1], Change::Removed(removed) if removed.id().as_deref() == Some("b")));
    assert!(MEMBERS.read(&group).is_none() && serde_json::to_string(&group).unwrap() == text);
    let odd: Object<User> = serde_json::from_str(r#"{"members@delta":{"id":"a"}}"#).unwrap();
    assert!(MEMBERS.changes(&odd).unwrap().unwrap_err().is_decode());
    assert!(MEMBERS.changes(&serde_json::from_str("{}").unwrap()).is_none());
}

#[tokio::test]
async fn references_have_ids_in_either_form() {
    let server = Loopback::json(200, r#"{"value":[{"@odata.id":"users('a')"},{"@id":"users('b')"}]}"#);
    let client = client(&server, ServiceProfile::V4_01);
    let list = rt::List::<rt::Link>::references(&Resource::root(client).child("members"), "r");
    let ids: Vec<_> = list.send().await.unwrap().iter().map(|link| link.id.clone().unwrap()).collect();
    assert_eq!(ids, ["users('a')", "users('b')"]);
}

/// A monitor that is done at the second request.
fn monitor(done: impl Fn() -> Reply + Send + Sync + 'static) -> Loopback {
    let polls = AtomicUsize::new(0);
    Loopback::start(move |seen| match (seen.method(), polls.fetch_add(1, Ordering::SeqCst)) {
        ("POST", _) | (_, 0 | 1) => Reply::with_headers(202, "Location: /v1.0/monitor\r\nRetry-After: 1\r\n", b""),
        _ => done(),
    })
}

async fn result(server: &Loopback) -> Result<Object<User>, graph_runtime::Error> {
    let client = client(server, ServiceProfile::V4_0);
    GraphService::new(client).me().reprocess_license_assignment().begin().await?.result().await
}

#[tokio::test]
async fn monitors_may_wrap_the_response() {
    let wrapped = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"id\":\"a\"}";
    let server = monitor(move || Reply::body(200, "application/http", wrapped.as_bytes()));
    assert_eq!(result(&server).await.unwrap().id.as_deref(), Some("a"));

    // A status that looks like progress is part of the result.
    let wrapped = "HTTP/1.1 200 OK\n\n{\"id\":\"a\",\"status\":\"running\"}";
    let server = monitor(move || Reply::body(200, "application/http; msgtype=response", wrapped.as_bytes()));
    assert_eq!(result(&server).await.unwrap().id.as_deref(), Some("a"));

    let error = r#"{"error":{"code":"Conflict","message":"taken"}}"#;
    let wrapped = format!("HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\n\r\n{error}");
    let server = monitor(move || Reply::body(200, "application/http", wrapped.as_bytes()));
    let error = result(&server).await.unwrap_err();
    assert!(error.is_conflict() && error.to_string().contains("taken"), "{error}");

    let server = monitor(|| Reply::body(200, "application/http", b"nonsense"));
    assert!(result(&server).await.unwrap_err().is_decode());
}

#[tokio::test]
async fn monitors_may_have_the_status_in_a_header() {
    let server = monitor(|| Reply::with_headers(200, "AsyncResult: 201\r\n", br#"{"id":"a"}"#));
    assert_eq!(result(&server).await.unwrap().id.as_deref(), Some("a"));

    let error = br#"{"error":{"code":"Conflict","message":"taken"}}"#;
    let server = monitor(move || Reply::with_headers(200, "AsyncResult: 409\r\n", error));
    assert!(result(&server).await.unwrap_err().is_conflict());

    let server = monitor(|| Reply::with_headers(200, "AsyncResult: no\r\n", b"{}"));
    assert!(result(&server).await.unwrap_err().is_decode());

    // Without a result there is nothing to read.
    let server = monitor(|| Reply::with_headers(200, "AsyncResult: 204\r\n", b""));
    let client = client(&server, ServiceProfile::V4_01);
    let mut work = GraphService::new(client).me().reprocess_license_assignment().begin().await.unwrap();
    assert_eq!(work.wait().await.unwrap().state(), WorkState::Succeeded);
}
