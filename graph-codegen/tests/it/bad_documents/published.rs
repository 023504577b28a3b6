//! Published documents of services and standards have no errors.

use std::path::Path;

use crate::shared;
use graph_codegen::{Builder, diagnostic::Severity};

fn errors(path: &Path) -> Vec<String> {
    let Err(error) = Builder::new().metadata(path).resolve() else { return Vec::new() };
    let errors = error.diagnostics().iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let shown = errors.map(|diagnostic| {
        let place = diagnostic.span.and_then(|span| Some(error.sources().get(span.file)?.position(span.start)));
        format!("{}: {}", place.map_or(String::new(), |place| place.to_string()), diagnostic.message)
    });
    shown.collect()
}

#[needs::shared]
#[test]
fn metadata_of_every_cloud_is_valid() {
    for path in shared::files("metadata/v1.0") {
        assert_eq!(errors(&path), [""; 0], "{}", path.display());
    }
}

/// Expected errors.
const WRONG: [(&str, &[&str]); 2] = [
    // CSDL of OData V3.
    (
        "oasis-tcs--Northwind-V3.xml",
        &["2:1: this is CSDL 2.0 of OData V3 or earlier (`MaxDataServiceVersion` `3.0`); only OData V4 is supported"],
    ),
    // An entity type can have only one key (OData CSDL XML 4.01, section 6.5); the type is called `DoubleKey`.
    ("oasis-tcs--test1.xml", &["9:9: `EntityType` has a second `Key`"]),
];

#[needs::shared]
#[test]
fn published_samples_have_only_expected_errors() {
    for path in shared::files("csdl") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let expected = WRONG.iter().find(|(wrong, _)| *wrong == name).map_or(&[][..], |(_, errors)| *errors);
        assert_eq!(errors(&path), expected, "{name}");
    }
}
