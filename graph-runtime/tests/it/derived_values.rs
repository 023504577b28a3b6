//! Values of derived types where base types are declared, and types named in what is sent.

use crate::sample::{AllOptions, AssignLicense, AssignedLicense, GraphService, Part, User, Wheel};
use graph_runtime::{
    codec::{Decoded, JsonError, JsonReader, JsonWriter, Value},
    codegen as rt,
};
use rt::{Body, Client, Object, Property, Structured, property};
use serde_json::json;

const PART: Property<AllOptions, Object<Part>> = property("part");
const CHILDREN: Property<AllOptions, Vec<Object<Part>>> = property("children");
const PARTS: rt::NavigationProperty<AllOptions, Part, rt::Many> = rt::navigation("parts");
const OWNER: rt::NavigationProperty<AllOptions, User, rt::One> = rt::navigation("owner");

fn json_of<T: Structured>(body: &Body<T>) -> serde_json::Value {
    serde_json::to_value(body).expect("a body is JSON")
}

#[test]
fn structs_are_values_of_complex_and_navigation_properties() {
    let part = || Part { name: Some("p".to_owned()), ..rt::empty() };
    let part_json = json!({"name": "p"});
    let wheel = || Wheel { name: Some("w".to_owned()), spokes: Some(36) };
    let wheel_json = json!({"@odata.type": "#sample.wheel", "name": "w", "spokes": 36});
    let set = |body: Body<AllOptions>| json_of(&body);
    assert_eq!(set(Body::new().set(PART, part())), json!({"part": part_json}));
    assert_eq!(set(Body::new().set(PART, wheel())), json!({"part": wheel_json}));
    assert_eq!(set(Body::new().set(PART, Object::new(part()))), json!({"part": part_json}));
    assert_eq!(set(Body::new().set(CHILDREN, [part()])), json!({"children": [part_json]}));
    assert_eq!(set(Body::new().set(CHILDREN, vec![wheel()])), json!({"children": [wheel_json]}));
    let mixed: Vec<Object<Part>> = vec![part().into(), wheel().into()];
    assert_eq!(set(Body::new().set(CHILDREN, mixed)), json!({"children": [part_json, wheel_json]}));
    let related = Body::new().set(PARTS, [wheel()]).set(OWNER, Body::<User>::new());
    assert_eq!(set(related), json!({"parts": [wheel_json], "owner": {}}));
}

#[test]
fn the_type_is_named_at_every_level_of_what_is_sent() {
    const WHEEL: Property<AllOptions, Object<Wheel>> = property("wheel");
    const WHEELS: Property<AllOptions, Vec<Object<Wheel>>> = property("wheels");
    let wheel: Object<Wheel> = serde_json::from_str(r#"{"spokes": 1, "colour": "red"}"#).expect("JSON");
    assert_eq!(serde_json::to_string(&wheel).expect("JSON"), r#"{"spokes":1,"colour":"red"}"#, "written as read");
    let body = Body::new().set(WHEEL, wheel.clone()).set(WHEELS, vec![wheel]);
    let sent = r##"{"@odata.type":"#sample.wheel","spokes":1,"colour":"red"}"##;
    assert_eq!(serde_json::to_string(&body).expect("JSON"), format!(r#"{{"wheel":{sent},"wheels":[{sent}]}}"#));
    // A type of its own precedes the declared properties, and is not repeated.
    let bicycle: Object<Wheel> =
        serde_json::from_str(r##"{"spokes": 1, "@odata.type": "#sample.rim"}"##).expect("JSON");
    let text = serde_json::to_string(&Body::new().set(WHEEL, bicycle)).expect("JSON");
    assert_eq!(text, r##"{"wheel":{"@odata.type":"#sample.rim","spokes":1}}"##);
}

#[test]
fn values_become_values_of_base_types_without_loss() {
    let wheel = Wheel { name: Some("w".to_owned()), spokes: Some(36) };
    let part: Object<Part> = wheel.into();
    assert_eq!(part.name.as_deref(), Some("w"));
    assert_eq!(
        (part.extra.odata_type().as_deref(), part.extra.value("spokes")),
        (Some("sample.wheel"), Some(36.into()))
    );
    let read: Object<Wheel> =
        serde_json::from_str(r#"{"name": null, "spokes": "many", "colour": "red"}"#).expect("JSON");
    let part: Object<Part> = Object::into_base(read);
    let expected = json!({"@odata.type": "#sample.wheel", "name": null, "spokes": "many", "colour": "red"});
    assert_eq!(serde_json::to_value(&part).expect("JSON"), expected);
    let text: Object<Wheel> = serde_json::from_str("7").expect("JSON");
    assert_eq!(serde_json::to_value(Object::into_base::<Part>(text)).expect("JSON"), json!(7));
    let same: Object<Part> = Object::into_base(part);
    assert_eq!(serde_json::to_value(&same).expect("JSON"), expected, "the same type");
}

/// A value that JSON cannot express.
#[derive(Clone, Debug, PartialEq)]
struct Unwritable;

impl Value for Unwritable {
    fn read(_: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        Ok(Decoded::Misfit)
    }

    fn write(&self, json: &mut JsonWriter) {
        json.serialize(&std::collections::HashMap::from([(vec![0], 0)]));
    }
}

/// A type derived from `sample.part` that cannot be written or read back.
#[derive(Default)]
struct Hostile {
    value: Option<Unwritable>,
    within: Option<Object<AllOptions>>,
}

impl Structured for Hostile {
    const TYPE_NAME: &'static str = "sample.hostile";
    fn properties() -> &'static [&'static str] {
        &["value", "within"]
    }
    fn build(from: &mut rt::PropertyReader<'_>) -> Self {
        Self { value: from.property(), within: from.property() }
    }
    fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) {
        to.put(&self.value);
        to.put(&self.within);
    }
}

impl rt::DerivedFrom<Part> for Hostile {}

#[test]
fn what_cannot_be_written_or_read_back_is_not_lost() {
    let part: Object<Part> = Hostile { value: Some(Unwritable), ..Hostile::default() }.into();
    assert!(!part.extra.is_empty() && part != Object::default());
    assert!(serde_json::to_value(&part).is_err());
    let body = Body::new().set(PART, part);
    assert!(serde_json::to_value(&body).expect_err("no JSON").to_string().starts_with("`part`: key must be a string"));

    let nest = |inner| AllOptions { parent: Some(Object::new(inner)), ..rt::empty() };
    let deep = (0..200).fold(AllOptions::default(), |inner, _| nest(inner));
    let part: Object<Part> = Hostile { within: Some(deep.into()), ..Hostile::default() }.into();
    let sent = serde_json::to_string(&Body::new().set(PART, part)).expect("JSON");
    assert!(sent.starts_with(r##"{"part":{"@odata.type":"#sample.hostile","within":{"parent":{"parent":"##), "{sent}");
    assert_eq!(sent.matches("parent").count(), 200);
}

/// Returns the body of a call with these parameters.
fn parameters(parameters: impl rt::Parameters<AssignLicense>) -> Result<String, String> {
    let client = Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client");
    let user = GraphService::new(client.clone()).users().by_id("x");
    let call = user.assign_license(parameters);
    let request = graph_runtime::Operation::request(&call, client.root()).map_err(|error| format!("{error:#}"))?;
    Ok(String::from_utf8_lossy(request.body()).into_owned())
}

#[test]
fn parameters_are_structs_objects_and_bodies() {
    const ADD: Property<AssignLicense, Vec<Object<AssignedLicense>>> = property("addLicenses");
    const REMOVE: Property<AssignLicense, Vec<rt::Guid>> = property("removeLicenses");
    let removed = rt::Guid::nil();
    let expected = Ok(format!(r#"{{"addLicenses":[],"removeLicenses":["{removed}"]}}"#));
    let value = || AssignLicense { add_licenses: Some(vec![]), remove_licenses: Some(vec![removed]) };
    let body = || Body::new().set(ADD, Vec::<AssignedLicense>::new()).set(REMOVE, [removed]);
    let (by_value, object, by_body) = (value(), Object::new(value()), body());
    assert_eq!([parameters(&by_value), parameters(by_value)], [expected.clone(), expected.clone()]);
    assert_eq!([parameters(&object), parameters(object)], [expected.clone(), expected.clone()]);
    assert_eq!([parameters(&by_body), parameters(by_body)], [expected.clone(), expected]);
    assert_eq!(parameters(Body::for_create().set(REMOVE, [removed]).null(ADD)), {
        Ok(format!(r#"{{"removeLicenses":["{removed}"],"addLicenses":null}}"#))
    });
    assert!(Body::<AssignLicense>::new().is_empty() && !body().is_empty());
    let mut object = Object::new(AssignLicense::default());
    object.extra.set_null("addLicenses");
    assert_eq!(parameters(object).as_deref(), Ok(r#"{"addLicenses":null}"#));
    let problem = parameters(Body::new().raw("x", json!(1)).set(ADD, vec![unwritable()])).expect_err("no JSON");
    assert!(problem.contains("`addLicenses`: key must be a string"), "{problem}");
}

/// Returns a license that cannot be written.
fn unwritable() -> Object<AssignedLicense> {
    /// A type derived from it.
    #[derive(Default)]
    struct Derived(Option<Unwritable>);

    impl Structured for Derived {
        const TYPE_NAME: &'static str = "sample.derived";
        fn properties() -> &'static [&'static str] {
            &["value"]
        }
        fn build(from: &mut rt::PropertyReader<'_>) -> Self {
            Self(from.property())
        }
        fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) {
            to.put(&self.0);
        }
    }

    impl rt::DerivedFrom<AssignedLicense> for Derived {}

    Derived(Some(Unwritable)).into()
}

#[test]
fn binary_values_and_flags_are_set_from_what_applications_have() {
    use crate::sample::Colour::{Blue, Red};
    const BINARY: Property<AllOptions, rt::Binary> = property("binary");
    const FLAGS: Property<AllOptions, rt::Flags<crate::sample::Colour>> = property("flags");
    let bytes = vec![0_u8, 255, 254];
    let bodies = [
        Body::new().set(BINARY, &bytes[..]),
        Body::new().set(BINARY, [0, 255, 254]),
        Body::new().set(BINARY, b"\x00\xff\xfe"),
        Body::new().set(BINARY, graph_runtime::Bytes::from_static(b"\x00\xff\xfe")),
        Body::new().set(BINARY, rt::Binary::from(&bytes[..])),
        Body::new().set(BINARY, bytes),
    ];
    for body in &bodies {
        assert_eq!(json_of(body), json!({"binary": "AP/+"}));
    }
    assert_eq!(json_of(&Body::new().set(FLAGS, [Red, Blue])), json!({"flags": "red,blue"}));
    let value = AllOptions { binary: Some(b"a".into()), flags: Some(Red.into()), ..rt::empty() };
    assert_eq!(serde_json::to_value(Object::new(value)).expect("JSON"), json!({"binary": "YQ==", "flags": "red"}));
    assert_eq!(FLAGS.has(Red).to_text(), "flags has 'red'");
    assert_eq!(FLAGS.has([Red, Blue]).to_text(), "flags has 'red,blue'");
}

#[test]
fn expanded_values_that_do_not_fit_are_errors_of_the_runtime() {
    fn read(text: &str) -> Result<usize, graph_runtime::Error> {
        let everything: Object<AllOptions> = serde_json::from_str(text).expect("JSON");
        let parts = PARTS.read(&everything).transpose()?;
        let owner = OWNER.read_as::<User>(&everything).transpose()?;
        Ok(parts.unwrap_or_default().len() + usize::from(owner.is_some()))
    }
    assert_eq!(read(r#"{"parts": [{"name": "a"}, {}], "owner": {"id": "x"}}"#).expect("entities"), 3);
    let error = read(r#"{"parts": {"name": "secret"}}"#).expect_err("no array");
    assert!(error.is_decode());
    let text = format!("{error:#}");
    assert!(text.contains("sample.everything/parts") && text.contains("expected an array"), "{text}");
    assert!(!format!("{error:?}{text}").contains("secret"));
}
