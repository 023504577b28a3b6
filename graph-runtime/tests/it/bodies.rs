//! Request bodies in JSON: absent, null and set properties, types, references, and the difference of two objects.

use crate::sample::{AllOptions, Part, User, Wheel};
use graph_runtime::codegen as rt;
use proptest::prelude::*;
use rt::{Body, Client, Object, Property, Structured, Write, property};
use serde_json::{Value, json};

const NAME: Property<Part, String> = property("name");
const ENABLED: Property<Part, bool> = property("enabled");
const TEXT: Property<AllOptions, String> = property("text");
const TEXTS: Property<AllOptions, Vec<String>> = property("texts");
const INT64: Property<AllOptions, i64> = property("int64");
const DOUBLE: Property<AllOptions, f64> = property("double");
const DURATION: Property<AllOptions, rt::Duration> = property("duration");
const BINARY: Property<AllOptions, rt::Binary> = property("binary");
const FLAGS: Property<AllOptions, rt::Flags<crate::sample::Colour>> = property("flags");
const COLOUR: Property<AllOptions, rt::Member<crate::sample::Colour>> = rt::property("colour");
const COLOURS: Property<AllOptions, Vec<rt::Member<crate::sample::Colour>>> = rt::property("colours");
const PART: Property<AllOptions, Object<Part>> = property("part");
const CHILDREN: Property<AllOptions, Vec<Object<Part>>> = property("children");
const SEALED: Property<AllOptions, String, rt::CreateOnly> = property("sealed");
const PARTS: rt::NavigationProperty<AllOptions, Part, rt::Many> = rt::navigation("parts");
const OWNER: rt::NavigationProperty<AllOptions, User, rt::One> = rt::navigation("owner");

fn json_of<T: Structured, F>(body: &Body<T, F>) -> Value {
    serde_json::to_value(body).expect("a body is JSON")
}

/// Returns the JSON of the request, or the error.
fn sent<D: rt::DerivedFrom<T>, T: Structured, F>(body: Body<D, F>) -> Result<Value, String> {
    let client = Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client");
    let resource = rt::Resource::root(client.clone()).child("sample");
    let write = Write::<Object<T>>::replace::<T, D, F>(&resource, "sample", body);
    let request = graph_runtime::Operation::request(&write, client.root()).map_err(|error| error.to_string())?;
    assert_eq!(request.headers()["content-type"], "application/json");
    Ok(serde_json::from_slice(request.body()).expect("a body is JSON"))
}

#[test]
fn absent_null_and_set_properties_differ() {
    assert_eq!(json_of(&Body::<AllOptions>::new()), json!({}));
    let body = Body::new().set(TEXT, "a").null(INT64).set(DOUBLE, f64::INFINITY).set(TEXTS, ["x", "y"]);
    let text = serde_json::to_string(&body).expect("JSON");
    assert_eq!(text, r#"{"text":"a","int64":null,"double":"INF","texts":["x","y"]}"#, "in the order they were set");
    let body = body.set(TEXT, String::from("b")).without(INT64).null(DOUBLE).set(TEXTS, Vec::<String>::new());
    assert_eq!(serde_json::to_string(&body).expect("JSON"), r#"{"text":"b","double":null,"texts":[]}"#);
}

#[test]
fn values_are_written_in_the_format_of_their_types() {
    let body = Body::new()
        .set(DURATION, "PT1H30M".parse::<rt::Duration>().expect("a duration"))
        .set(BINARY, rt::Binary::from(vec![0, 255]))
        .set(FLAGS, crate::sample::Colour::Red)
        .set(PART, Object::new(Part { name: Some("p".to_owned()), ..rt::empty() }));
    let expected = json!({"duration": "PT1H30M", "binary": "AP8=", "flags": "red", "part": {"name": "p"}});
    assert_eq!(json_of(&body), expected);
}

#[test]
fn members_of_enumerations_can_be_set() {
    use crate::sample::Colour::{Blue, Red};
    let unknown = rt::Member::named("mauve");
    let colour = |body: Body<AllOptions>| json_of(&body.null(TEXT))["colour"].clone();
    assert_eq!(colour(Body::new().set(COLOUR, Red)), "red");
    assert_eq!(colour(Body::new().set(COLOUR, rt::Member::Known(Blue))), "blue");
    assert_eq!(colour(Body::new().set(COLOUR, unknown.clone())), "mauve");
    let colours = |body: Body<AllOptions>| json_of(&body)["colours"].clone();
    assert_eq!(colours(Body::new().set(COLOURS, [Red, Blue])), json!(["red", "blue"]));
    assert_eq!(colours(Body::new().set(COLOURS, vec![Red, Blue])), json!(["red", "blue"]));
    assert_eq!(colours(Body::new().set(COLOURS, vec![Red.into(), unknown.clone()])), json!(["red", "mauve"]));
    let flags = |body: Body<AllOptions>| json_of(&body)["flags"].clone();
    assert_eq!(flags(Body::new().set(FLAGS, rt::Flags::from([Red, Blue]))), "red,blue");
    assert_eq!(flags(Body::new().set(FLAGS, rt::Flags::from([Blue.into(), unknown]))), "blue,mauve");
}

#[test]
fn a_derived_type_is_named() {
    let wheel = || Body::new().set(Wheel::SPOKES, 36);
    let part = || Body::new().set(NAME, "p").null(ENABLED);
    let wheel_json = json!({"@odata.type": "#sample.wheel", "spokes": 36});
    let part_json = json!({"name": "p", "enabled": null});
    assert_eq!(json_of(&Body::new().set(PART, part())), json!({"part": part_json}));
    assert_eq!(json_of(&Body::new().set(PART, wheel())), json!({"part": wheel_json}));
    assert_eq!(json_of(&Body::new().set(CHILDREN, vec![part(), part()])), json!({"children": [part_json, part_json]}));
    assert_eq!(json_of(&Body::new().set(CHILDREN, [wheel()])), json!({"children": [wheel_json]}));
    assert_eq!(sent::<_, Part, _>(wheel()), Ok(wheel_json.clone()));
    assert_eq!(sent::<_, Part, _>(part()), Ok(part_json));
    assert_eq!(sent::<_, Wheel, _>(wheel()), Ok(wheel_json), "a derived type is always named");
    let own = part().raw("@odata.type", "#sample.other".into());
    assert_eq!(json_of(&Body::new().set(PART, own))["part"]["@odata.type"], "#sample.other");
}

#[test]
fn a_list_can_hold_bodies_of_several_types() {
    let part = || Body::new().set(NAME, "p");
    let wheel = || Body::new().set(Wheel::SPOKES, 36);
    let expected = json!([{"name": "p"}, {"@odata.type": "#sample.wheel", "spokes": 36}]);
    assert_eq!(json_of(&Body::new().set(CHILDREN, (part(), wheel())))["children"], expected);
    assert_eq!(
        json_of(&Body::new().set(PARTS, (Part { name: Some("p".to_owned()), ..rt::empty() }, wheel())))["parts"],
        expected
    );
    assert_eq!(json_of(&Body::new().set(CHILDREN, [part(), wheel().into_base()]))["children"], expected);
    let mut list = vec![part()];
    list.push(wheel().into_base());
    assert_eq!(json_of(&Body::new().set(PARTS, list))["parts"], expected);
    assert_eq!(json_of(&wheel().into_base::<Part>()), expected[1], "the type is kept");
    assert_eq!(sent::<_, Part, _>(wheel().into_base::<Part>()), Ok(expected[1].clone()));
    assert_eq!(json_of(&part().into_base::<Part>()), expected[0], "the same type");
    let eight = (wheel(), part(), wheel(), part(), wheel(), part(), wheel(), part());
    assert_eq!(json_of(&Body::new().set(CHILDREN, eight))["children"].as_array().map(Vec::len), Some(8));
}

#[test]
fn objects_and_structs_become_bodies() {
    let text = r##"{"name":"p","colour":{"red":1},"note":null,"owner@odata.bind":"/users/x"}"##;
    let received: Object<Part> = serde_json::from_str(text).expect("JSON");
    assert_eq!(serde_json::to_string(&Body::from(received.clone())).expect("JSON"), text);
    let json: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(sent::<Part, Part, _>(received.clone().into()), Ok(json), "the type is inferred");
    let changed = Body::from(received).set(NAME, "q").raw("note", 7.into());
    assert_eq!(
        json_of(&changed),
        json!({"name": "q", "colour": {"red": 1}, "note": 7, "owner@odata.bind": "/users/x"})
    );
    let wheel = || Wheel { name: None, spokes: Some(36) };
    let wheel_json = json!({"@odata.type": "#sample.wheel", "spokes": 36});
    assert_eq!(sent::<_, Part, _>(Body::from(wheel())), Ok(wheel_json.clone()), "where the base type is declared");
    assert_eq!(sent::<_, Part, _>(Body::from(Object::<Part>::from(wheel()))), Ok(wheel_json), "an object of it");
    assert!(Body::from(rt::empty::<Part>()).is_empty());
    for text in ["7", "[1]", "null"] {
        let whole: Object<Part> = serde_json::from_str(text).expect("JSON");
        let error = sent::<_, Part, _>(Body::from(whole)).expect_err(text);
        assert!(error.contains("expected an object"), "{error}");
    }
}

/// A request builder for users.
struct Users(rt::Resource);

impl rt::RequestBuilder for Users {
    type Item = User;
    type Number = rt::One;

    fn resource(&self) -> &rt::Resource {
        &self.0
    }
}

#[test]
fn request_builders_and_entities_are_references() {
    let client = Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client");
    let users = rt::Resource::root(client.clone()).child("users");
    let user = |key: &str| Users(users.key(&[("id", key.into())]));
    assert_eq!(
        sent::<AllOptions, AllOptions, _>(Body::new().bind(OWNER, &user("a'b/c")).bind(PARTS, [&user("1")])),
        Ok(json!({
            "owner@odata.bind": "http://127.0.0.1:9/v1.0/users/a%27b%2Fc",
            "parts@odata.bind": ["http://127.0.0.1:9/v1.0/users/1"],
        }))
    );
    let error = sent::<AllOptions, AllOptions, _>(Body::new().bind(OWNER, &user(""))).expect_err("a key is empty");
    assert!(error.contains("empty"), "{error}");

    let write = |to: graph_runtime::Reference| {
        let resource = rt::Resource::root(client.clone()).child("groups");
        let add = Write::<()>::add_reference(&resource, "sample", to.clone());
        let remove = Write::<()>::remove_reference(&resource, "sample", to);
        let add = graph_runtime::Operation::request(&add, client.root()).map_err(|error| error.to_string())?;
        let remove = graph_runtime::Operation::request(&remove, client.root()).map_err(|error| error.to_string())?;
        let add: Value = serde_json::from_slice(add.body()).expect("a body is JSON");
        Ok::<_, String>((add["@odata.id"].as_str().unwrap_or_default().to_owned(), remove.uri().to_string()))
    };
    let removed = |id: &str| format!("http://127.0.0.1:9/v1.0/groups/$ref?$id={id}");
    assert_eq!(
        write((&user("x")).into()),
        Ok(("http://127.0.0.1:9/v1.0/users/x".into(), removed("http%3A%2F%2F127.0.0.1%3A9%2Fv1.0%2Fusers%2Fx")))
    );
    let entity =
        |text: &str| -> graph_runtime::Reference { (&serde_json::from_str::<Object<User>>(text).unwrap()).into() };
    for (text, expected) in [
        (r#"{"@odata.id": "https://a.example/users('x')"}"#, "https://a.example/users('x')"),
        (r#"{"@id": "users('x')"}"#, "http://127.0.0.1:9/v1.0/users('x')"),
        (
            r##"{"@odata.context": "https://a.example/s/$metadata#users", "@odata.id": "users('x')"}"##,
            "https://a.example/s/users('x')",
        ),
    ] {
        assert_eq!(write(entity(text)).expect(text).0, expected);
    }
    let error = write(entity(r#"{"id": "x"}"#)).expect_err("there is no URL");
    assert!(error.contains("has no `@odata.id`; refer to it by a request builder or a path"), "{error}");
}

#[test]
fn related_entities_are_bound_or_inserted() {
    let body = Body::new()
        .bind(PARTS, ["/parts/1", "https://elsewhere.example/parts/2"])
        .bind(OWNER, "/users/x")
        .set(PARTS, [Body::new().set(NAME, "new").bind(PARTS_OF_PART, vec!["/parts/3".to_owned()])]);
    let expected = json!({
        "parts@odata.bind": ["http://127.0.0.1:9/v1.0/parts/1", "https://elsewhere.example/parts/2"],
        "owner@odata.bind": "http://127.0.0.1:9/v1.0/users/x",
        "parts": [{"name": "new", "parts@odata.bind": ["http://127.0.0.1:9/v1.0/parts/3"]}],
    });
    assert_eq!(sent::<_, AllOptions, _>(body), Ok(expected));
}

const PARTS_OF_PART: rt::NavigationProperty<Part, Part, rt::Many> = rt::navigation("parts");

#[test]
fn create_only_properties_are_set_on_creation() {
    let body = Body::for_create().set(SEALED, "for good").set(PART, Body::new().set(NAME, "p"));
    assert_eq!(sent::<_, AllOptions, _>(body), Ok(json!({"sealed": "for good", "part": {"name": "p"}})));
}

#[test]
fn bodies_that_are_nested_too_deeply_are_errors() {
    const PARENT: Property<AllOptions, Object<AllOptions>> = property("parent");
    let nested = |count: usize| (0..count).fold(Body::<AllOptions>::new(), |inner, _| Body::new().set(PARENT, inner));
    assert!(sent::<_, AllOptions, _>(nested(90)).is_ok());
    let problem = sent::<_, AllOptions, _>(nested(20_000)).expect_err("too deep");
    assert!(problem.contains("more than 100 levels deep") && problem.len() < 1000, "{problem}");
}

#[test]
fn changes_are_the_properties_that_differ() {
    let read = |text: &str| serde_json::from_str::<Object<AllOptions>>(text).expect("JSON");
    let before = read(
        r#"{"@odata.etag": "W/1", "text": "a", "int64": 1, "part": {"name": "p", "enabled": true}, "texts": ["x"],
            "guid": "not one", "open": 1, "gone": 2, "boolean": null}"#,
    );
    assert_eq!(json_of(&Body::changes(&before, &before)), json!({}));
    let mut after = before.clone();
    after.text = None;
    after.int64 = Some(2);
    after.part.as_mut().expect("it was there").name = Some("q".to_owned());
    after.boolean = Some(false);
    after.extra.set("open", 7).expect("JSON");
    after.extra.remove("gone");
    after.extra.remove("@odata.etag");
    let expected = json!({
        "text": null, "int64": 2, "part": {"name": "q"}, "boolean": false, "open": 7, "gone": null,
    });
    assert_eq!(json_of(&Body::changes(&before, &after)), expected);
    assert_eq!(json_of(&Body::changes(&Object::default(), &before))["guid"], "not one", "nothing is lost");
}

/// Returns the changes between two objects.
fn changes(before: &Value, after: &Value) -> Value {
    let read = |value: &Value| serde_json::from_value::<Object<AllOptions>>(value.clone()).expect("JSON");
    json_of(&Body::changes(&read(before), &read(after)))
}

#[test]
fn changes_of_complex_values_are_their_differences() {
    // `parent` is declared, and its properties are not.
    let location = json!({"displayName": "L", "locationUri": "u", "address": {"city": "C", "street": "S"}});
    let moved = json!({"displayName": "L", "address": {"city": "C"}});
    assert_eq!(
        changes(&json!({"parent": location}), &json!({"parent": moved})),
        json!({"parent": {"locationUri": null, "address": {"street": null}}})
    );
    for (before, after, expected) in [
        (json!({"a": 1, "b": null}), json!({"a": 1}), None),
        (json!({"a": 1, "a@odata.type": "#Int64"}), json!({"a": 1}), None),
        (json!({"a": 1}), json!({}), Some(json!({"a": null}))),
        (json!({"a": {"b": 1}}), json!({"a": null}), Some(json!({"a": null}))),
        (json!({"a": null}), json!({"a": {"b": 1}}), Some(json!({"a": {"b": 1}}))),
        (json!({"a": [{"b": 1, "c": 2}]}), json!({"a": [{"b": 1}]}), Some(json!({"a": [{"b": 1}]}))),
        (
            json!({"@odata.type": "#x.y", "a": 1, "b": 2}),
            json!({"@odata.type": "#x.y", "a": 1, "b": 3}),
            Some(json!({"@odata.type": "#x.y", "b": 3})),
        ),
        (
            json!({"a": {"@odata.type": "#x.y", "b": 1, "c": 2}}),
            json!({"a": {"@odata.type": "#x.z", "b": 1}}),
            Some(json!({"a": {"@odata.type": "#x.z", "b": 1}})),
        ),
        (
            json!({"a": {"type": "Point", "coordinates": [1, 2]}}),
            json!({"a": {"type": "Point", "coordinates": [1, 3]}}),
            Some(json!({"a": {"type": "Point", "coordinates": [1, 3]}})),
        ),
    ] {
        let changed = changes(&json!({"parent": before}), &json!({"parent": after}));
        assert_eq!(changed.get("parent"), expected.as_ref(), "{before} → {after}");
    }
    // What an undeclared property is, is unknown.
    assert_eq!(
        changes(&json!({"open": {"a": 1, "b": {"c": 2, "d": 3}}}), &json!({"open": {"a": 1, "b": {"c": 2}}})),
        json!({"open": {"a": 1, "b": {"c": 2, "d": null}}})
    );
    assert_eq!(changes(&json!({"open": {"a": 1}}), &json!({"open": {"a": 1}})), json!({}));
}

#[test]
fn changes_of_many_and_of_deep_values_are_bounded() {
    // A quadratic comparison would not finish.
    let many = |first: u32| Value::Object((first..50_000).map(|number| (format!("p{number}"), json!(1))).collect());
    let changed = changes(&json!({"parent": many(0)}), &json!({"parent": many(25_000)}));
    assert_eq!(changed["parent"].as_object().map(serde_json::Map::len), Some(25_000));
    let deep = |end: &str| (0..110).fold(json!({"a": end}), |inner, _| json!({"parent": inner}));
    let changed = changes(&deep("1"), &deep("2"));
    assert!(changed.to_string().contains(r#"{"a":"2"}"#));
}

#[test]
fn debug_shows_names_but_not_values() {
    let body = Body::new().set(TEXT, "secret").null(INT64).bind(OWNER, "/users/secret");
    assert_eq!(format!("{body:?}"), r#"["text", "int64", "owner@odata.bind"]"#);
}

proptest! {
    #[test]
    fn values_are_read_as_they_were_set(
        text in proptest::option::of(any::<String>()),
        int64 in proptest::option::of(any::<i64>()),
        double in proptest::option::of(any::<f64>().prop_filter("NaN does not equal itself", |value| !value.is_nan())),
        texts in proptest::collection::vec(any::<String>(), 0..4),
        names in proptest::collection::vec(proptest::option::of(any::<String>()), 0..4),
        order in any::<bool>(),
    ) {
        let part = |name: &Option<String>| match name {
            Some(name) => Body::new().set(NAME, name),
            None => Body::new().null(NAME),
        };
        let mut body = Body::<AllOptions>::new();
        if order {
            body = body.set(TEXTS, texts.clone());
        }
        body = match &text { Some(text) => body.set(TEXT, text), None => body.null(TEXT) };
        if let Some(value) = int64 { body = body.set(INT64, value) }
        if let Some(value) = double { body = body.set(DOUBLE, value) }
        body = body.set(TEXTS, texts.clone()).set(CHILDREN, names.iter().map(part).collect::<Vec<_>>());

        let json = serde_json::to_string(&body).unwrap();
        let read: Object<AllOptions> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read.text, &text);
        prop_assert_eq!(read.extra.is_null("text"), text.is_none());
        prop_assert_eq!(read.int64, int64);
        prop_assert_eq!(read.double, double);
        prop_assert!(!read.extra.is_null("double"), "a property that was not set is absent");
        prop_assert_eq!(read.texts.as_ref(), Some(&texts));
        let children = read.children.as_deref().unwrap_or_default();
        prop_assert_eq!(children.iter().map(|child| child.name.clone()).collect::<Vec<_>>(), names);
        // A body of what was read is the same JSON.
        let again: Value = serde_json::to_value(Body::changes(&Object::default(), &read)).unwrap();
        prop_assert_eq!(again, serde_json::from_str::<Value>(&json).unwrap());
    }
}
