//! No declaration is dropped: elements and attributes are counted in the document by an independent parser, in the
//! parsed document, and in the resolved model, and the counts are equal.

use std::fs;

use crate::{
    census::{Census, of_document, of_model, of_xml},
    shared,
};
use graph_codegen::{
    Builder, Limits,
    diagnostic::{Diagnostics, Sources},
    internals::csdl,
};

/// Documents with errors.
const WRONG: [&str; 2] = ["oasis-tcs--Northwind-V3.xml", "oasis-tcs--test1.xml"];

fn compare(name: &str, text: &str) {
    compare_parsed(name, text);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let resolved = Builder::new().metadata_text(name, text).resolve().unwrap_or_else(|error| panic!("{error}"));
    let (document, model) = (of_xml(text), of_model(&resolved.model));
    let differences = differences(&document, &model);
    assert!(
        differences.is_empty(),
        "{name}: kind, count in the document, count in the model\n{}",
        differences.join("\n")
    );
}

fn compare_parsed(name: &str, text: &str) {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let mut diagnostics = Diagnostics::default();
    let read = csdl::read(file, text, Limits::default(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}", diagnostics.rendered(&sources));
    let differences = differences(&of_xml(text), &of_document(&read.expect("a document")));
    assert!(differences.is_empty(), "{name}: kind, count in the document, count as parsed\n{}", differences.join("\n"));
}

fn differences(document: &Census, model: &Census) -> Vec<String> {
    let kinds: std::collections::BTreeSet<&String> = document.counts.keys().chain(model.counts.keys()).collect();
    kinds
        .into_iter()
        .filter_map(|kind| {
            let count = |census: &Census| census.counts.get(kind).copied().unwrap_or(0);
            let (in_document, in_model) = (count(document), count(model));
            (in_document != in_model).then(|| format!("{kind:40} {in_document:6} {in_model:6}"))
        })
        .collect()
}

#[needs::shared]
#[test]
fn metadata_of_every_cloud_is_complete() {
    for path in shared::files("metadata/v1.0") {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        compare(&name, &fs::read_to_string(&path).expect("a text"));
    }
}

#[needs::shared]
#[test]
fn metadata_of_other_services_is_complete() {
    for path in shared::files("csdl") {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !WRONG.contains(&name.as_str()) {
            compare(&name, &fs::read_to_string(&path).expect("a text"));
        }
    }
}

#[test]
fn the_embedded_metadata_is_complete() {
    for document in graph_metadata::V1_0 {
        compare(document.name, document.text);
    }
}

#[test]
fn a_missing_attribute_is_detected() {
    let text = graph_metadata::V1_0[0].text;
    let smaller = text.replacen(" Nullable=\"false\"", "", 1);
    assert_ne!(smaller, text, "the slice has a Nullable to remove");
    assert_eq!(differences(&of_xml(text), &of_xml(&smaller)).len(), 1);
}
