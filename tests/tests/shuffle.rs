//! What is generated does not depend on the order of a document's schemas.

use std::{fs, path::PathBuf};

use graph_codegen::Builder;

/// The document with its `Schema` elements in another order: rotated, and reversed on odd turns.
fn shuffled(text: &str, turn: usize) -> String {
    let starts: Vec<usize> = text.match_indices("<Schema ").map(|(at, _)| at).collect();
    let end = text.rfind("</Schema>").map_or(text.len(), |at| at + "</Schema>".len());
    let mut schemas: Vec<&str> = starts
        .iter()
        .enumerate()
        .map(|(index, start)| &text[*start..starts.get(index + 1).copied().unwrap_or(end)])
        .collect();
    let by = turn % schemas.len().max(1);
    schemas.rotate_left(by);
    if turn % 2 == 1 {
        schemas.reverse();
    }
    format!("{}{}{}", &text[..starts[0]], schemas.concat(), &text[end..])
}

fn generate(text: &str, selectors: &[&str]) -> String {
    let builder = Builder::new().metadata_text("document", text);
    let builder = selectors.iter().fold(builder, |builder, selector| builder.select(*selector));
    builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

#[test]
fn a_small_service() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("documents/names.csdl");
    let text = fs::read_to_string(path).expect("a document");
    let expected = generate(&text, &["/**", "**"]);
    for turn in [1, 2, 3] {
        let other = shuffled(&text, turn);
        assert!(turn % 4 == 0 || other != text, "turn {turn} changes nothing");
        assert_eq!(generate(&other, &["/**", "**"]), expected, "turn {turn}");
    }
}

#[test]
fn graph() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/metadata/v1.0/Prod.csdl");
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped: no ../shared");
        return;
    };
    let selections: [&[&str]; 3] = [
        &["/users/{id}/reprocessLicenseAssignment"],
        &["microsoft.graph.user::*", "microsoft.graph.security.alert"],
        &["/security/**", "!/security/cases"],
    ];
    let expected: Vec<String> = selections.iter().map(|selectors| generate(&text, selectors)).collect();
    for turn in [3, 8] {
        let other = shuffled(&text, turn);
        for (selectors, expected) in selections.iter().zip(&expected) {
            assert!(generate(&other, selectors) == *expected, "turn {turn}, {selectors:?}");
        }
    }
}
