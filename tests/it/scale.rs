//! Code for real services compiles without warnings.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use graph_codegen::{Builder, Version};
use graph_tests::{
    scratch::{RUNTIME, Scratch},
    shared,
};

const CLOUDS: [&str; 8] = ["Bleu", "Delos", "Fairfax", "GovSG", "Mooncake", "Prod", "USNat", "USSec"];

/// The services, each with its documents.
const SERVICES: [(&str, &[&str]); 11] = [
    ("trip_pin", &["odata--TripPin.csdl"]),
    ("trip_service", &["microsoft--TripService.OData.xml"]),
    ("northwind", &["oasis-tcs--Northwind.xml"]),
    ("cap_users", &["cap-users.xml"]),
    ("miscellaneous", &["oasis-tcs--miscellaneous.xml", "oasis-tcs--Org.OData.Core.V1.xml"]),
    ("containment", &["oasis-tcs--containment.xml"]),
    ("keywords", &["odata--KeywordsAsNames.xml"]),
    ("duplicates", &["odata--DupNames.xml"]),
    ("operations", &["odata--OperationsServiceCsdl.xml"]),
    ("type_definitions", &["odata--TypeDefinitions.xml"]),
    ("sap", &["sap--sdMeta.xml"]),
];

fn generate(document: &str, selectors: &[&str]) -> String {
    let builder = Builder::new().metadata(shared::path(document));
    let builder = selectors.iter().fold(builder, |builder, selector| builder.select(*selector));
    builder.generate().unwrap_or_else(|error| panic!("{document}: {error}")).text().to_owned()
}

fn check(name: &str, modules: &[(String, String)]) {
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), name, RUNTIME).expect("a scratch crate");
    scratch.write_modules(modules.iter().map(|(name, text)| (name.as_str(), text.as_str()))).expect("the files");
    let outcome = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
    let lines: usize = modules.iter().map(|(_, text)| text.lines().count()).sum();
    println!("{name}: {} modules, {lines} lines", modules.len());
    assert!(outcome.is_success, "{}", outcome.output);
}

/// All of the largest and the smallest document, and of the others what differs from the largest, which is what rustc
/// can judge differently.
#[needs::shared]
#[test]
fn everything_in_each_cloud() {
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "whole-clouds", RUNTIME).expect("a scratch crate");
    let largest = files("Prod");
    for cloud in CLOUDS {
        let document = format!("metadata/v1.0/{cloud}.csdl");
        let text = if ["Prod", "GovSG", "USSec"].contains(&cloud) {
            generate(&document, &["/**", "**"])
        } else {
            let selectors = different_types(cloud, &largest);
            println!("{cloud}: {} types differ", selectors.len());
            generate(&document, &selectors.iter().map(String::as_str).collect::<Vec<_>>())
        };
        println!("{cloud}: {} lines", text.lines().count());
        scratch.write_example(&cloud.to_lowercase(), &text).expect("a file");
    }
    let outcome = scratch.cargo(&["check", "--quiet", "--examples"]).expect("cargo runs");
    assert!(outcome.is_success, "{}", outcome.output);
}

/// Returns the code of all of a cloud in files, one for each type.
fn files(cloud: &str) -> BTreeMap<String, String> {
    let builder = Builder::new().metadata(shared::path(&format!("metadata/v1.0/{cloud}.csdl")));
    let generated = builder.select("/**").select("**").directory("graph").generate();
    let generated = generated.unwrap_or_else(|error| panic!("{cloud}: {error}"));
    generated.files().iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

/// Returns selectors of the types whose files are not those of another cloud.
fn different_types(cloud: &str, other: &BTreeMap<String, String>) -> Vec<String> {
    // The names of files are those of types in another case.
    let folded = |name: &str| name.replace('_', "").to_lowercase();
    let stem = |path: &str| Path::new(path).file_stem().map(|stem| folded(&stem.to_string_lossy())).unwrap_or_default();
    let differ: BTreeSet<String> = files(cloud)
        .iter()
        .filter(|(name, text)| other.get(*name) != Some(*text))
        .map(|(name, _)| stem(name))
        .collect();
    let model = Builder::new().metadata(shared::path(&format!("metadata/v1.0/{cloud}.csdl"))).resolve();
    let model = model.unwrap_or_else(|error| panic!("{cloud}: {error}")).model;
    let structured = model.types().filter(|(_, type_)| type_.structured().is_some());
    let named = structured.filter(|(_, type_)| differ.contains(&folded(type_.name.name())));
    named.map(|(_, type_)| type_.name.to_string()).collect()
}

/// Two clouds with both versions, since the document of beta of the global cloud is not at hand.
#[needs::shared]
#[test]
fn two_versions_in_one_crate() {
    let mut modules = Vec::new();
    for (cloud, selectors) in [("GovSG", &["/**", "**"][..]), ("USNat", &["/users/{id}/**", "/groups/{id}/**"])] {
        for (version, document) in [
            (Version::V1_0, format!("metadata/v1.0/{cloud}.csdl")),
            (Version::Beta, format!("metadata/beta/beta-{cloud}-2026-08-04.csdl")),
        ] {
            let builder = Builder::new().version(version).metadata(shared::path(&document));
            let builder = selectors.iter().fold(builder, |builder, selector| builder.select(*selector));
            let generated = builder.generate().unwrap_or_else(|error| panic!("{document}: {error}"));
            assert!(generated.text().contains(&format!(".in_version(\"{version}\")")), "{document}");
            let name = format!("{}_{}", cloud.to_lowercase(), version.as_str().replace('.', "_"));
            modules.push((name, generated.text().to_owned()));
        }
    }
    check("versions", &modules);
}

/// A selector for what only beta has says so, for the documents of a cloud.
#[needs::shared]
#[test]
fn what_only_beta_has_is_found() {
    let (v1, beta) = ("metadata/v1.0/USNat.csdl", "metadata/beta/beta-USNat-2026-08-04.csdl");
    let v1 = Builder::new().version(Version::V1_0).metadata(shared::path(v1));
    let v1 = v1.search_metadata(Version::Beta, shared::path(beta)).select("/me/profile").select("/me/nothing");
    let error = v1.generate().map(|_| ()).unwrap_err().to_string();
    assert_eq!(error.matches("error[selector-unknown]").count(), 2, "{error}");
    assert_eq!(error.matches("note: beta has it: ").count(), 1, "{error}");
}

#[needs::shared]
#[test]
fn deprecated_elements() {
    let text = generate("metadata/v1.0/Prod.csdl", &["/**", "**"]);
    let document = shared::text("metadata/v1.0/Prod.csdl");
    let declared = document.matches("Org.OData.Core.V1.RevisionKind/Deprecated").count();
    let notes = text.matches("#[deprecated(").count();
    println!("{declared} deprecated elements, {notes} items");
    // A property has a field and a constant, a navigation property a method and a constant, and an operation one method
    // for each type to which it is bound.
    assert!(notes >= declared, "{notes} of {declared}");
    for removal in document.split("Property=\"RemovalDate\" Date=\"").skip(1) {
        let date = removal.split('"').next().unwrap_or_default();
        assert!(text.contains(&format!("to be removed on {date}")), "{date}");
    }
    for item in [
        "pub struct AlertDetection {",
        "pub enum AlertSeverity {",
        "pub const IS_ATTESTATION_ENFORCED: ",
        "pub fn remote_tenant_groups(&self)",
        "pub fn shared_with_me(",
        "pub fn retrieval(",
    ] {
        let before = text.split(item).next().unwrap_or_default();
        assert!(before.len() < text.len(), "{item}");
        let attributes = before.rsplit("\n\n").next().unwrap_or_default();
        assert!(attributes.contains("#[deprecated("), "{item}: {attributes}");
    }
}

#[needs::shared]
#[test]
fn one_type_in_each_cloud() {
    let mut modules = Vec::new();
    for cloud in CLOUDS {
        let text = generate(&format!("metadata/v1.0/{cloud}.csdl"), &["microsoft.graph.user::*"]);
        modules.push((cloud.to_lowercase(), text));
    }
    check("every-cloud", &modules);
}

#[needs::shared]
#[test]
fn other_services() {
    let mut modules = Vec::new();
    for (name, documents) in SERVICES {
        let mut builder = Builder::new().select("**");
        for document in documents {
            builder = builder.metadata(shared::path(&format!("csdl/{document}")));
        }
        let generated = builder.generate().unwrap_or_else(|error| panic!("{name}: {error}"));
        modules.push((name.to_owned(), generated.text().to_owned()));
    }
    check("other-services", &modules);
}
