//! Documents with mistakes, each with the complete rendered diagnostics.

use std::{collections::BTreeSet, fs, path::Path};

/// Reads and resolves each document of a directory below `tests/`, and compares all diagnostics with the expected text.
///
/// A document whose name starts with `warning-` has no errors, and one whose name starts with `legal-` has no
/// diagnostics at all. The environment variable `UPDATE_EXPECTED=1` rewrites the expected texts; review the diff.
///
/// `text_of` returns the name of the expected text of a document; `shown` returns the diagnostics of a document, and
/// whether it has errors.
pub fn compare(directory: &str, least: usize, text_of: fn(&str) -> String, shown: fn(&str, &str) -> (String, bool)) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(directory);
    let update = std::env::var("UPDATE_EXPECTED").is_ok_and(|value| value == "1");
    let (mut documents, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for entry in fs::read_dir(&directory).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".txt") {
            texts.insert(name)
        } else {
            documents.insert(name)
        };
    }
    assert!(documents.len() >= least, "{}", documents.len());
    let mut wrong = Vec::new();
    for name in &documents {
        let text = fs::read_to_string(directory.join(name)).unwrap();
        let (shown, is_refused) = shown(name, &text);
        match name.split('-').next() {
            Some("legal") => assert_eq!(shown, "", "{name}"),
            Some("warning") => assert!(!is_refused && !shown.is_empty(), "{name}:\n{shown}"),
            _ => assert!(is_refused, "{name}:\n{shown}"),
        }
        let expected = text_of(name);
        let path = directory.join(&expected);
        texts.remove(&expected);
        if update {
            fs::write(&path, &shown).unwrap();
        } else if fs::read_to_string(&path).ok().as_deref() != Some(&*shown) {
            wrong.push(format!("{name}:\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "not as expected (UPDATE_EXPECTED=1 rewrites the texts):\n{}", wrong.join("\n"));
    assert!(texts.is_empty(), "texts without a document: {texts:?}");
}
