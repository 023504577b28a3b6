//! Damaged documents: reading and describing come to an end, spans lie inside the text, and a refusal is said.

use graph_codegen::{Builder, diagnostic::Severity};
use proptest::{prelude::*, sample::select};

const SEEDS: [&str; 3] =
    [include_str!("sample.yml"), include_str!("sample.json"), include_str!("bad/not-odata-petstore.yml")];

/// What a damaged document may have more of.
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

#[derive(Clone, Debug)]
enum Mutation {
    Truncate(usize),
    Remove(usize, usize),
    Insert(usize, &'static str),
    Replace(usize, &'static str),
    /// Copies a line to another place.
    Move(usize, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = 0usize..100_000;
    prop_oneof![
        1 => at.clone().prop_map(Mutation::Truncate),
        3 => (at.clone(), 1usize..20).prop_map(|(at, length)| Mutation::Remove(at, length)),
        5 => (at.clone(), select(&PIECES[..])).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        4 => (at.clone(), select(&PIECES[..])).prop_map(|(at, piece)| Mutation::Replace(at, piece)),
        3 => (at.clone(), at).prop_map(|(from, to)| Mutation::Move(from, to)),
    ]
}

fn mutated(text: &str, mutations: &[Mutation]) -> String {
    let mut text = text.to_owned();
    for mutation in mutations {
        let boundary = |offset: usize| {
            let mut offset = offset % (text.len() + 1);
            while !text.is_char_boundary(offset) {
                offset -= 1;
            }
            offset
        };
        let further =
            |from: usize, count: usize| text[from..].char_indices().nth(count).map_or(text.len(), |(at, _)| from + at);
        match *mutation {
            Mutation::Truncate(at) => {
                let at = boundary(at);
                text.truncate(at);
            }
            Mutation::Remove(at, length) => {
                let from = boundary(at);
                let to = further(from, length);
                text.replace_range(from..to, "");
            }
            Mutation::Insert(at, piece) => {
                let at = boundary(at);
                text.insert_str(at, piece);
            }
            Mutation::Replace(at, piece) => {
                let from = boundary(at);
                let to = further(from, 1);
                text.replace_range(from..to, piece);
            }
            Mutation::Move(from, to) => {
                let lines: Vec<&str> = text.lines().collect();
                if lines.is_empty() {
                    continue;
                }
                let line = lines[from % lines.len()];
                let mut moved = lines.clone();
                moved.insert(to % lines.len(), line);
                text = moved.join("\n");
            }
        }
    }
    text
}

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
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(600), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_documents_are_read_to_an_end(seed in select(&SEEDS[..]), mutations in prop::collection::vec(mutation(), 1..6)) {
        check(&mutated(seed, &mutations));
    }

    #[test]
    fn any_text_is_read_to_an_end(pieces in prop::collection::vec(select(&PIECES[..]), 0..40)) {
        check(&format!("openapi: 3.0.4\n{}", pieces.concat()));
    }
}

#[test]
fn undamaged_documents_are_read() {
    SEEDS.into_iter().for_each(check);
}
