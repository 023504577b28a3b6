//! Damaged documents: reading and describing end, spans are inside the text, and documents that are rejected have
//! errors.

use graph_codegen::{Builder, diagnostic::Severity};
use proptest::{prelude::*, sample::select};

use crate::damage::{mutated, mutation};

const SEEDS: [&str; 3] = [
    include_str!("../../openapi/sample.yml"),
    include_str!("../../openapi/sample.json"),
    include_str!("../../openapi/bad/not-odata-petstore.yml"),
];

/// Pieces that are inserted into documents.
const PIECES: [&str; 48] = [
    " ",
    "\n",
    "\t",
    "  ",
    "\n\n  ",
    ":",
    ": ",
    "-",
    "- ",
    "?",
    ",",
    "[",
    "]",
    "{",
    "}",
    "#",
    " #",
    "&a",
    "*a",
    "&a ",
    "*a ",
    "!",
    "!!str ",
    "|",
    ">",
    ">-",
    "'",
    "\"",
    "%",
    "@",
    "`",
    "---\n",
    "...\n",
    "<<: ",
    "null",
    "~",
    "true",
    "$ref: ",
    "\"$ref\": ",
    "'#/components/schemas/sample.v1.person'",
    "allOf: ",
    "type: ",
    "0",
    "ä",
    "名",
    "\u{feff}",
    "\u{0}",
    "/{id}",
];

fn check(text: &str) {
    let (sources, list, is_refused) = match Builder::new().metadata_text("a.yml", text).resolve() {
        Ok(resolved) => (resolved.sources, resolved.diagnostics.list().to_vec(), false),
        Err(error) => (error.sources().clone(), error.diagnostics().to_vec(), true),
    };
    assert_eq!(is_refused, list.iter().any(|diagnostic| diagnostic.severity == Severity::Error));
    let text = sources.iter().next().map_or("", |(_, source)| source.text());
    for span in list.iter().filter_map(|diagnostic| diagnostic.span) {
        let (start, end) = (span.start as usize, span.end as usize);
        assert!(start <= end && end <= text.len(), "{start}..{end} of {}", text.len());
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{start}..{end}\n{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(600),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn reading_damaged_documents_ends(
        seed in select(&SEEDS[..]),
        mutations in prop::collection::vec(mutation(&PIECES), 1..6),
    ) {
        check(&mutated(seed, &mutations));
    }

    #[test]
    fn reading_any_text_ends(pieces in prop::collection::vec(select(&PIECES[..]), 0..40)) {
        check(&format!("openapi: 3.0.4\n{}", pieces.concat()));
    }
}

#[test]
fn undamaged_documents_are_read() {
    SEEDS.into_iter().for_each(check);
}
