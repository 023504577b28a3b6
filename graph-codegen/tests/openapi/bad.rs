//! Documents with mistakes, each with the whole text that is shown for them, as in `tests/bad_documents`.
//!
//! `bad/NAME.yml` or `.json` is read and resolved; `bad/NAME.EXTENSION.txt` is what has to be said of it, warnings included. A
//! document whose name begins with `warning-` is survived, and nothing is said of one whose name begins with `legal-`. To write the
//! texts anew, run with the environment variable `UPDATE_EXPECTED=1`, and look at what changed.

use std::{collections::BTreeSet, fs, path::Path};

use graph_codegen::Builder;

/// What is shown for a document, and whether it is refused.
pub fn shown(name: &str, text: &str) -> (String, bool) {
    match Builder::new().metadata_text(name, text).resolve() {
        Ok(resolved) => (resolved.diagnostics.rendered(&resolved.sources).to_string(), false),
        Err(error) => (error.to_string(), true),
    }
}

#[test]
fn each_mistake_is_shown_as_expected() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi/bad");
    let update = std::env::var("UPDATE_EXPECTED").is_ok_and(|value| value == "1");
    let (mut documents, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for entry in fs::read_dir(&directory).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        match name.strip_suffix(".txt") {
            Some(document) => texts.insert(document.to_owned()),
            None => documents.insert(name),
        };
    }
    assert!(documents.len() > 40, "{}", documents.len());
    let mut wrong = Vec::new();
    for name in &documents {
        let text = fs::read_to_string(directory.join(name)).unwrap();
        let (shown, is_refused) = shown(name, &text);
        match name.split('-').next() {
            Some("legal") => assert_eq!(shown, "", "{name}"),
            Some("warning") => assert!(!is_refused && !shown.is_empty(), "{name}:\n{shown}"),
            _ => assert!(is_refused, "{name}:\n{shown}"),
        }
        let path = directory.join(format!("{name}.txt"));
        if update {
            fs::write(&path, &shown).unwrap();
        } else if fs::read_to_string(&path).ok().as_deref() != Some(&*shown) {
            wrong.push(format!("{name}:\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "not as expected (UPDATE_EXPECTED=1 writes the texts anew):\n{}", wrong.join("\n"));
    let strangers: Vec<_> = texts.difference(&documents).collect();
    assert!(strangers.is_empty(), "texts without document: {strangers:?}");
}

#[test]
fn what_is_not_there_is_an_error_when_it_is_selected() {
    let text = include_str!("bad/warning-dangling-ref.yml");
    let builder = || Builder::new().metadata_text("cut.yml", text);
    assert!(builder().select("s.person::{id}").generate().is_ok());
    let error = builder().select("s.person").generate().unwrap_err().to_string();
    assert!(error.contains("error[unresolved]: `s.place` is declared in a document that was not given\n"), "{error}");
    assert!(error.contains(" --> cut.yml:14:24"), "{error}");
}
