//! Arbitrary small documents, and the committed corpus of the fuzz targets.

#[path = "entry.rs"]
mod entry;

#[cfg(feature = "csdl-json")]
#[path = "entry_json.rs"]
mod entry_json;

#[path = "../../../../fuzz/corpus.rs"]
mod corpus;

use std::{
    fs,
    path::{Path, PathBuf},
};

use proptest::prelude::*;

fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("arbitrary-{name}"))
}

#[test]
fn the_corpus_of_generate() {
    let seeds = corpus::seeds("generate");
    let generated = seeds.iter().filter(|bytes| entry::generate(bytes)).count();
    assert_eq!(generated, seeds.len(), "each seed generates code");
    corpus::run("generate", 100, |bytes| {
        entry::generate(bytes);
    });
}

#[test]
fn the_corpus_of_references() {
    corpus::run("references", 10, |bytes| entry::references(bytes, &directory("corpus")));
}

#[test]
fn the_corpus_of_csdl() {
    corpus::run("csdl", 1, entry::csdl);
}

#[cfg(feature = "csdl-json")]
#[test]
fn the_corpus_of_csdl_json() {
    corpus::run("csdl_json", 1, entry_json::csdl_json);
}

#[test]
fn the_corpus_of_selector() {
    corpus::run("selector", 1, entry::selector);
}

#[test]
fn each_fuzz_target_has_a_corpus_that_tests_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let tests: String = [
        "graph-codegen/tests/it/arbitrary/mod.rs",
        "graph-runtime/tests/it/arbitrary.rs",
        "graph-notifications/tests/it/arbitrary/mod.rs",
    ]
    .map(read)
    .concat();
    let mut targets = 0;
    for entry in fs::read_dir(root.join("fuzz/fuzz_targets")).unwrap() {
        let path = entry.unwrap().path();
        let target = path.file_stem().unwrap().to_str().unwrap();
        let uses_entry = read(&format!("fuzz/fuzz_targets/{target}.rs")).contains(&format!("entry::{target}("));
        assert!(uses_entry, "{target}");
        assert!(tests.contains(&format!("corpus::run(\"{target}\"")), "{target}");
        assert!(read("fuzz/Cargo.toml").contains(&format!("name = \"{target}\"")), "{target}");
        assert!(!corpus::seeds(target).is_empty());
        targets += 1;
    }
    assert!(targets >= 16);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_generate_valid_code(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        entry::generate(&bytes);
    }

    #[test]
    fn references_read_no_other_files(bytes in "(\\.\\.?|/|\\\\|sub|given|secret\\.csdl|b\\.csdl|[?#%:. ]){1,8}") {
        entry::references(bytes.as_bytes(), &directory("property"));
    }
}
