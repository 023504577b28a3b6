//! Documents with mistakes, each with the whole text that is shown for them.
//!
//! `tests/bad/NAME.csdl` is read and resolved; `tests/bad/NAME.txt` is what has to be said of it, warnings included. A
//! document whose name begins with `warning-` is survived, and nothing is said of one whose name begins with `legal-`. To write the
//! texts anew, run with the environment variable `UPDATE_EXPECTED=1`, and look at what changed.

use std::{collections::BTreeSet, fs, path::Path};

use crate::shown::shown;

#[test]
fn each_mistake_is_shown_as_expected() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let update = std::env::var("UPDATE_EXPECTED").is_ok_and(|value| value == "1");
    let (mut documents, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for entry in fs::read_dir(&directory).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("csdl") => documents.insert(stem),
            Some("txt") => texts.insert(stem),
            _ => panic!("what is {}?", path.display()),
        };
    }
    assert!(documents.len() > 90, "{}", documents.len());
    let mut wrong = Vec::new();
    for name in &documents {
        let text = fs::read_to_string(directory.join(format!("{name}.csdl"))).unwrap();
        let (shown, is_refused) = shown(&format!("{name}.csdl"), &text);
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
