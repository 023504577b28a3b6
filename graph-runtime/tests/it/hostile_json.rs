//! Hostile JSON: odd texts are kept, wherever reading stops, and other texts are errors.

use crate::sample::{AllOptions, User};
use graph_runtime::{
    Object, Page,
    codec::{Decoded, JsonError, JsonReader, JsonWriter, Value, from_json},
    codegen::{PropertyReader, PropertyWriter, Structured},
};
use proptest::{prelude::*, sample::select};
use serde_json::{Value as Json, value::RawValue};

/// Checks that a text is written back, also through other serializers, and that a change of a copy stays there.
#[track_caller]
fn assert_kept<T: Structured>(text: &str) {
    let before: Json = serde_json::from_str(text).unwrap();
    let object: Object<T> = serde_json::from_str(text).unwrap_or_else(|problem| panic!("{problem}: {text:.200}"));
    let mut copy = object.clone();
    copy.extra.set("added", 1).unwrap();
    let written = serde_json::to_string(&object).unwrap();
    assert!(serde_json::from_str::<Json>(&written).unwrap() == before, "{text:.200} became {written:.200}");
    assert!(serde_json::from_str::<Object<T>>(&written).unwrap() == object, "{text:.200}");
    assert!(serde_json::to_value(&object).unwrap() == before, "{text:.200}");
    let indented = serde_json::to_string_pretty(&object).unwrap();
    assert!(serde_json::from_str::<Json>(&indented).unwrap() == before, "{text:.200}");
}

/// A list that does not fit is left where it was entered, not where reading stopped.
#[test]
fn lists_that_do_not_fit_do_not_count_as_levels() {
    let page = format!(r#"{{"value":[{}{{}}]}}"#, r#"{"businessPhones":[null]},"#.repeat(1000));
    let read: Page<Object<User>> = serde_json::from_str(&page).unwrap();
    assert_eq!(read.items().len(), 1001);
    assert_eq!(serde_json::to_string(&read).unwrap(), page);
}

#[test]
fn the_last_of_repeated_properties_is_kept() {
    let values = ["null", "[null]", "1", r#""x""#, "{}", "[]", r#"["a"]"#, r#"{"id":1}"#];
    for name in ["businessPhones", "id", "manager", "other", "accountEnabled"] {
        let escaped = name.replacen('i', "\\u0069", 1).replacen('n', "\\u006e", 1);
        for first in values {
            for second in values {
                for third in values {
                    let text = format!("{{\"{name}\":{first},\"{escaped}\":{second} ,\"{name}\"\t:\r{third}}}");
                    let read: Object<User> = serde_json::from_str(&text).unwrap();
                    let expected: Json = serde_json::from_str(&format!(r#"{{"{name}":{third}}}"#)).unwrap();
                    assert_eq!(serde_json::to_value(&read).unwrap(), expected, "{text}");
                }
            }
        }
    }
}

#[test]
fn odd_names_and_whitespace() {
    for text in [
        r#"{"":1,"\u0000":2,"a\"b":3,"a\\b":4,"\n":5,"@x":6,"é":7,"\u00e9x":8,"\ud83d\ude00":9}"#,
        "\u{20}\t\r\n{\t\"id\"\r:\n\"x\"\t,\r\"mail\" :\t\"y\" \r}\n",
        "{\"businessPhones\":[ ],\"assignedPlans\": [ { } , {\t} ] }",
        r#"{"\u0069d":"2","x":{},"boolean":true,"\u0062yte":1}"#,
        r#"{"manager":[[[[{"id":1}]]]],"assignedPlans":[[1],{},null],"children":[[1],{}]}"#,
        r#"{"manager":{"city":"a","id":"b","manager":{"id":"c","city":"d"}},"city":"x","id":"y"}"#,
        "null",
        "[{\"id\":1}]",
        "-0",
    ] {
        assert_kept::<User>(text);
        assert_kept::<AllOptions>(text);
    }
}

/// A value that always reads a part, and ignores errors.
#[derive(Clone, Debug, PartialEq)]
struct Unreadable;

impl Value for Unreadable {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        drop(json.read::<Vec<Vec<Object<Holder>>>>());
        Ok(Decoded::Misfit)
    }

    fn write(&self, _: &mut JsonWriter) {}
}

struct Holder {
    list: Option<Vec<Unreadable>>,
    name: Option<String>,
    value: Option<Unreadable>,
}

impl Structured for Holder {
    const TYPE_NAME: &'static str = "sample.holder";

    fn properties() -> &'static [&'static str] {
        &["list", "name", "value"]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self { list: from.property(), name: from.property(), value: from.property() }
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        to.put(&self.list);
        to.put(&self.name);
        to.put(&self.value);
    }
}

#[test]
fn values_of_other_crates_may_stop_anywhere() {
    let item = r#"{"name":"a","value":[[{"name":"b","value":[[{},1,null]]},1],[null]],"list":[1,2],"name":"c"}"#;
    for text in [
        r#"{"value":[[{"name":1}],[2]],"name":"x","list":[[],[]]}"#,
        r#"{"value":null,"name":"x","list":[null]}"#,
        &format!(r#"{{"name":"x","value":[[{item}],2],"list":[[[{item},1]]]}}"#),
        &format!(r#"{{"unknown":[{item}],"value":[[{}{{}}]],"name":"x"}}"#, format!("{item},").repeat(200)),
        &format!(r#"{{"value":{}1{},"name":"x"}}"#, "[".repeat(100), "]".repeat(100)),
    ] {
        assert_kept::<Holder>(text);
        let read: Object<Holder> = serde_json::from_str(text).unwrap();
        assert_eq!(read.name.as_deref(), Some("x"));
    }
    for text in [r#"{"value":[[{"name":}]]}"#, r#"{"value":[1"#, r#"{"value":[[{"name" 1}]]}"#, r#"{"value":[[]]]}"#] {
        assert!(from_json::<Object<Holder>>(text).is_err(), "{text}");
    }
}

#[test]
fn errors_say_where() {
    for (text, at) in [
        ("{\"id\":\n  x}", "line 2 column 3"),
        ("{\"id\":\n \"a\" \"b\"}", "line 2 column 6"),
        ("{\n\"businessPhones\":[null,\n x]}", "line 3 column 2"),
        ("{\n\"id\":\"a\nb\"}", "line 2 column 8"),
        ("{} x", "line 1 column 4"),
        ("{\"id\":\"\\q\"}", "line 1 column 8"),
        ("", "line 1 column 1"),
        ("{\"id\":1,}", "line 1 column 9"),
    ] {
        let error = from_json::<Object<User>>(text).unwrap_err().to_string();
        assert!(error.ends_with(at), "{text:?}: {error}");
    }
}

#[test]
fn levels_are_limited_in_objects_only() {
    for (depth, is_read) in [(127, true), (128, false)] {
        let objects = format!("{}{{}}{}", r#"{"manager":"#.repeat(depth - 1), "}".repeat(depth - 1));
        assert_eq!(from_json::<Object<User>>(&objects).is_ok(), is_read, "{depth}");
        let kept = format!(r#"{{"unknown":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
        assert!(from_json::<Object<User>>(&kept).is_ok());
    }
}

/// An object whose properties are in any order, some repeated, with spaces and escapes.
fn item() -> impl Strategy<Value = String> {
    let names: Vec<&str> = User::properties().iter().copied().chain(["@odata.type", "x", ""]).collect();
    let values = vec![
        "null",
        "true",
        r#""x""#,
        r#"["a"]"#,
        "[null]",
        "[{}]",
        r#"[{"id":"a","city":null}]"#,
        r#"{"city":"a","id":"b","manager":{"mail":"c","city":"d"}}"#,
        r#"[[[{"a":1}]]]"#,
        "1e-7",
        r#""2020-01-01T00:00:00Z""#,
    ];
    let space = || select(vec!["", "", "", " ", "\t", "\r\n"]);
    let property = (select(names), any::<bool>(), select(values), space(), space());
    let property = property.prop_map(|(name, is_escaped, value, before, after)| {
        let name = if is_escaped { name.replacen('i', "\\u0069", 1) } else { name.to_owned() };
        format!("{before}\"{name}\"{after}:{before}{value}{after}")
    });
    prop::collection::vec(property, 0..8).prop_map(|list| format!("{{{}}}", list.join(",")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_item_does_not_depend_on_those_before_it(items in prop::collection::vec(item(), 0..6)) {
        let text = format!(r#"{{"value":[{}]}}"#, items.join(","));
        let page: Page<Object<User>> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_value(&page).unwrap(), serde_json::from_str::<Json>(&text).unwrap(), "{}", text);
        for (item, read) in items.iter().zip(page.items()) {
            let alone: Object<User> = serde_json::from_str(item).unwrap();
            prop_assert!(alone == *read && format!("{alone:?}") == format!("{read:?}"), "{} in {}", item, text);
        }
    }

    /// What is accepted is what serde_json accepts.
    #[test]
    fn only_json_is_accepted(
        tokens in prop::collection::vec(select(vec![
            "{", "}", "[", "]", ",", ":", "\"id\":", "\"id\"", "\"manager\":", "\"businessPhones\":", "\"a\":", "\"\\ud800\":",
            "\"\\u0069d\":", "null", "nul", "true", "0", "-1.5e3", "01", "1.", " ", "\u{feff}", "é", "\"é\"", "\"", "{}",
            "[]", "\"assignedPlans\":[", "\0",
        ]), 0..14)
    ) {
        let tokens = tokens.concat();
        for text in [format!("{{{tokens}}}"), format!("{{\"manager\":{tokens}}}"), tokens] {
            let is_json = serde_json::from_str::<&RawValue>(&text).is_ok();
            prop_assert_eq!(from_json::<Object<User>>(&text).is_ok(), is_json, "{}", text);
            prop_assert_eq!(from_json::<Vec<Object<User>>>(&text).is_ok(), is_json, "{}", text);
        }
    }
}

/// The last value of a repeated property is used. Repetitions of each kind, among many undeclared properties, take time
/// in proportion to the text: otherwise this test would take hours.
#[test]
fn repeated_properties() {
    let read = |text: &str| serde_json::from_str::<Object<User>>(text).unwrap();
    let user =
        read(r#"{"id":1,"id":"2","city":"a","city":null,"mail":null,"mail":"m","displayName":"n","displayName":3}"#);
    assert_eq!((user.id.as_deref(), user.city.as_ref(), user.mail.as_deref()), (Some("2"), None, Some("m")));
    assert_eq!(serde_json::to_string(&user).unwrap(), r#"{"id":"2","city":null,"displayName":3,"mail":"m"}"#);

    let names: String = (0..200_000).map(|index| format!(r#""n{index}":0,"#)).collect();
    for value in ["0", "null", "\"1\"", "[]"] {
        let user = read(&format!("{{{names}{}\"id\":\"2\"}}", format!("\"id\":{value},").repeat(200_000)));
        assert_eq!(user.id.as_deref(), Some("2"));
        assert!(user.extra.get("id").is_none() && !user.extra.is_null("id"));
    }
}

/// Services that cut texts within an emoji do so in names, too.
#[test]
fn names_that_are_not_unicode() {
    let text = r#"{"id":"1","a\ud83d":1e400,"x":"\ud83d"}"#;
    let user: Object<User> = serde_json::from_str(text).unwrap();
    assert_eq!(user.id.as_deref(), Some("1"));
    assert_eq!(serde_json::to_string(&user).unwrap(), r#"{"id":"1","x":"\ud83d","a\ud83d":1e400}"#);
    assert!(user.extra.iter().any(|(name, raw)| name == r"a\ud83d" && raw.get() == "1e400"));
    assert_eq!(user, user.clone());
}
