//! Requests on the wire, byte for byte.
//!
//! The same requests were recorded from Microsoft's Python SDK; if the recordings are available, they are compared,
//! too.

use std::{fs, path::Path};

use crate::loopback::{Loopback, Reply, Seen};
use crate::sample::{AssignLicense, AssignedLicense, GraphService, User};
use graph_runtime::{Client, Guid, Object, StaticToken};
use serde_json::Value;

const ID: &str = "11111111-2222-3333-4444-555555555555";

fn service(server: &Loopback) -> GraphService {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token")).build();
    GraphService::new(client.expect("loopback is fine"))
}

/// Name of the recording, key, and expected path.
const KEYS: [(&str, &str, &str); 16] = [
    ("message_get_key", "AAMkAGI2T/+x=_-==", "/v1.0/users/AAMkAGI2T%2F%2Bx%3D_-%3D%3D"),
    ("key_apostrophe", "o'brien@x.com", "/v1.0/users/o%27brien%40x.com"),
    ("key_percent", "100%", "/v1.0/users/100%25"),
    ("key_pct_escape", "%41", "/v1.0/users/%2541"),
    ("key_slash", "a/b", "/v1.0/users/a%2Fb"),
    ("key_backslash", "a\\b", "/v1.0/users/a%5Cb"),
    ("key_amp_eq", "a&b=c", "/v1.0/users/a%26b%3Dc"),
    ("key_dollar", "$me", "/v1.0/users/%24me"),
    ("key_parens", "(x)", "/v1.0/users/%28x%29"),
    ("key_brackets", "[x]{y}", "/v1.0/users/%5Bx%5D%7By%7D"),
    ("key_unreserved", "A-z_0.9~", "/v1.0/users/A-z_0.9~"),
    ("key_bang_star", "b!x*y", "/v1.0/users/b%21x%2Ay"),
    ("key_pipe_caret_backtick", "|^`", "/v1.0/users/%7C%5E%60"),
    ("key_tab_nl", "a\tb", "/v1.0/users/a%09b"),
    ("key_at_hash", "a@b#c", "/v1.0/users/a%40b%23c"),
    ("key_unicode", "ünï@例.com", "/v1.0/users/%C3%BCn%C3%AF%40%E4%BE%8B.com"),
];

fn records() -> Vec<Value> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/wire/official-sdk-requests.json"));
    fs::read(path).map_or(Vec::new(), |bytes| serde_json::from_slice(&bytes).expect("the records are JSON"))
}

/// Without the recordings, the other tests only compare with what is written here.
#[needs::shared]
#[test]
fn recordings_are_available() {
    assert!(records().len() > 10);
}

/// Compares a request with its recording: method, path, query, and three headers.
fn compare(records: &[Value], name: &str, seen: &Seen) {
    let Some(record) = records.iter().find(|record| record["name"] == name) else {
        assert!(records.is_empty() || !name.starts_with("reprocess"), "{name} is recorded");
        return;
    };
    assert_eq!(record["method"], seen.method(), "{name}");
    assert_eq!(record["path"], seen.path(), "{name}");
    assert_eq!(record["query"].as_str(), seen.query(), "{name}");
    for header in ["content-length", "content-type", "accept"] {
        assert_eq!(record["headers"][header].as_str(), seen.header(header), "{name}: {header}");
    }
}

#[tokio::test]
async fn reprocessing_licenses_has_no_body_and_content_length_0() {
    let server = Loopback::json(200, r#"{"id": "1"}"#);
    let (service, records) = (service(&server), records());
    let upn = "name_contoso.com#EXT#@fabrikam.onmicrosoft.com";
    let upn_path = "name_contoso.com%23EXT%23%40fabrikam.onmicrosoft.com";
    for (name, user, path) in [
        ("reprocessLicenseAssignment", service.users().by_id(ID), format!("users/{ID}")),
        ("reprocessLicenseAssignment_me", service.me(), "me".to_owned()),
        ("reprocessLicenseAssignment_ext_upn", service.users().by_id(upn), format!("users/{upn_path}")),
    ] {
        user.reprocess_license_assignment().send().await.unwrap();
        let seen = server.last();
        let first_line = format!("POST /v1.0/{path}/reprocessLicenseAssignment HTTP/1.1");
        assert_eq!(seen.head.lines().next(), Some(first_line.as_str()));
        assert_eq!(seen.header("content-length"), Some("0"));
        assert_eq!(seen.head.to_ascii_lowercase().matches("content-length").count(), 1);
        assert_eq!(seen.header("accept"), Some("application/json"));
        assert_eq!(seen.header("authorization"), Some("Bearer token"));
        assert_eq!(seen.header("accept-encoding"), cfg!(feature = "gzip").then_some("gzip"));
        for absent in ["content-type", "transfer-encoding", "sdkversion"] {
            assert_eq!(seen.header(absent), None);
        }
        compare(&records, name, &seen);
    }
    let by_guid: Guid = ID.parse().unwrap();
    service.users().by_id(by_guid).reprocess_license_assignment().send().await.unwrap();
    compare(&records, "reprocessLicenseAssignment", &server.last());
}

#[tokio::test]
async fn query_options() {
    let server = Loopback::json(200, r#"{"value": []}"#);
    let (service, records) = (service(&server), records());

    service.me().get().select(User::ID).send().await.unwrap();
    let seen = server.last();
    assert_eq!((seen.method(), seen.target()), ("GET", "/v1.0/me?$select=id"));
    assert_eq!((seen.header("content-length"), seen.header("content-type")), (None, None));
    compare(&records, "me_get", &seen);

    let list = service.users().get().top(5).select((User::ID, User::DISPLAY_NAME, User::MAIL));
    list.send().await.unwrap();
    assert_eq!(server.last().target(), "/v1.0/users?$select=id,displayName,mail&$top=5");
    compare(&records, "users_list_select_top", &server.last());

    service.users().get().send().await.unwrap();
    assert_eq!(server.last().target(), "/v1.0/users");
    compare(&records, "users_list", &server.last());

    // The last call replaces earlier ones; an invalid name cannot become another option.
    service.users().get().top(1).select_raw("id").top(2).select_raw("a&$top=9,b c'#/?").send().await.unwrap();
    assert_eq!(server.last().target(), "/v1.0/users?$select=a%26%24top%3D9,b%20c%27%23%2F%3F&$top=2");
}

#[tokio::test]
async fn odd_keys() {
    let server = Loopback::json(200, r#"{"id": "1"}"#);
    let (service, records) = (service(&server), records());
    for (name, key, path) in KEYS {
        service.users().by_id(key).get().send().await.unwrap();
        let seen = server.last();
        assert_eq!((seen.method(), seen.target()), ("GET", path), "{name}");
        compare(&records, name, &seen);
    }
    // Every recorded key is in the list above.
    for record in &records {
        let (name, path) = (record["name"].as_str().unwrap(), record["path"].as_str().unwrap());
        if name.starts_with("key_") && record["do_not_copy"].is_null() {
            let known = KEYS.iter().any(|(_, _, expected)| *expected == path);
            assert!(known, "{name} is recorded and not tested");
        }
    }
}

#[tokio::test]
async fn parameters() {
    let server = Loopback::json(200, r#"{"id": "1"}"#);
    let (service, records) = (service(&server), records());
    service.users().by_id(ID).assign_license(AssignLicense::default()).send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.body, b"{}");
    assert_eq!(seen.header("content-length"), Some("2"));
    assert_eq!(seen.header("content-type"), Some("application/json"));

    let parameters = AssignLicense {
        add_licenses: Some(vec![Object::new(AssignedLicense {
            disabled_plans: Some(vec!["8a256a2b-b617-496d-b51b-e76466e88db0".parse().unwrap()]),
            sku_id: Some("c7df2760-2c81-4ef7-b578-5b5392b571df".parse().unwrap()),
        })]),
        remove_licenses: Some(vec!["bea13e0c-3828-4daa-a392-28af7ff61a0f".parse().unwrap()]),
    };
    service.users().by_id(ID).assign_license(&parameters).send().await.unwrap();
    let sent = server.last();
    let expected = concat!(
        r#"{"addLicenses":[{"disabledPlans":["8a256a2b-b617-496d-b51b-e76466e88db0"],"#,
        r#""skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df"}],"#,
        r#""removeLicenses":["bea13e0c-3828-4daa-a392-28af7ff61a0f"]}"#,
    );
    assert_eq!(String::from_utf8(sent.body.clone()).unwrap(), expected);
    if let Some(record) = records.iter().find(|record| record["name"] == "assignLicense") {
        let body: Value = serde_json::from_str(record["body_raw"].as_str().unwrap()).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&sent.body).unwrap(), body);
        assert_eq!(record["path"], sent.path());
    }

    let mut explicit = Object::new(AssignLicense { add_licenses: Some(Vec::new()), ..AssignLicense::default() });
    explicit.extra.set_null("removeLicenses");
    service.users().by_id(ID).assign_license(&explicit).send().await.unwrap();
    assert_eq!(server.last().body, br#"{"addLicenses":[],"removeLicenses":null}"#);
}

#[tokio::test]
async fn every_call_has_an_id_and_a_user_agent() {
    let server = Loopback::start(|_| Reply::no_content());
    service(&server).me().retire().send().await.unwrap();
    service(&server).me().retire().send().await.unwrap();
    let [first, second] = server.seen().try_into().unwrap();
    let id = |seen: &Seen| -> Guid { seen.header("client-request-id").unwrap().parse().unwrap() };
    assert_ne!(id(&first), id(&second));
    assert_eq!(id(&first).get_version_num(), 4);
    let ours = concat!("graph-runtime/", env!("CARGO_PKG_VERSION"));
    assert_eq!(first.header("user-agent"), Some(ours));

    let client = Client::builder().base_url(server.root()).user_agent("contoso/2.1").build().unwrap();
    let mine = GraphService::new(client).me().retire().header("client-request-id", "mine");
    mine.header("Prefer", "return=minimal").send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("user-agent"), Some(format!("contoso/2.1 {ours}").as_str()));
    assert_eq!(seen.header("client-request-id"), Some("mine"));
    assert_eq!(seen.header("prefer"), Some("return=minimal"));
    assert_eq!(seen.header("authorization"), None, "there is no credential");
}
