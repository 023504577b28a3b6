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
fn paths_of_inherited_and_foreign_operations() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").build().expect("a client");
    fn path<O: Operation>(client: &Client, operation: &O) -> String {
        operation.request(client.root()).expect("a request").uri().path().to_owned()
    }
    let shop = kinds::Shop::new(client.clone());
    let code: graph_runtime::Guid = "06ebc4ee-1bb5-47dd-8120-11324bc54e06".parse().expect("a GUID");
    let part = shop.main().parts().by_code(code);
    assert_eq!(path(&client, &part.base()), format!("/odata/main/parts/{code}/base"), "bound to the base type");
    assert_eq!(path(&client, &part.product().get()), format!("/odata/main/parts/{code}/product"));
    let service = names::DefaultService::new(client.clone());
    let deep = service.things().by_id("a/b").deep();
    assert_eq!(path(&client, &deep.act()), "/odata/things/a%2Fb/deep/n.rt.deep.act", "bound in another schema");
    assert_eq!(path(&client, &deep.side().deeper().up().get()), "/odata/things/a%2Fb/deep/side/deeper/up");
    assert_eq!(path(&client, &service.new2().get()), "/odata/new");
}

#[test]
fn parameters_of_every_kind_are_sent_by_their_names() {
    let sent = json!({
        "binary": "AAEC", "boolean": false, "date": "2026-11-23", "decimal": 1.50, "double": "-INF", "duration": "PT1H30M",
        "guid": "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "int64": -1, "untyped": {"a": [null]}, "lengths": [1.5, 2.5], "colour": "red",
        "access": "read,write", "accesses": [], "leaf": {"next": {}}, "leaves": [{}], "order": {"year": 2026, "number": "7"},
        "orders": [], "extra": "x", "type": "t",
    });
    let parameters: kinds::PartEverything = serde_json::from_value(sent.clone()).expect("parameters");
    assert_eq!(parameters.extra.as_deref(), Some("x"), "a parameter has its name, and what is undeclared another");
    assert!(parameters.extra_properties.is_empty(), "all of it is typed: {parameters:?}");
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").build().expect("a client");
    let call = kinds::Shop::new(client.clone()).main().everything(&parameters);
    let body = call.request(client.root()).expect("a request").into_body();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).expect("JSON"), sent);
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
