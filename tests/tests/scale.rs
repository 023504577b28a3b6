//! What is generated from real services compiles, without a warning.

use std::collections::{BTreeMap, BTreeSet};

use graph_codegen::{Builder, edm::OperationKind};
use graph_tests::{scratch::Scratch, seeded::Seeded, shared};

const CLOUDS: [&str; 8] = ["Bleu", "Delos", "Fairfax", "GovSG", "Mooncake", "Prod", "USNat", "USSec"];

/// Each service, and the documents that it is made of.
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

fn generate(document: &str, selectors: &[&str]) -> Option<String> {
    let builder = Builder::new().metadata(shared::path(document)?);
    let builder = selectors.iter().fold(builder, |builder, selector| builder.select(*selector));
    Some(builder.generate().unwrap_or_else(|error| panic!("{document}: {error}")).text().to_owned())
}

fn check(name: &str, modules: &[(String, String)]) {
    let dependency = "graph-runtime = { path = \"{workspace}/graph-runtime\", default-features = false }";
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), name, dependency).expect("a scratch crate");
    scratch.write_modules(modules.iter().map(|(name, text)| (name.as_str(), text.as_str()))).expect("its files");
    let outcome = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
    let lines: usize = modules.iter().map(|(_, text)| text.lines().count()).sum();
    println!("{name}: {} modules, {lines} lines", modules.len());
    assert!(outcome.is_success, "{}", outcome.said);
}

#[test]
fn a_whole_cloud() {
    let Some(text) = generate("metadata/v1.0/GovSG.csdl", &["/**", "**"]) else { return };
    check("whole-cloud", &[("govsg".to_owned(), text)]);
}

/// Each kind of element that Graph calls deprecated: types, properties, navigation properties, operations.
#[test]
fn every_deprecation_of_a_cloud() {
    let Some(text) = generate("metadata/v1.0/Prod.csdl", &["/**", "**"]) else { return };
    let document =
        std::fs::read_to_string(shared::path("metadata/v1.0/Prod.csdl").expect("it was there")).expect("text");
    let declared = document.matches("Org.OData.Core.V1.RevisionKind/Deprecated").count();
    let notes = text.matches("#[deprecated(").count();
    println!("{declared} deprecated elements, {notes} items");
    // A property is a field and a constant, a navigation property a method and a constant, an operation a method of each type it is
    // called on.
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

#[test]
fn the_same_type_in_every_cloud() {
    let mut modules = Vec::new();
    for cloud in CLOUDS {
        let Some(text) = generate(&format!("metadata/v1.0/{cloud}.csdl"), &["microsoft.graph.user::*"]) else { return };
        modules.push((cloud.to_lowercase(), text));
    }
    check("every-cloud", &modules);
}

#[test]
fn other_services() {
    let mut modules = Vec::new();
    for (name, documents) in SERVICES {
        let mut builder = Builder::new().select("**");
        for document in documents {
            let Some(path) = shared::path(&format!("csdl/{document}")) else { return };
            builder = builder.metadata(path);
        }
        let generated = builder.generate().unwrap_or_else(|error| panic!("{name}: {error}"));
        modules.push((name.to_owned(), generated.text().to_owned()));
    }
    check("other-services", &modules);
}

/// Single actions of Graph, each of another type.
#[test]
fn actions_here_and_there() {
    let Some(path) = shared::path("metadata/v1.0/Prod.csdl") else { return };
    let model = Builder::new().metadata(&path).resolve().unwrap_or_else(|error| panic!("{error}")).model;
    let mut actions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, operation) in model.operations() {
        if let (OperationKind::Action, Some(binding)) = (operation.kind, operation.binding_type()) {
            actions.entry(model.type_(binding).name.as_str()).or_default().insert(operation.name.as_str());
        }
    }
    // By type first: two fifths of all actions belong to one type.
    let mut types: Vec<_> = actions.into_iter().collect();
    let mut seeded = Seeded::new(2026);
    seeded.shuffle(&mut types);
    let mut modules = Vec::new();
    for (type_name, names) in types.iter().take(24) {
        let name = names.iter().nth(seeded.below(names.len())).expect("one of them");
        let key = format!("{type_name}/{name}");
        match Builder::new().metadata(&path).select(&key).generate() {
            Ok(generated) => modules.push((format!("action_{}", modules.len()), generated.text().to_owned())),
            // The message says why, such as that no path leads to the type.
            Err(error) => println!("{key}: {error}"),
        }
    }
    assert!(modules.len() >= 20, "{} of 24", modules.len());
    check("single-actions", &modules);
}
