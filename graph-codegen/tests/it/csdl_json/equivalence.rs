//! A document, and the same document converted to JSON, give the same syntax tree and the same model.

use std::fs;

use super::{element::Element, to_json::to_json, to_xml::to_xml};
use crate::{
    census::{of_document, of_model},
    shared,
};
use graph_codegen::{
    Builder, Limits,
    diagnostic::{Diagnostics, Sources},
    edm::Model,
    internals::csdl::{self, Document},
};

/// Documents that JSON cannot represent, since they have errors.
const WRONG: [&str; 2] = ["oasis-tcs--Northwind-V3.xml", "oasis-tcs--test1.xml"];

/// The `Debug` form without positions and file.
fn without_positions(debug: &str) -> String {
    let mut text = String::with_capacity(debug.len());
    let mut rest = debug;
    while let Some(start) = rest.find("Span {") {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        rest = &rest[rest.find('}').expect("the end of a span") + 1..];
    }
    text.push_str(rest);
    let no_facets = "Some(Facets { max_length: None, precision: None, scale: None, unicode: None, srid: None, \
                     default_value: None })";
    text.replace(no_facets, "None")
}

/// The elements of a model. Its index, which is last, has a random seed.
fn elements(model: &Model) -> String {
    let debug = without_positions(&format!("{model:?}"));
    let end = debug.find(", index: Index {").expect("a model has an index");
    debug[..end].to_owned()
}

fn assert_same(name: &str, xml: &str, json: &str) {
    if xml == json {
        return;
    }
    let same = xml.bytes().zip(json.bytes()).take_while(|(left, right)| left == right).count();
    let part = |text: &str| {
        String::from_utf8_lossy(&text.as_bytes()[same.saturating_sub(200)..]).chars().take(400).collect::<String>()
    };
    panic!("{name} differs at {same}\nXML:  …{}…\nJSON: …{}…", part(xml), part(json));
}

fn compare(name: &str, text: &str) {
    let root = Element::of_xml(text);
    let (xml, json) = (to_xml(&root), to_json(&root));
    let mut sources = Sources::default();
    let (xml_file, json_file) = (sources.add("document.xml", &*xml), sources.add("document.json", &*json));
    let mut diagnostics = Diagnostics::default();
    let of_xml = csdl::read(xml_file, &xml, Limits::default(), &mut diagnostics);
    let of_json = csdl::read_json(json_file, &json, Limits::default(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{name}: {}", diagnostics.rendered(&sources));
    let (of_xml, mut of_json) = (of_xml.expect("a document"), of_json.expect("a document"));
    assert!(of_json.ignored.is_empty(), "{name}: {:?}", of_json.ignored);
    of_json.file = of_xml.file;
    assert_eq!(of_document(&of_xml), of_document(&of_json), "{name}");
    let debug = |document: &Document<'_>| without_positions(&format!("{document:?}"));
    assert_same(name, &debug(&of_xml), &debug(&of_json));

    let resolve = |text: &str| Builder::new().metadata_text("document", text).resolve();
    let of_xml = resolve(&xml).unwrap_or_else(|error| panic!("{name}: {error}"));
    let of_json = resolve(&json).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(of_model(&of_xml.model), of_model(&of_json.model), "{name}");
    assert_same(name, &elements(&of_xml.model), &elements(&of_json.model));
}

#[test]
fn every_construct_is_read_alike() {
    compare("every.csdl", include_str!("../../slice/every.csdl"));
    compare("constructs.csdl", include_str!("../../csdl-json/constructs.csdl"));
}

#[test]
fn the_embedded_metadata_is_read_alike() {
    for document in graph_metadata::V1_0 {
        compare(document.name, document.text);
    }
}

#[needs::shared]
#[test]
fn metadata_of_other_services_is_read_alike() {
    for path in shared::files("csdl") {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !WRONG.contains(&name.as_str()) {
            compare(&name, &fs::read_to_string(&path).expect("a text"));
        }
    }
}

#[needs::shared]
#[test]
fn metadata_of_all_of_graph_is_read_alike() {
    let path = shared::path("metadata/v1.0/Prod.csdl");
    compare("Prod.csdl", &fs::read_to_string(path).expect("a text"));
}

#[test]
fn a_difference_is_found() {
    let xml = r#"<Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <ComplexType Name="a"><Property Name="x" Type="Edm.String"/></ComplexType></Schema>"#;
    let root = Element::of_xml(xml);
    let json = to_json(&root).replace("\"$Nullable\": true", "\"$Nullable\": false");
    let resolve = |text: &str| Builder::new().metadata_text("document", text).resolve().unwrap().model;
    assert_ne!(elements(&resolve(&to_xml(&root))), elements(&resolve(&json)));
}
