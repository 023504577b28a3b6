//! Arbitrary small documents, and the committed corpus of the fuzz targets.

#[path = "entry.rs"]
mod entry;

use std::{
    fs,
    path::{Path, PathBuf},
};

use proptest::prelude::*;

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(target);
    let mut paths: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("arbitrary-{name}"))
}

#[test]
fn the_corpus_generates_valid_code() {
    let corpus = corpus("generate");
    let generated = corpus.iter().filter(|bytes| entry::generate(bytes)).count();
    assert!(corpus.len() >= 8 && generated == corpus.len(), "{generated} of {}", corpus.len());
}

#[test]
fn the_corpus_of_references_reads_no_other_files() {
    let corpus = corpus("references");
    assert!(corpus.len() >= 5);
    corpus.iter().for_each(|bytes| entry::references(bytes, &directory("corpus")));
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
