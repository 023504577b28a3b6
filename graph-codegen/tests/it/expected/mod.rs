//! Documents with mistakes, each with the whole text that is shown for them.

use std::{collections::BTreeSet, fs, path::Path};

/// Reads and resolves each document of a directory below `tests/`, and compares what is said of it, warnings included, with the text
/// beside it. A document whose name begins with `warning-` is survived, and nothing is said of one whose name begins with `legal-`.
/// With the environment variable `UPDATE_EXPECTED=1` the texts are written anew; look at what changed.
///
/// `text_of` names the text of a document; `shown` is what is shown for a document, and whether it is refused.
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
    assert!(wrong.is_empty(), "not as expected (UPDATE_EXPECTED=1 writes the texts anew):\n{}", wrong.join("\n"));
    assert!(texts.is_empty(), "texts without document: {texts:?}");
}
