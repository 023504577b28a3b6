//! What projections read.

use graph_derive::Projection;
use graph_runtime::{Member, Object, Page, projection::Projection as _};

use super::types::{Address, Colour, User};

#[derive(Debug, PartialEq, Projection)]
#[projection(User)]
struct Row {
    id: String,
    #[projection(rename = "display_name")]
    name: Option<String>,
    age: i32,
    created: Option<graph_runtime::DateTimeOffset>,
    aliases: Vec<String>,
    colour: Option<Colour>,
    colours: Option<Vec<Member<Colour>>>,
    #[projection(path = "address.city")]
    city: Option<String>,
    #[projection(path = "address.place.latitude")]
    latitude: Option<f64>,
    addresses: Option<Vec<Home>>,
    #[projection(control = "etag")]
    etag: Option<String>,
    manager: Option<Person>,
    direct_reports: Option<Page<Person>>,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(Address)]
struct Home {
    city: Option<Option<String>>,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(User)]
struct Person {
    id: String,
    #[projection(default)]
    display_name: String,
}

#[test]
fn every_kind_of_field_is_read() {
    let row = Row::from_json(
        r##" {"@odata.context": "x", "unknown": {"a": [1, "}"]}, "age": 7, "displayName": "A\u0064ele",
            "@odata.etag": "W/\"1\"", "id": "1", "aliases": ["a", "b"], "colour": "green",
            "colours": ["red", "blue"], "created": "2026-01-31T00:00:00Z", "\ud83d": 1,
            "address": {"street": 1, "place": {"latitude": 1.5, "longitude": "x"}, "city": "Kraków"},
            "addresses": [{"city": null}, {}, {"city": "Ulm"}],
            "manager": {"@odata.type": "#microsoft.graph.user", "id": "2", "displayName": null},
            "directReports@odata.count": 9,
            "directReports": [{"id": "3", "displayName": "Alex"}],
            "directReports@odata.nextLink": "http://x/y"} "##,
    )
    .unwrap();
    assert_eq!((row.id.as_str(), row.name.as_deref(), row.age), ("1", Some("Adele"), 7));
    assert_eq!(row.created.unwrap().to_string(), "2026-01-31T00:00:00Z");
    assert_eq!((row.aliases, row.colour), (vec!["a".to_owned(), "b".to_owned()], Some(Colour::Green)));
    assert_eq!(row.colours.unwrap(), [Member::Known(Colour::Red), Member::Unknown("blue".into())]);
    assert_eq!((row.city.as_deref(), row.latitude), (Some("Kraków"), Some(1.5)));
    let cities: Vec<_> = row.addresses.unwrap().into_iter().map(|home| home.city).collect();
    assert_eq!(cities, [Some(None), None, Some(Some("Ulm".to_owned()))]);
    assert_eq!(row.etag.as_deref(), Some("W/\"1\""));
    assert_eq!(row.manager, Some(Person { id: "2".to_owned(), display_name: String::new() }));
    let reports = row.direct_reports.unwrap();
    assert_eq!((reports.len(), reports[0].display_name.as_str(), reports.count()), (1, "Alex", Some(9)));
    assert_eq!(reports.next_link(), Some("http://x/y"));
}

#[test]
fn what_is_missing_or_null_is_none() {
    for text in [
        r#"{"id": "1", "age": 1, "aliases": []}"#,
        r#"{"id": "1", "age": 1, "aliases": [], "displayName": null, "created": null, "colour": null, "colours": null,
            "address": null, "addresses": null, "manager": null, "directReports": null}"#,
        r#"{"id": "1", "age": 1, "aliases": [], "address": {"place": null}, "@etag": null}"#,
    ] {
        let row = Row::from_json(text).unwrap();
        assert!(row.name.is_none() && row.created.is_none() && row.colour.is_none() && row.colours.is_none());
        assert!(row.city.is_none() && row.latitude.is_none() && row.addresses.is_none() && row.etag.is_none());
        assert!(row.manager.is_none() && row.direct_reports.is_none());
    }
}

#[track_caller]
fn refused<P: graph_runtime::projection::Projection>(text: &str) -> String {
    match P::from_json(text) {
        Ok(_) => panic!("{text} is accepted"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_does_not_fit_is_an_error_with_its_path() {
    for (text, message) in [
        (r#"{}"#, "id: the service did not send the property at line 1 column 1"),
        (r#"{"id": null, "age": 1, "aliases": []}"#, "id: expected a value other than `null` at line 1 column 1"),
        (r#"{"id": 7, "age": 1, "aliases": []}"#, "id: expected a string at line 1 column 8"),
        (r#"{"id": "1", "age": "x", "aliases": []}"#, "age: expected an integer of 32 bits at line 1 column 20"),
        (r#"{"id": "1", "age": 1, "aliases": null}"#, "aliases: expected a value other than `null`"),
        (r#"{"id": "1", "age": 1, "aliases": ["", 7]}"#, "aliases[1]: expected a string at line 1 column 39"),
        (r#"{"colour": "blue"}"#, "colour: expected a member of sample.colour at line 1 column 12"),
        (r#"{"address": 7}"#, "address: expected an object at line 1 column 13"),
        (r#"{"address": {"place": []}}"#, "address.place: expected an object"),
        (r#"{"address": {"place": {"latitude": true}}}"#, "address.place.latitude: expected a number"),
        (r#"{"addresses": [{}, null]}"#, "addresses[1]: expected an object at line 1 column 20"),
        (r#"{"manager": "x"}"#, "manager: expected an object at line 1 column 13"),
        (r#"{"manager": {"displayName": "x"}}"#, "manager.id: the service did not send the property"),
        (r#"{"directReports": [{"id": "1"}, {"id": null}]}"#, "directReports[1].id: expected a value other than"),
        (r#"[]"#, "expected an object at line 1 column 1"),
        (r#"null"#, "expected an object at line 1 column 1"),
        (r#"{"id": "1"} 7"#, "age: the service did not send"),
        (r#"{"id": "1", "age": 1, "aliases": []} 7"#, "expected nothing more at line 1 column 38"),
        (r#"{"id": "1", "age": 1, "aliases": [}"#, "expected a JSON value at line 1 column 35"),
    ] {
        let shown = refused::<Row>(text);
        assert!(shown.starts_with(message), "{text}: {shown}");
    }
}

#[derive(Debug, Projection)]
#[projection(User)]
struct Few {
    #[expect(dead_code)]
    direct_reports: Vec<Person>,
}

#[test]
fn a_list_that_is_not_complete_is_an_error() {
    assert!(Few::from_json(r#"{"directReports": [], "directReports@odata.nextLink": null}"#).is_ok());
    let message = "directReports: the service sent only some of the related entities; a field of type `Page` has the \
                   link to the rest";
    for name in ["directReports@odata.nextLink", "directReports@nextLink"] {
        let shown = refused::<Few>(&format!(r#"{{"directReports": [], "{name}": "x"}}"#));
        assert!(shown.starts_with(message), "{shown}");
    }
    assert!(refused::<Few>("{}").starts_with("directReports: the service did not send the property"));
}

/// A type of the application.
#[derive(Debug, PartialEq)]
struct Shade(u8);

impl TryFrom<Member<Colour>> for Shade {
    type Error = &'static str;

    fn try_from(colour: Member<Colour>) -> Result<Self, Self::Error> {
        colour.known().map(|colour| Self(colour as u8)).ok_or("not a shade")
    }
}

#[derive(Debug, PartialEq, Projection)]
#[projection(User)]
struct Converted {
    #[projection(try_from)]
    age: u8,
    #[projection(try_from)]
    colour: Option<Shade>,
    #[projection(try_from)]
    colours: Vec<Shade>,
    #[projection(try_from, required)]
    display_name: Box<str>,
}

#[test]
fn values_are_converted() {
    let text = |age: &str, colour: &str, name: &str| {
        format!(r#"{{"age": {age}, "colour": {colour}, "colours": ["green", "red"], "displayName": {name}}}"#)
    };
    let converted = Converted::from_json(&text("7", "\"green\"", "\"A\"")).unwrap();
    let colours = vec![Shade(1), Shade(0)];
    assert_eq!(converted, Converted { age: 7, colour: Some(Shade(1)), colours, display_name: "A".into() });
    assert_eq!(Converted::from_json(&text("7", "null", "\"A\"")).unwrap().colour, None);
    assert!(refused::<Converted>(&text("700", "null", "\"A\"")).starts_with("age: the value is not a valid `u8`"));
    assert!(refused::<Converted>(&text("7", "\"x\"", "\"A\"")).starts_with("colour: the value is not a valid `"));
    assert!(refused::<Converted>(&text("7", "null", "null")).starts_with("displayName: expected a value other than"));
}

#[derive(Debug, Projection)]
#[projection(User)]
struct Asserted {
    #[projection(required)]
    display_name: String,
    #[projection(required)]
    manager: Person,
    #[projection(path = "address.city", default)]
    city: String,
}

#[test]
fn an_application_says_what_null_is() {
    let asserted = r#"{"displayName": "A", "manager": {"id": "1"}, "address": null}"#;
    let Asserted { display_name, manager, city } = Asserted::from_json(asserted).unwrap();
    assert_eq!((display_name.as_str(), manager.id.as_str(), city.as_str()), ("A", "1", ""));
    let shown = refused::<Asserted>(r#"{"displayName": "A", "manager": null}"#);
    assert!(shown.starts_with("manager: expected a value other than `null`"), "{shown}");
    let shown = refused::<Asserted>(r#"{"displayName": "A", "manager": {"id": "1"}, "address": {"city": 7}}"#);
    assert!(shown.starts_with("address.city: expected a string"), "a default is not for what does not fit: {shown}");
}

/// A complex value as the generated struct, which keeps what does not fit.
#[derive(Debug, Projection)]
#[projection(User)]
struct Whole {
    address: Option<Object<Address>>,
}

#[test]
fn complex_values_are_read_as_a_whole() {
    let whole = Whole::from_json(r#"{"address": {"city": "Ulm", "street": 7}}"#).unwrap();
    let address = whole.address.unwrap();
    assert_eq!((address.city.as_deref(), address.extra.value("street")), (Some("Ulm"), Some(7.into())));
}

#[test]
fn objects_are_converted() {
    let object: Object<User> =
        serde_json::from_str(r#"{"id": "1", "age": 3, "aliases": ["x"], "manager": {"id": "2"}}"#).unwrap();
    let row = Row::from_object(&object).unwrap();
    assert_eq!((row.age, row.manager.unwrap().id.as_str()), (3, "2"));
    let object: Object<User> = serde_json::from_str(r#"{"id": "1", "age": "x"}"#).unwrap();
    assert!(Row::from_object(&object).unwrap_err().to_string().starts_with("age: expected an integer"));
}

/// Names that a service repeats, or sends in another order than before.
#[test]
fn order_and_repetition_do_not_matter() {
    let rows: Page<Person> = serde_json::from_str(
        r#"{"value": [{"id": "1", "displayName": "a"}, {"displayName": "b", "id": "2"}, {"id": "x", "id": "3"}]}"#,
    )
    .unwrap();
    let shown: Vec<_> = rows.iter().map(|row| format!("{}{}", row.id, row.display_name)).collect();
    assert_eq!(shown, ["1a", "2b", "3"]);
}

#[test]
fn what_is_skipped_takes_no_stack() {
    let skipped = format!(r#"{{"unknown": {}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    assert!(Whole::from_json(&skipped).unwrap().address.is_none());
}
