//! Any JSON that is read is written back as equal JSON.

use std::{collections::BTreeMap, fs, path::Path};

use crate::sample::{AllOptions, AssignedLicense, Colour, Nothing, Part, User};
use graph_runtime::{Extra, Member, Object, codegen::Structured};
use proptest::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Returns whether two values are equal as JSON. Numbers are equal if they are the same double.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, value)| right.get(name).is_some_and(|other| equal(value, other)))
        }
        _ => left == right,
    }
}

fn round_trip<T: DeserializeOwned + Serialize>(text: &str) -> Value {
    let value: T = serde_json::from_str(text).unwrap_or_else(|problem| panic!("{problem}: {text}"));
    let written = serde_json::to_string(&value).unwrap();
    serde_json::from_str(&written).unwrap_or_else(|problem| panic!("{problem}: {written}"))
}

#[track_caller]
fn assert_kept<T: DeserializeOwned + Serialize>(text: &str) {
    let (before, after) = (serde_json::from_str(text).unwrap(), round_trip::<T>(text));
    assert!(equal(&before, &after), "\n  sent {before}\nwrote {after}");
}

/// The same through `Value`, which has its own deserializer and serializer.
#[track_caller]
fn assert_kept_in_memory<T: DeserializeOwned + Serialize>(before: &Value) {
    let value: T = serde_json::from_value(before.clone()).unwrap();
    let after = serde_json::to_value(&value).unwrap();
    assert!(equal(before, &after), "\n  sent {before}\nwrote {after}");
}

fn digits(max: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(0..10_u8, 0..=max)
        .prop_map(|list| list.iter().map(|digit| char::from(b'0' + digit)).collect())
}

fn fraction() -> impl Strategy<Value = String> {
    digits(13).prop_map(|digits| if digits.is_empty() { digits } else { format!(".{digits}") })
}

/// Text that is, or almost is, a value of a primitive type.
fn telling_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zA-Z0-9+/_-]{0,12}={0,2}",
        "-?[0-9]{1,25}(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,2})?",
        "-?P([0-9]{1,3}D)?(T([0-9]{1,3}H)?([0-9]{1,3}M)?([0-9]{1,3}(\\.[0-9]{1,12})?S)?)?",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "\\{?[0-9a-fA-F]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-fA-F]{12}\\}?",
        "[0-9]{4}-[01][0-9]-[0-3][0-9]",
        (0..=9999_u32, 1..=12_u32, 1..=31_u32, 0..=24_u32, 0..=60_u32, fraction(), "Z|[+-][0-9]{2}:[0-9]{2}|z||Z ")
            .prop_map(|(y, m, d, h, s, fraction, zone)| format!(
                "{y:04}-{m:02}-{d:02}T{h:02}:{s:02}:{s:02}{fraction}{zone}"
            )),
        (0..=24_u32, 0..=60_u32, fraction()).prop_map(|(h, m, fraction)| format!("{h:02}:{m:02}:{m:02}{fraction}")),
        prop::sample::select(vec!["INF", "-INF", "NaN", "Infinity", "", "null", "true", "1", " 1", "0x1"])
            .prop_map(str::to_owned),
        "(red|green|blue|Red|purple|unknownFutureValue|)(,(red|green| blue|))*",
    ]
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-300..300_i64).prop_map(Value::from),
        any::<i32>().prop_map(|number| Value::from(f64::from(number))),
        any::<f64>().prop_map(Value::from),
        any::<f32>().prop_map(|number| Value::from(f64::from(number))),
        any::<f32>().prop_map(|number| Value::from(number.to_string().parse::<f64>().unwrap_or(0.0))),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        4 => number(),
        6 => telling_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(name(), inner, 0..5).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(AllOptions::properties()).prop_map(str::to_owned),
        2 => prop::sample::select(Part::properties()).prop_map(str::to_owned),
        1 => prop::sample::select(AllOptions::properties()).prop_map(|name| format!("{name}@odata.type")),
        1 => prop::sample::select(vec!["@odata.type", "@odata.etag", "value", "extra", ""]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

/// A value that often fits the type of a property.
fn fitting(name: &str) -> BoxedStrategy<Value> {
    let text = |pattern: &'static str| pattern.prop_map(Value::from).boxed();
    match name {
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "byte" | "sbyte" | "int16" | "int32" | "int64" | "single" | "double" | "decimal" => number().boxed(),
        "decimals" => prop::collection::vec(number(), 0..4).prop_map(Value::from).boxed(),
        "texts" | "colours" | "guids" => prop::collection::vec(telling_text(), 0..4).prop_map(Value::from).boxed(),
        "binary" => text("([a-zA-Z0-9+/]{4}){0,4}"),
        "duration" => text("-?P[0-9]{1,3}DT[0-9]{1,2}H[0-9]{1,2}(\\.[0-9]{1,9})?S"),
        "guid" => text("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        "dateTime" => text("20[0-9]{2}-0[1-9]-[12][0-9]T[01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,12})?Z"),
        "children" => prop::collection::vec(object(), 0..4).prop_map(Value::from).boxed(),
        "part" | "parent" => object().boxed(),
        _ => telling_text().prop_map(Value::from).boxed(),
    }
}

fn object() -> impl Strategy<Value = Value> {
    prop::collection::btree_map(name(), any_json(), 0..6).prop_map(|map| Value::Object(map.into_iter().collect()))
}

fn any_object() -> impl Strategy<Value = Value> {
    let property = name().prop_flat_map(|name| {
        let value = prop_oneof![6 => fitting(&name), 3 => any_json(), 1 => Just(Value::Null)];
        (Just(name), value)
    });
    prop::collection::vec(property, 0..12)
        .prop_map(|list| Value::Object(list.into_iter().collect::<BTreeMap<_, _>>().into_iter().collect()))
}

/// A sample type in each of serde's ways to compose types.
#[derive(Serialize, Deserialize)]
struct Flattened {
    own: Option<i32>,
    #[serde(flatten)]
    rest: Object<AllOptions>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Object(Object<AllOptions>),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "@odata.type")]
enum Tagged {
    #[serde(rename = "#sample.everything")]
    AllOptions(Object<AllOptions>),
}

#[derive(Serialize, Deserialize)]
struct Composed {
    one: Object<AllOptions>,
    maybe: Option<Object<AllOptions>>,
    list: Vec<Object<AllOptions>>,
    map: BTreeMap<String, Object<AllOptions>>,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn objects(value in any_object()) {
        assert_kept::<Object<AllOptions>>(&value.to_string());
        assert_kept::<Object<Nothing>>(&value.to_string());
        assert_kept::<Object<Part>>(&value.to_string());
        assert_kept_in_memory::<Object<AllOptions>>(&value);
    }

    #[test]
    fn other_values_in_place_of_objects(value in any_json()) {
        assert_kept::<Object<AllOptions>>(&value.to_string());
        assert_kept_in_memory::<Object<AllOptions>>(&value);
        assert_kept::<Vec<Object<AllOptions>>>(&json!([value]).to_string());
    }

    #[test]
    fn composition(value in any_object()) {
        let mut flat = value.clone();
        flat["own"] = json!(1);
        assert_kept::<Flattened>(&flat.to_string());
        assert_kept_in_memory::<Flattened>(&flat);
        assert_kept::<Untagged>(&value.to_string());
        assert_kept_in_memory::<Untagged>(&value);
        let mut tagged = value.clone();
        tagged["@odata.type"] = json!("#sample.everything");
        assert_kept::<Tagged>(&tagged.to_string());
        assert_kept::<Composed>(&json!({"one": value, "maybe": value, "list": [value], "map": {"a": value}}).to_string());
        let read: Object<AllOptions> = serde_json::from_reader(value.to_string().as_bytes()).unwrap();
        prop_assert!(equal(&value, &serde_json::to_value(&read).unwrap()));
    }

    #[test]
    fn equality_and_debug(value in any_object()) {
        let text = value.to_string();
        let read = || serde_json::from_str::<Object<AllOptions>>(&text).unwrap();
        let nan = read().double.is_some_and(f64::is_nan) || read().single.is_some_and(f32::is_nan);
        if !text.contains("NaN") && !nan {
            prop_assert_eq!(read(), read());
        }
        prop_assert!(format!("{:?}", read()).starts_with("AllOptions"), "Debug");
        prop_assert!(format!("{:#?}", read()).starts_with("AllOptions"), "Debug");
    }
}

/// Declared properties are written in declared order, and undeclared ones after them in the order in which they were
/// read.
#[test]
fn properties_are_written_in_declared_order() {
    let text = r#"{"z":1,"mail":"m","displayName":null,"a":2,"city":5,"id":"1","accountEnabled":true}"#;
    let read: Object<User> = serde_json::from_str(text).unwrap();
    let written = r#"{"id":"1","accountEnabled":true,"city":5,"displayName":null,"mail":"m","z":1,"a":2}"#;
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
    assert!(!User::properties().is_sorted(), "the sample's order is its own");
}

/// Unusual numbers and strings, as the value of each property in turn.
#[test]
fn unusual_values_of_every_property() {
    let odd = [
        "1",
        "-1",
        "0",
        "-0",
        "-0.0",
        "1.0",
        "5.50",
        "1e2",
        "1E+2",
        "0.1",
        "1e-400",
        "255",
        "256",
        "-129",
        "32768",
        "2147483648",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "16777217",
        "1e20",
        "1234567900",
        "3.4028235e38",
        "3.5e38",
        "1.7976931348623157e308",
        "\"1\"",
        "\"1.5\"",
        "\"9223372036854775807\"",
        "\"INF\"",
        "\"-INF\"",
        "\"NaN\"",
        "\"\"",
        "\"AP/+\"",
        "\"AP_-\"",
        "\"AP8=\"",
        "\"AP8\"",
        "\"AP9=\"",
        "\"red\"",
        "\"red,green\"",
        "\"red, green\"",
        "\"2016-10-19T10:37:00Z\"",
        "\"9999-12-31T23:59:59.9999999Z\"",
        "\"PT1H30M\"",
        "\"\\u00e9\\ud83d\\ude00\\u0000\"",
        "null",
        "true",
        "[]",
        "[null]",
        "[1, null, \"x\"]",
        "{}",
        "{\"name\": null}",
        "[[]]",
        "[{}]",
        "[{\"id\": 5}]",
        "[{\"id\": null}, 7]",
    ];
    for name in AllOptions::properties().iter().chain(&["undeclared"]) {
        for value in odd {
            assert_kept::<Object<AllOptions>>(&format!(r#"{{"{name}": {value}}}"#));
            assert_kept::<Object<AllOptions>>(&format!(r#"{{"{name}": [{value}]}}"#));
            assert_kept::<Object<AllOptions>>(&format!(r#"{{"{name}": {{"name": {value}, "x": {value}}}}}"#));
        }
    }
}

/// Numbers that a double cannot represent keep their digits if they are undeclared, decimals, or in a value of another
/// type.
#[test]
fn digits_beyond_a_double() {
    let long = "0.12345678901234567890123456789";
    for text in [
        format!(r#"{{"undeclared":{long}}}"#),
        format!(r#"{{"decimal":{long}}}"#),
        format!(r#"{{"decimals":[{long},1e400]}}"#),
        format!(r#"{{"text":[{long},1e400]}}"#),
        format!(r#"{{"int32":{{"b":{long},"a":1e400,"b":"\ud800"}}}}"#),
        format!(r#"{{"texts":{{"b":{long}}}}}"#),
        r#"{"json":{"b":1e400},"undeclared":"\ud800"}"#.to_owned(),
        format!(r#"[{long},1e400]"#),
    ] {
        let read: Object<AllOptions> =
            serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{problem}: {text}"));
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}

#[test]
fn fields_take_precedence_over_kept_values() {
    let mut user: Object<User> =
        serde_json::from_str(r#"{"displayName": null, "city": 5, "mail": "a@b.c", "colour": "red", "id": "1"}"#)
            .unwrap();
    assert_eq!((user.display_name.as_ref(), user.city.as_ref(), user.id.as_deref()), (None, None, Some("1")));
    assert!(user.extra.is_null("displayName") && !user.extra.is_null("companyName"));
    user.display_name = Some("Adele".to_owned());
    user.city = Some("Ulm".to_owned());
    user.mail = None;
    let written = serde_json::to_value(&user).unwrap();
    assert_eq!(written, json!({"displayName": "Adele", "city": "Ulm", "colour": "red", "id": "1"}));

    // Without a value in the field, the kept value is written again.
    user.city = None;
    assert_eq!(serde_json::to_value(&user).unwrap()["city"], json!(5));
    user.extra.remove("city");
    user.extra.remove("displayName");
    user.display_name = None;
    assert_eq!(serde_json::to_value(&user).unwrap(), json!({"colour": "red", "id": "1"}));

    user.extra.set_null("mail");
    user.extra.set("jobTitle", "x").unwrap();
    user.extra.set("jobTitle", ["y"]).unwrap();
    user.extra.set_null("colour");
    let written = serde_json::to_value(&user).unwrap();
    assert_eq!(written, json!({"mail": null, "jobTitle": ["y"], "colour": null, "id": "1"}));
    user.mail = Some("d@e.f".to_owned());
    assert_eq!(serde_json::to_value(&user).unwrap()["mail"], "d@e.f");
}

/// A value that was not read from an object becomes an object once a property is set.
#[test]
fn setting_a_property_replaces_another_value() {
    let mut part: Object<Part> = serde_json::from_str("\"part-value\"").unwrap();
    assert_eq!(part.extra.whole().unwrap().get(), "\"part-value\"");
    assert_eq!(serde_json::to_string(&part).unwrap(), "\"part-value\"");
    part.name = Some("x".to_owned());
    assert_eq!(serde_json::to_string(&part).unwrap(), r#"{"name":"x"}"#);
    let mut part: Object<Part> = serde_json::from_str("null").unwrap();
    part.extra.set("y", 1).unwrap();
    assert_eq!(serde_json::to_string(&part).unwrap(), r#"{"y":1}"#);
}

/// Nulls are stored by the index of the property, which differs between types.
#[test]
fn extra_can_be_moved_between_types() {
    let user: Object<User> =
        serde_json::from_str(r#"{"accountEnabled": null, "assignedLicenses": null, "x": 1}"#).unwrap();
    let mut part = Object::<Part>::default();
    part.extra = user.extra.clone();
    let written = serde_json::to_value(&part).unwrap();
    assert_eq!(written, json!({"accountEnabled": null, "assignedLicenses": null, "x": 1}));
    let mut extra: Extra = serde_json::from_str::<Object<Part>>(r#"{"id": null}"#).unwrap().extra;
    extra.set("displayName", "d").unwrap();
    let mut user = Object::<User>::default();
    user.extra = extra;
    assert_eq!(serde_json::to_value(&user).unwrap(), json!({"id": null, "displayName": "d"}));
}

#[test]
fn the_last_of_duplicates_counts() {
    for (text, text_field, written) in [
        (r#"{"text": "a", "text": "b"}"#, Some("b"), r#"{"text":"b"}"#),
        (r#"{"text": null, "text": "b"}"#, Some("b"), r#"{"text":"b"}"#),
        (r#"{"text": 5, "text": "b"}"#, Some("b"), r#"{"text":"b"}"#),
        (r#"{"text": "a", "text": null}"#, None, r#"{"text":null}"#),
        (r#"{"text": "a", "text": 5}"#, None, r#"{"text":5}"#),
        (r#"{"text": 5, "text": null}"#, None, r#"{"text":null}"#),
        (r#"{"text": null, "text": 5}"#, None, r#"{"text":5}"#),
    ] {
        let read: Object<AllOptions> = serde_json::from_str(text).unwrap();
        assert_eq!(read.text.as_deref(), text_field, "{text}");
        assert_eq!(serde_json::to_string(&read).unwrap(), written);
    }
    let read: Object<Nothing> = serde_json::from_str(r#"{"x": 1, "x": 2}"#).unwrap();
    assert_eq!(read.extra.value("x"), Some(json!(2)));
    assert_eq!(round_trip::<Object<Nothing>>(r#"{"x": 1, "x": 2}"#), json!({"x": 2}));
}

/// A short form of the documented response of an operation: it has no `id`, and a `skuId` that is not a GUID.
#[test]
fn a_documented_response() {
    let text = r#"{"accountEnabled": true, "assignedLicenses": [{"disabledPlans": ["11b0131d-43c8-4bbb-b2c8-e80f9a50834a"],
        "skuId": "sku-here"}], "assignedPlans": [{"assignedDateTime": "2016-10-19T10:37:00Z", "service": "service-here",
        "servicePlanId": "bea13e0c-3828-4daa-a392-28af7ff61a0f"}], "businessPhones": ["phone-here"], "city": "Ulm"}"#;
    assert_kept::<Object<User>>(text);
    let user: Object<User> = serde_json::from_str(text).unwrap();
    assert_eq!((user.id.as_ref(), user.account_enabled, user.city.as_deref()), (None, Some(true), Some("Ulm")));
    let license: &Object<AssignedLicense> = &user.assigned_licenses.as_ref().unwrap()[0];
    assert_eq!((license.sku_id, license.disabled_plans.as_ref().unwrap().len()), (None, 1));
    assert_eq!(license.extra.read::<String>("skuId").unwrap().unwrap(), "sku-here");
    assert_eq!(
        Object::into_value(user).assigned_plans.unwrap()[0].assigned_date_time.unwrap().timestamp().as_second(),
        1_476_873_420
    );
}

#[needs::shared]
#[test]
fn every_documented_response() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/examples/examples.json"));
    let examples: Vec<Value> = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut count = 0;
    for example in &examples {
        let Some(text) = example["body_raw"].as_str().filter(|_| example["body_json_valid"] == true) else { continue };
        assert_kept::<Object<User>>(text);
        assert_kept::<Object<Nothing>>(text);
        assert_kept::<Object<AllOptions>>(text);
        assert_kept::<graph_runtime::Page<Object<User>>>(text);
        if example["doc"] == "user-reprocesslicenseassignment" {
            let user: Object<User> = serde_json::from_str(text).unwrap();
            let license = &user.assigned_licenses.as_ref().unwrap()[0];
            assert_eq!(license.extra.read::<String>("skuId").unwrap().unwrap(), "skuId-value");
            assert_eq!(user.company_name.as_deref(), Some("companyName-value"));
        }
        count += 1;
    }
    assert!(count > 200, "{count} bodies");
}

#[test]
fn unknown_members_are_kept() {
    let read: Object<AllOptions> =
        serde_json::from_str(r#"{"colour": "Red", "colours": ["red", "purple"], "flags": "red,purple"}"#).unwrap();
    let read = Object::into_value(read);
    assert_eq!(read.colour, Some(Member::Unknown("Red".into())));
    let colours = read.colours.unwrap();
    assert!(colours[0] == Colour::Red && colours[0].known().is_some());
    assert_eq!((colours[1].to_string().as_str(), colours[1].known().is_none()), ("purple", true));
    let flags = read.flags.unwrap();
    assert!(flags.has(Colour::Red) && !flags.has(Colour::Green) && flags.contains(&Member::Unknown("purple".into())));
}

#[test]
fn depth_is_bounded() {
    let open = "[".repeat(100_000);
    let objects = r#"{"parent":"#.repeat(100_000);
    for text in [open.clone(), format!(r#"{{"text":{open}"#), format!(r#"{{"x":{open}"#), objects] {
        assert!(serde_json::from_str::<Object<AllOptions>>(&text).is_err());
        assert!(serde_json::from_str::<Object<Nothing>>(&text).is_err());
    }
    // Values that are kept as text can be nested to any depth.
    let closed = format!("{open}{}", "]".repeat(100_000));
    for name in ["undeclared", "text", "texts", "json"] {
        let text = format!(r#"{{"{name}":{closed}}}"#);
        let read: Object<AllOptions> =
            serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert_eq!(read.extra.value("undeclared"), None);
    }
}

/// Also those without a list of items.
#[test]
fn pages_are_written_as_they_were_read() {
    for text in [
        r#"{"@odata.count":2,"value":["a"],"@odata.context":"x"}"#,
        r#"{"value":[]}"#,
        r#"{"value":7,"@odata.nextLink":"x"}"#,
        r#"{"value":null}"#,
        "{}",
        "[1]",
        "null",
    ] {
        let page: graph_runtime::Page<String> = serde_json::from_str(text).unwrap();
        let written: serde_json::Value = serde_json::from_str(&serde_json::to_string(&page).unwrap()).unwrap();
        assert_eq!(written, serde_json::from_str::<serde_json::Value>(text).unwrap());
    }
}
