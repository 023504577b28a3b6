//! `Clone` and `PartialEq` of structured types, which the runtime implements property by property.

use crate::sample::{AllOptions, Part};
use graph_runtime as rt;

fn example() -> rt::Object<AllOptions> {
    serde_json::from_str(
        r#"{"boolean": true, "colour": "red", "colours": ["green", "mauve"], "double": 1.5,
            "guid": "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
            "children": [{"name": "a"}, {"name": "b", "enabled": null}], "parent": {"text": "above", "parent": {}},
            "texts": [], "text": null, "int32": "not a number", "unknown": {"x": [1]}}"#,
    )
    .unwrap()
}

#[test]
fn a_clone_is_equal_and_independent() {
    let first = example();
    let mut copy = first.clone();
    assert_eq!(copy, first);
    assert_eq!(serde_json::to_string(&copy).unwrap(), serde_json::to_string(&first).unwrap());
    copy.children.as_mut().unwrap()[1].name = Some("c".to_owned());
    assert_ne!(copy, first);
    assert_eq!(first.children.as_ref().unwrap()[1].name.as_deref(), Some("b"));
}

#[test]
fn equality_compares_each_property_and_undeclared_ones() {
    let first = example();
    let changed = |change: fn(&mut rt::Object<AllOptions>)| {
        let mut other = example();
        change(&mut other);
        (first == other, other == first)
    };
    assert_eq!(changed(|_| {}), (true, true));
    assert_eq!(changed(|other| other.boolean = Some(false)), (false, false));
    assert_eq!(changed(|other| other.boolean = None), (false, false));
    assert_eq!(changed(|other| other.int16 = Some(1)), (false, false));
    assert_eq!(changed(|other| other.time_of_day = Some("10:00:00".parse().unwrap())), (false, false));
    assert_eq!(changed(|other| other.texts = None), (false, false));
    assert_eq!(changed(|other| other.extra = rt::Extra::new()), (false, false));
    assert_eq!(
        changed(|other| {
            other.boolean = None;
            other.int16 = Some(1)
        }),
        (false, false)
    );
    let nan = rt::Object::new(AllOptions { double: Some(f64::NAN), ..rt::empty() });
    assert_ne!(nan, nan.clone());
    assert_eq!(rt::Object::<Part>::default(), rt::Object::new(rt::empty()));
}
