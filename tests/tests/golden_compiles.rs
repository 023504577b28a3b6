//! The golden files are compiled, and used.

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/first_operation.rs"]
mod first_operation;

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/names.rs"]
mod names;

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/kinds.rs"]
mod kinds;

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/hostile.rs"]
mod hostile;

use graph_runtime::{Client, KeySyntax, Operation};
use serde_json::json;

#[test]
fn a_service_with_keys_in_parentheses() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").key_syntax(KeySyntax::Parentheses).build();
    let client = client.expect("a client");
    let service = kinds::Shop::new(client.clone());
    let path = |operation: &dyn Fn() -> http::Request<bytes::Bytes>| operation().uri().path().to_owned();
    let product = service.products().by_id(7);
    assert_eq!(path(&|| product.nothing().request(client.root()).expect("a request")), "/odata/products(7)/nothing");
    let order = service.orders().by_key(2026, "a'b");
    assert_eq!(
        path(&|| order.get().request(client.root()).expect("a request")),
        "/odata/orders(year=2026,number='a%27%27b')"
    );
    assert_eq!(
        path(&|| service.products().texts().request(client.root()).expect("a request")),
        "/odata/products/texts"
    );
}

#[test]
fn every_primitive_is_read_and_written_back() {
    let value = json!({
        "binary": "AAEC", "boolean": true, "byte": 255, "date": "2026-11-23", "dateTimeOffset": "2026-11-23T10:00:00.1234567Z",
        "decimal": 1.50, "double": "INF", "duration": "PT90M", "guid": "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "int16": -3,
        "int32": 70000, "int64": 9007199254740993_i64, "sbyte": -128, "single": 0.1, "string": "x", "timeOfDay": "09:00:00.0000000",
        "untyped": [1, {"a": null}], "length": 2.5, "colour": "green", "access": "read,write", "accesses": ["read", "write,read"],
        "guids": [], "node": {"next": {"next": null}}, "nodes": [{}, {"pair": {"right": {"next": {}}}}],
    });
    let all: kinds::All = serde_json::from_value(value.clone()).expect("all");
    assert!(all.extra.is_empty(), "{all:?}");
    assert_eq!(all.colour, Some(kinds::Colour::Green));
    assert_eq!(all.access, Some(graph_runtime::Flags::from([kinds::Access::Read, kinds::Access::Write])));
    assert_eq!(serde_json::to_value(&all).expect("JSON"), value);
}

#[test]
fn hard_names_are_there() {
    let thing = names::Thing { r#type: Some("t".to_owned()), self_: Some("s".to_owned()), ..Default::default() };
    assert_eq!(serde_json::to_value(&thing).expect("JSON"), json!({"type": "t", "self": "s"}));
    let tool: names::Tool = "remote_Control_Software".parse().expect("infallible");
    assert_eq!(tool.to_string(), "remote_Control_Software");
    assert_ne!(tool, names::Tool::RemoteControlSoftware);
}
