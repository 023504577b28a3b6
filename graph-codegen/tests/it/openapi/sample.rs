//! A small description with every construct, and the CSDL for it.
//!
//! The environment variable `UPDATE_EXPECTED=1` rewrites the expected text; review the diff.

use std::{fs, path::Path};

use graph_codegen::{Builder, slice::Options};

const SAMPLE: &str = include_str!("../../openapi/sample.yml");

/// Converts a whole description to CSDL.
fn slice_of(name: &str, text: &str) -> String {
    let resolved = Builder::new().metadata_text(name, text).resolve().unwrap_or_else(|error| panic!("{error}"));
    assert!(resolved.diagnostics.list().is_empty(), "{}", resolved.diagnostics.rendered(&resolved.sources));
    resolved.select(["**"]).unwrap().slice(&Options::default())
}

#[test]
fn every_construct_is_converted() {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi/sample.csdl");
    let slice = slice_of("sample.yml", SAMPLE);
    if std::env::var("UPDATE_EXPECTED").is_ok_and(|value| value == "1") {
        fs::write(&expected, &slice).unwrap();
    }
    assert_eq!(slice, fs::read_to_string(&expected).unwrap(), "UPDATE_EXPECTED=1 rewrites the text");
}

#[test]
fn json_of_version_3_1_is_equivalent() {
    assert_eq!(slice_of("sample.json", include_str!("../../openapi/sample.json")), slice_of("sample.yml", SAMPLE));
}

/// JSON writes characters beyond U+FFFF as two escapes.
#[test]
fn characters_may_be_pairs_of_escapes() {
    let json = include_str!("../../openapi/sample.json");
    let with = |text: &str| json.replace("2029-01/Text", &format!("2029-01/{text}"));
    let slice = slice_of("pair.json", &with(r"\ud83d\udc4d "));
    assert_eq!(slice, slice_of("character.json", &with("\u{1f44d} ")));
    assert!(slice.contains('\u{1f44d}'));
    // Positions after it are right.
    let text = r#"{"openapi":"3.0.4","info":{"title":"\ud83d\udc4d","version":"1"},"paths":5}"#;
    let (shown, _) = super::bad::shown("pair.json", text);
    assert!(shown.contains(&format!("pair.json:1:{}", text.find('5').unwrap() + 1)), "{shown}");
}

/// A description shows how the service writes keys and operations.
#[test]
fn paths_tell_how_keys_and_operations_are_written() {
    let requests = |text: &str| {
        let selected = Builder::new().metadata_text("sample.yml", text).resolve().unwrap();
        let selected = selected.select(["/people/{id}/forget", "/people/{id}/notes/{id}#GET"]).unwrap();
        selected.requests().iter().map(|request| request.template.clone()).collect::<Vec<_>>()
    };
    assert_eq!(requests(SAMPLE), ["/people/{id}/forget", "/people/{id}/notes/{id}"]);
    // Without the alternate key.
    let start = SAMPLE.find("  /people(mail=").unwrap();
    let end = start + SAMPLE[start..].find("  /people/{").unwrap();
    let strict = [&SAMPLE[..start], &SAMPLE[end..]].concat().replace("/people/{person-id}", "/people('{person-id}')");
    let strict = strict.replace("/notes/{note-id}", "/notes('{note-id}')");
    let strict = ["promote", "forget", "within", "export"]
        .iter()
        .fold(strict, |text, name| text.replace(&format!("/{name}"), &format!("/sample.v1.{name}")));
    assert_eq!(requests(&strict), ["/people('{id}')/notes('{id}')", "/people('{id}')/sample.v1.forget"]);
}

#[test]
fn aliases_are_expanded() {
    let with_aliases = SAMPLE
        .replace(
            "birthday: { type: string, format: date, nullable: true }",
            "birthday: &day { type: string, format: date, nullable: true }",
        )
        .replace("since: { type: string, format: date }", "since: *day");
    let plain = SAMPLE
        .replace("since: { type: string, format: date }", "since: { type: string, format: date, nullable: true }");
    assert_ne!(with_aliases, plain);
    assert_eq!(slice_of("a.yml", &with_aliases), slice_of("b.yml", &plain));
}

#[test]
fn several_documents_form_one_model() {
    let (head, schemas) = SAMPLE.split_at(SAMPLE.find("    sample.v1.place:").unwrap());
    let second = format!("openapi: 3.0.4\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}");
    let resolved = Builder::new().metadata_text("a.yml", head).metadata_text("b.yml", second).resolve().unwrap();
    assert!(resolved.diagnostics.list().is_empty(), "{}", resolved.diagnostics.rendered(&resolved.sources));
    let together = resolved.select(["**"]).unwrap().slice(&Options::default());
    assert_eq!(together, slice_of("sample.yml", SAMPLE));
}

#[test]
fn annotations_can_be_added_with_csdl() {
    let annotations = r#"<Schema Namespace="more" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <Annotations Target="sample.v1.forget(sample.v1.person)">
          <Annotation Term="graph_codegen.v1.Summary" String="Forgets a person."/>
        </Annotations></Schema>"#;
    let builder = Builder::new().metadata_text("sample.yml", SAMPLE).metadata_text("more.csdl", annotations);
    let text = builder.select("sample.v1.person/forget").generate().unwrap().text().to_owned();
    assert!(text.contains("Forgets a person."), "{text}");
}
