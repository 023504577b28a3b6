//! Compiles the golden files and uses them.

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

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/reach.rs"]
mod reach;

use graph_runtime::{Client, KeySyntax, Literal, Member, Object, Operation, codegen::RequestBuilder, empty};
use serde_json::json;

#[test]
fn a_service_with_keys_in_parentheses() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").key_syntax(KeySyntax::Parentheses).build();
    let client = client.expect("a client");
    let service = kinds::Shop::new(client.clone());
    let path = |operation: &dyn Fn() -> http::Request<bytes::Bytes>| operation().uri().path().to_owned();
    let product = service.products().by_id(7);
    assert_eq!(path(&|| product.nothing().request(client.root()).expect("a request")), "/odata/products(7)/k.nothing");
    let order = service.orders().by_key(2026, "a'b");
    assert_eq!(
        path(&|| order.get().request(client.root()).expect("a request")),
        "/odata/orders(year=2026,number='a%27%27b')"
    );
    assert_eq!(
        path(&|| service.products().texts().request(client.root()).expect("a request")),
        "/odata/products/k.texts"
    );
}

#[test]
fn paths_of_operations_of_base_types_and_other_schemas() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").build().expect("a client");
    fn path<O: Operation>(client: &Client, operation: &O) -> String {
        operation.request(client.root()).expect("a request").uri().path().to_owned()
    }
    let shop = kinds::Shop::new(client.clone());
    let code: graph_runtime::Guid = "06ebc4ee-1bb5-47dd-8120-11324bc54e06".parse().expect("a GUID");
    let part = shop.main().parts().by_code(code);
    assert_eq!(path(&client, &part.base()), format!("/odata/main/parts({code})/k.base"), "bound to the base type");
    assert_eq!(path(&client, &part.product().get()), format!("/odata/main/parts({code})/product"));
    // Another service has another client.
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").build().expect("a client");
    let service = names::DefaultService::new(client.clone());
    let deep = service.things().by_id("a/b").deep();
    assert_eq!(path(&client, &deep.act()), "/odata/things('a%2Fb')/deep/n.rt.deep.act", "bound in another schema");
    assert_eq!(path(&client, &deep.side().deeper().up().get()), "/odata/things('a%2Fb')/deep/side/deeper/up");
    assert_eq!(path(&client, &service.new_root().get()), "/odata/new");
}

#[test]
fn parameters_of_all_kinds_are_sent() {
    let sent = json!({
        "binary": "AAEC", "boolean": false, "date": "2026-11-23", "decimal": 1.50, "double": "-INF", "duration": "PT1H30M",
        "guid": "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "int64": -1, "untyped": {"a": [null]}, "lengths": [1.5, 2.5], "colour": "red",
        "access": "read,write", "accesses": [], "leaf": {"next": {}}, "leaves": [{}], "order": {"year": 2026, "number": "7"},
        "orders": [], "extra": "x", "type": "t",
    });
    let parameters: Object<kinds::PartEverything> = serde_json::from_value(sent.clone()).expect("parameters");
    assert_eq!(parameters.extra_property.as_deref(), Some("x"), "`extra` is the name of undeclared properties");
    assert!(parameters.extra.is_empty(), "all properties are typed: {parameters:?}");
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").build().expect("a client");
    let call = kinds::Shop::new(client.clone()).main().everything(&parameters);
    let body = call.request(client.root()).expect("a request").into_body();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).expect("JSON"), sent);
}

#[test]
fn all_primitive_types_round_trip() {
    let value = json!({
        "binary": "AAEC", "boolean": true, "byte": 255, "date": "2026-11-23", "dateTimeOffset": "2026-11-23T10:00:00.1234567Z",
        "decimal": 1.50, "double": "INF", "duration": "PT90M", "guid": "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "int16": -3,
        "int32": 70000, "int64": 9007199254740993_i64, "sbyte": -128, "single": 0.1, "string": "x", "timeOfDay": "09:00:00.0000000",
        "untyped": [1, {"a": null}], "length": 2.5, "colour": "green", "access": "read,write", "accesses": ["read", "write,read"],
        "guids": [], "node": {"next": {"next": null}}, "nodes": [{}, {"pair": {"right": {"next": {}}}}],
    });
    let all: Object<kinds::All> = serde_json::from_value(value.clone()).expect("all");
    assert!(all.extra.is_empty(), "{all:?}");
    assert_eq!(all.colour, Some(kinds::Colour::Green.into()));
    assert_eq!(all.access, Some(graph_runtime::Flags::from([kinds::Access::Read, kinds::Access::Write])));
    assert_eq!(serde_json::to_value(&all).expect("JSON"), value);
}

#[test]
fn names_are_escaped() {
    let thing = names::Thing { r#type: Some("t".to_owned()), self_: Some("s".to_owned()), ..empty() };
    let thing = Object::new(thing);
    assert_eq!(serde_json::to_value(&thing).expect("JSON"), json!({"type": "t", "self": "s"}));
    let tool: Member<names::Tool> = "remote_Control_Software".parse().expect("infallible");
    assert_eq!(tool.to_string(), "remote_Control_Software");
    assert!(tool != names::Tool::RemoteControlSoftware);
}

impl names::Thing {
    /// As an extension might add it.
    #[expect(clippy::wrong_self_convention, reason = "the name is the point")]
    fn into_value(&self) -> &'static str {
        "generated"
    }
}

#[test]
fn nothing_of_the_runtime_hides_a_property_or_a_method() {
    let text = |text: &str| Some(text.to_owned());
    let mut thing = Object::new(names::Thing {
        extra_property: text("extra"),
        into_value: text("into_value"),
        clone: text("clone"),
        value: text("value"),
        new: text("new"),
        ..empty()
    });
    thing.clone = text("changed");
    thing.extra.set("other", 1).expect("JSON");
    let copy = thing.clone();
    assert_eq!(copy.extra_property.as_deref(), Some("extra"));
    assert_eq!(copy.into_value.as_deref(), Some("into_value"));
    assert_eq!(copy.clone.as_deref(), Some("changed"));
    assert_eq!(copy.value.as_deref(), Some("value"));
    assert_eq!(copy.new.as_deref(), Some("new"));
    assert_eq!(thing.into_value(), "generated");
    assert_eq!(Object::into_value(thing).value.as_deref(), Some("value"));
    assert_eq!(
        serde_json::to_value(&copy).expect("JSON"),
        json!({
            "extra": "extra", "intoValue": "into_value", "clone": "changed", "value": "value", "new": "new", "other": 1,
        })
    );
}

/// Methods that a later version of the runtime might add to every request builder.
#[expect(dead_code, reason = "generated methods win: that is the test")]
trait LaterMethods: RequestBuilder {
    fn resource(&self) {}
    fn get_property(&self) {}
    fn by_id(&self) {}
    fn new_thing(&self) {}
}

impl<B: RequestBuilder> LaterMethods for B {}

#[test]
fn later_methods_of_the_runtime_do_not_hide_generated_ones() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").build().expect("a client");
    let service = names::DefaultService::new(client);
    let looped: names::LoopRequestBuilder = service.loops_root().by_loop("a").resource();
    let looped: names::LoopRequestBuilder = looped.get_property();
    // `RequestBuilder::resource` is still reachable by its trait.
    assert_eq!(RequestBuilder::resource(&looped).template(), "/Loops/{loop}/resource/get");
    let things: names::ThingRequestBuilder2 = service.things().by_id("b").by_id_property().new_thing();
    assert_eq!(RequestBuilder::resource(&things).template(), "/things/{id}/byId/new_thing");
}

fn target(client: &Client, operation: &impl Operation) -> String {
    let request = operation.request(client.root()).expect("a request");
    let uri = request.uri().to_string();
    format!("{} {}", request.method(), uri.strip_prefix(client.root().as_str()).unwrap_or(&uri))
}

#[test]
fn casts_functions_imports_and_alternate_keys() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").build().expect("a client");
    let city = reach::City::new(client.clone());
    let place = city.places().by_id("a/b");
    assert_eq!(
        target(&client, &place.as_house().rooms().by_id("r").get()),
        "GET /places('a%2Fb')/example.city.house/rooms('r')"
    );
    assert_eq!(target(&client, &city.places().as_house().get()), "GET /places/example.city.house");
    assert_eq!(
        target(&client, &place.as_house().as_court().verdict("o'b").header("x", "y")),
        "GET /places('a%2Fb')/example.city.house/example.city.law.court/example.city.law.verdict(of='o%27%27b')"
    );
    assert_eq!(target(&client, &city.places().delta().top(5)), "GET /places/example.city.delta()?$top=5");
    assert_eq!(
        target(&client, &city.places().delta_with_token("a,b").select(reach::Place::ID)),
        "GET /places/example.city.delta(token='a%2Cb')?$select=id"
    );
    let hall = city.hall();
    assert_eq!(target(&client, &hall.range()), "GET /hall/example.city.range()");
    assert_eq!(
        target(&client, &hall.range_with_from_and_to_result(1, Literal::null()).by_id("r").parts().get()),
        "GET /hall/example.city.range(from=1,to=null)('r')/parts"
    );
    assert_eq!(target(&client, &hall.address().town().get()), "GET /hall/address/town");
    assert_eq!(
        target(&client, &hall.home_result().as_post_box().r#move(reach::AddressMove::default())),
        "POST /hall/example.city.home()/example.city.postBox/example.city.move"
    );
    assert_eq!(target(&client, &hall.plan()), "GET /hall/example.city.plan()");
    assert_eq!(target(&client, &city.nearest_place(1.5, f64::NAN)), "GET /nearestPlace(lat=1.5,lon=NaN)");
    assert_eq!(target(&client, &city.towns_result().by_id("t").get()), "GET /towns()('t')");
    assert_eq!(target(&client, &city.reset()), "POST /reset");
    assert_eq!(target(&client, &city.found_town(reach::FoundTown::default())), "POST /foundTown");
    assert_eq!(target(&client, &city.places().by_code(7).get()), "GET /places(code=7)");
    assert_eq!(
        target(&client, &city.places().by_street_and_code("a'b", 7).get()),
        "GET /places(street='a%27%27b',code=7)"
    );
}

#[test]
fn optional_parameters_and_parameters_without_a_literal() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").build().expect("a client");
    let hall = reach::City::new(client.clone()).hall();
    assert_eq!(target(&client, &hall.optional("n", None, None, None)), "GET /hall/example.city.optional(name='n')");
    let size = Object::new(reach::Size { width: Some(3) });
    assert_eq!(
        target(&client, &hall.optional("n", None, Some(&Object::null()), None)),
        "GET /hall/example.city.optional(name='n',size=@size)?@size=null"
    );
    assert_eq!(
        target(&client, &hall.optional("n", Some(7.into()), Some(&size), Some(&[1, 2]))),
        "GET /hall/example.city.optional(name='n',skip=7,size=@size,ids=@ids)?@ids=%5B1%2C2%5D&@size=%7B%22width%22%3A3%7D"
    );
    let operation = hall.everything(
        "it's",
        graph_runtime::Guid::nil(),
        true,
        255u8,
        i64::MIN,
        -1.5,
        f32::INFINITY,
        "1.50".parse::<graph_runtime::Decimal>().expect("a decimal"),
        "2024-02-29".parse::<graph_runtime::Date>().expect("a date"),
        "2024-02-29T01:02:03Z".parse::<graph_runtime::DateTimeOffset>().expect("an instant"),
        "07:08:09".parse::<graph_runtime::TimeOfDay>().expect("a time"),
        "PT1H".parse::<graph_runtime::Duration>().expect("a duration"),
        graph_runtime::Binary::from(vec![251, 255]),
        reach::Colour::Red,
        graph_runtime::Flags::from([reach::Access::Read, reach::Access::Write]),
        2.0,
        &json!({"a": [1]}),
        &size,
        &[],
        &["a/b".to_owned()],
        -1,
    );
    assert_eq!(
        target(&client, &operation),
        "GET /hall/example.city.everything(text='it%27%27s',guid=00000000-0000-0000-0000-000000000000,boolean=true,byte=255,\
         int64=-9223372036854775808,double=-1.5,single=INF,decimal=1.50,date=2024-02-29,\
         dateTimeOffset=2024-02-29T01%3A02%3A03Z,timeOfDay=07%3A08%3A09,duration=duration'PT1H',binary=binary'-_8%3D',\
         colour=example.city.colour'red',access=example.city.access'read%2Cwrite',length=2.0,untyped=@untyped,size=@size,sizes=@sizes,ids=@ids,self=-1)\
         ?@ids=%5B%22a%2Fb%22%5D&@size=%7B%22width%22%3A3%7D&@sizes=%5B%5D&@untyped=%7B%22a%22%3A%5B1%5D%7D"
    );
}
