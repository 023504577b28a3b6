//! Generated code does not depend on the order of elements in a document.

use std::{fs, path::PathBuf};

use graph_codegen::Builder;
use graph_tests::{seeded::Seeded, shared};

/// Shuffles the outermost elements with the given names. The text between them stays in place.
fn shuffled(text: &str, names: &[&str], seeded: &mut Seeded) -> String {
    let ranges = elements(text, names);
    let mut order: Vec<&str> = ranges.iter().map(|&(start, end)| &text[start..end]).collect();
    seeded.shuffle(&mut order);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (&(start, end), element) in ranges.iter().zip(order) {
        out.push_str(&text[from..start]);
        out.push_str(element);
        from = end;
    }
    out.push_str(&text[from..]);
    out
}

/// Returns the ranges of the outermost elements with the given names, in a document without comments and CDATA.
fn elements(text: &str, names: &[&str]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|offset| at + offset) {
        at = start + 1;
        let name: &str = text[at..].split([' ', '>', '/', '\n']).next().unwrap_or_default();
        if !names.contains(&name) {
            continue;
        }
        let Some(tag) = text[at..].find('>').map(|offset| at + offset) else { break };
        let end = if text[..tag].ends_with('/') {
            tag + 1
        } else {
            let closing = format!("</{name}>");
            let Some(offset) = text[tag..].find(&closing) else { break };
            tag + offset + closing.len()
        };
        found.push((start, end));
        at = end;
    }
    found
}

/// Shuffles the schemas of a document, and the elements in each of them.
fn fully_shuffled(text: &str, seed: u64) -> String {
    const ELEMENTS: [&str; 7] =
        ["EntityType", "ComplexType", "EnumType", "TypeDefinition", "Action", "Function", "Annotations"];
    let mut seeded = Seeded::new(seed);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in elements(text, &["Schema"]) {
        out.push_str(&text[from..start]);
        out.push_str(&shuffled(&text[start..end], &ELEMENTS, &mut seeded));
        from = end;
    }
    out.push_str(&text[from..]);
    let children = shuffled(&out, &["EntitySet", "Singleton"], &mut seeded);
    shuffled(&children, &["Schema"], &mut seeded)
}

fn generate(text: &str, selectors: &[&str]) -> String {
    let builder = Builder::new().metadata_text("document", text);
    let builder = selectors.iter().fold(builder, |builder, selector| builder.select(*selector));
    builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

/// Compares code, and shows only the first difference.
fn assert_same(generated: &str, expected: &str, what: &str) {
    let differs = generated.lines().zip(expected.lines()).find(|(other, line)| other != line);
    assert!(generated == expected, "{what}: {differs:?}");
}

#[test]
fn small_services() {
    for name in ["names.csdl", "kinds.csdl", "hostile.csdl", "reach.csdl", "writes.csdl"] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("documents").join(name);
        let text = fs::read_to_string(path).expect("a document");
        let expected = generate(&text, &["/**", "**"]);
        let orders: Vec<String> = (1..=12).map(|seed| fully_shuffled(&text, seed)).collect();
        assert!(orders.iter().any(|other| *other != text), "{name}: the order differs");
        for (seed, other) in orders.iter().enumerate() {
            assert_eq!(other.len(), text.len(), "{name}: no text is lost");
            assert_same(&generate(other, &["/**", "**"]), &expected, &format!("{name}, order {seed}"));
        }
    }
}

#[needs::shared]
#[test]
fn graph() {
    let text = shared::text("metadata/v1.0/Prod.csdl");
    let selections: [&[&str]; 5] = [
        &["/users/{id}/reprocessLicenseAssignment"],
        &["microsoft.graph.user::*", "microsoft.graph.security.alert"],
        &["/security/**", "!/security/cases"],
        &["microsoft.graph.identityProvider*", "microsoft.graph.managed*"],
        &["microsoft.graph.message/send", "/me/sendMail"],
    ];
    let expected: Vec<String> = selections.iter().map(|selectors| generate(&text, selectors)).collect();
    for seed in [1, 2] {
        let schemas = shuffled(&text, &["Schema"], &mut Seeded::new(seed));
        for other in [schemas, fully_shuffled(&text, seed)] {
            assert!(other != text && other.len() == text.len());
            for (selectors, expected) in selections.iter().zip(&expected) {
                assert_same(&generate(&other, selectors), expected, &format!("seed {seed}, {selectors:?}"));
            }
        }
    }
}

/// A comparison goes by names, so nothing differs.
#[needs::shared]
#[test]
fn a_shuffled_document_has_no_differences() {
    let text = shared::text("metadata/v1.0/Prod.csdl");
    let shuffled = fully_shuffled(&text, 11);
    assert_ne!(shuffled, text);
    let (old, new) = (Builder::new().metadata_text("old", text), Builder::new().metadata_text("new", shuffled));
    let options = graph_codegen::diff::Options::default();
    assert_eq!(old.diff(&new, &options).unwrap().findings, []);
    let selected = ["/users/{id}/**", "microsoft.graph.security.*"].iter().fold(old, |old, text| old.select(*text));
    assert_eq!(selected.diff(&new, &options).unwrap().findings, []);
}
