//! What is read from small documents, and what is said of mistakes.

use graph_codegen::{
    Builder, Limits,
    diagnostic::{Diagnostics, Sources},
    internals::csdl::{self, Document},
};

/// Reads a document, and renders the diagnostics.
fn read<T>(text: &str, see: impl FnOnce(Option<&Document<'_>>) -> T) -> (T, String) {
    let mut sources = Sources::default();
    let file = sources.add("model.json", text);
    let mut diagnostics = Diagnostics::default();
    let document = csdl::read_json(file, text, Limits::default(), &mut diagnostics);
    (see(document.as_ref()), diagnostics.rendered(&sources).to_string())
}

/// A document with the members of a schema `s`.
fn schema(members: &str) -> String {
    format!("{{\"$Version\": \"4.01\", \"s\": {{\n{members}\n}}}}")
}

fn said_of(text: &str) -> String {
    read(text, |_| ()).1
}

#[test]
fn positions_are_those_of_the_text() {
    let text = schema(r#""t": {"$Kind": "ComplexType", "é@a.b": 1, "é": {"$Type": "Edm.Int32", "@a.b#q": "x"}}"#);
    let (parts, said) = read(&format!("\u{feff}{text}"), |document| {
        let document = document.expect("a document");
        let property = &document.schemas[0].structured_types[0].properties[0];
        let annotation = &property.annotations[0];
        let inner = [&property.name, &property.type_name, &annotation.term, annotation.qualifier.as_ref().unwrap()];
        inner.map(|text| (text.value.to_string(), text.span.start as usize, text.span.end as usize))
    });
    assert!(
        said.starts_with("warning[csdl]: member `é@a.b` of `ComplexType` is ignored\n --> model.json:2:31\n"),
        "{said}"
    );
    for (value, start, end) in parts {
        assert_eq!(format!("\u{feff}{text}")[start..end], value);
    }
}

#[test]
fn defaults_are_those_of_json() {
    let text = schema(
        r#""t": {"$Kind": "EntityType", "p": {}, "d": {"$Type": "Edm.Decimal"}, "c": {"$Collection": true},
                 "n": {"$Kind": "NavigationProperty", "$Type": "s.t"}, "$Key": ["p", {"k": "c/p"}]}"#,
    );
    let ((), said) = read(&text, |document| {
        let entity = &document.expect("a document").schemas[0].structured_types[0];
        let types: Vec<_> =
            entity.properties.iter().map(|property| (&*property.type_name, property.nullable)).collect();
        let expected = ["Edm.String", "Edm.Decimal", "Collection(Edm.String)"].map(|name| (name, Some(false)));
        assert_eq!(types, expected);
        assert_eq!(entity.properties[1].facets.as_ref().unwrap().scale.as_deref(), Some("variable"));
        assert_eq!(entity.navigation_properties[0].nullable, Some(false));
        let key = &entity.key.as_ref().unwrap().property_refs;
        assert_eq!((&*key[1].name, key[1].alias.as_deref()), ("c/p", Some("k")));
    });
    assert_eq!(said, "");
}

#[test]
fn names_in_annotations_need_no_type() {
    let text = schema(
        r#""t": {"$Kind": "EntityType", "$Key": ["p"],
            "p": {"@Org.OData.Core.V1.Permissions": "Read"},
            "q": {"$Nullable": true, "@Org.OData.Core.V1.Permissions": "Read,Write"},
            "@Org.OData.Core.V1.Revisions": [{"Kind": "Deprecated", "Description": "use u"}]},
           "c": {"$Kind": "EntityContainer", "ts": {"$Collection": true, "$Type": "s.t"}}"#,
    );
    let generated = Builder::new().metadata_text("m", text).select("/ts/{id}#GET,PATCH").generate().unwrap();
    let code = generated.text();
    assert!(code.contains("deprecated by the service: use u"), "{code}");
    let read_only = "fn read_only_on_update() -> &'static [&'static str] {\n        &[\"p\"]";
    assert!(code.contains(read_only), "{code}");
}

#[test]
fn mistakes_are_reported_where_they_are() {
    for (text, expected) in [
        ("", "error[json]: the document is empty"),
        ("[]", "error[not-csdl]: this JSON document is not CSDL"),
        ("{}", "error[not-csdl]: this JSON document is not CSDL: it has no member `$Version`"),
        ("{\"$Version\": \"5.0\"}", "error[not-csdl]: `$Version` is `5.0`; only 4.0, 4.01 and 4.02 are supported"),
        ("{\"$Version\": \"4.01\",}", "error[json]: this is not valid JSON: trailing commas are not allowed"),
        ("{\"$Version\": '4.01'}", "error[json]: this is not valid JSON: single-quoted strings are not allowed"),
        ("{\"$Version\": \"4.01\" // x\n}", "error[json]: this is not valid JSON: comments are not allowed"),
        (
            "{\"$Version\": \"4.01\"} 1",
            "error[json]: this is not valid JSON: text cannot contain more than one JSON value",
        ),
        ("{\"$Version\": \"4.01\", \"a..b\": {}}", "error[name]: a part of the namespace is empty"),
        ("{\"$Version\": \"4.01\", \"s\": {\"$Alias\": \"Edm\"}}", "error[name]: the alias `Edm` is reserved"),
        ("{\"$Version\": \"4.01\", \"s\": []}", "error[csdl]: `s` is an array, not an object, which is a schema"),
    ] {
        assert!(said_of(text).starts_with(expected), "{text}: {}", said_of(text));
    }
    for (members, expected) in [
        (r#""t": {}"#, "error[csdl]: `declaration` has no member `$Kind`\n --> model.json:2:1"),
        (r#""t": {"$Kind": "EntityTyp"}"#, "error[csdl]: `$Kind` is `EntityTyp`, which is not in the specification"),
        (r#""t": {"$Kind": "Action"}"#, "error[csdl]: an operation is an array of overloads"),
        (r#""t": {"$Kind": "Term", "$Nullable": 1}"#, "error[csdl]: `$Nullable` is a number, not a Boolean"),
        (r#""t": {"$Kind": "Term", "$Nullable": "true"}"#, "warning[csdl]: `$Nullable` is a string, not a Boolean"),
        (r#""t": {"$Kind": "Term"}, "t": {"$Kind": "Term"}"#, "error[duplicate]: the object has two members `t`"),
        (r#""t": {"$Kind": "Term", "$Typ": "x"}"#, "warning[csdl]: member `$Typ` of `Term` is ignored"),
        (r#""t": {"$Kind": "ComplexType", "p": {"$Kind": "N"}}"#, "error[csdl]: `$Kind` of a property is `N`"),
        (r#""t": {"$Kind": "ComplexType", "a-b": {}}"#, "warning[name]: a name cannot contain '-'"),
        (r#""t": {"$Kind": "ComplexType", "a/b": {}}"#, "= help: a name is a letter or underscore, then letters"),
        (r#""t": {"$Kind": "EntityType", "$Key": [1]}"#, "error[csdl]: this is not a part of a key"),
        (r#""t": [{"$Kind": "Action", "$Parameter": {}}]"#, "error[csdl]: `$Parameter` is an object, not an array"),
        (r#""@a.b": {"$And": [true]}"#, "warning[csdl]: `$And` has one operand; it takes 2"),
    ] {
        let said = said_of(&schema(members));
        assert!(said.contains(expected), "{members}: {said}");
    }
}

#[test]
fn what_is_not_read_is_listed_with_a_reason() {
    let text = r#"{"$Version": "4.01", "@odata.context": "x", "$Foo": 1,
        "s": {"t": {"$Kind": "ComplexType", "$IsFlags": true, "q@a.b": 1}}}"#;
    let (ignored, _) = read(text, |document| {
        let document = document.expect("a document");
        document.ignored.iter().map(|ignored| (ignored.name.clone(), ignored.reason)).collect::<Vec<_>>()
    });
    let expected = [
        ("ComplexType.$IsFlags", "not a member of this object"),
        ("ComplexType.q@a.b", "annotation of what is not there"),
        ("document.@odata.context", "control information"),
        ("document.$Foo", "not in the specification"),
    ];
    assert_eq!(ignored, expected.map(|(name, reason)| (name.to_owned(), reason)));
}

#[test]
fn hostile_documents_cost_little() {
    let deep = schema(&format!("\"@a.b\": {}1{}", "[".repeat(100_000), "]".repeat(100_000)));
    assert!(said_of(&deep).contains("error[limit]: the document is nested more than 64 deep"));
    // Annotations of annotations nest without brackets.
    let mut members = Vec::new();
    let mut name = String::new();
    for _ in 0..200 {
        name.push_str("@a.b");
        members.push(format!("\"{name}\": 1"));
    }
    assert!(said_of(&schema(&members.join(","))).contains("error[limit]: annotations are nested more than 64 deep"));
    let many: Vec<String> = (0..50_000).map(|index| format!("\"@x{index}\": 1, \"$y{index}\": 2")).collect();
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    let text = schema(&many.join(","));
    let file = sources.add("many.json", &*text);
    csdl::read_json(file, &text, Limits::default(), &mut diagnostics);
    assert!(!diagnostics.has_errors());
    let mut small = Limits::default();
    small.size = 100;
    assert!(csdl::read_json(file, &text, small, &mut diagnostics).is_none());
}

#[test]
fn referenced_documents_are_read_in_either_format() {
    let directory = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("csdl-json-references");
    std::fs::create_dir_all(&directory).unwrap();
    let xml =
        r#"<Schema Namespace="b" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="t"/></Schema>"#;
    std::fs::write(directory.join("b.xml"), xml).unwrap();
    std::fs::write(directory.join("c.json"), r#"{"$Version": "4.01", "c": {"t": {"$Kind": "ComplexType"}}}"#).unwrap();
    let root = r#"{"$Version": "4.01",
        "$Reference": {"b.xml": {"$Include": [{"$Namespace": "b"}]}, "c.json": {"$Include": [{"$Namespace": "c"}]}},
        "a": {"t": {"$Kind": "ComplexType", "b": {"$Type": "b.t"}, "c": {"$Type": "c.t"}}}}"#;
    let path = directory.join("a.json");
    std::fs::write(&path, root).unwrap();
    let resolved = Builder::new().metadata(&path).resolve().unwrap();
    assert!(!resolved.diagnostics.has_errors());
    for name in ["a.t", "b.t", "c.t"] {
        assert!(resolved.model.find_type(name).is_some(), "{name}");
    }
}
