//! Bytes of all kinds, which the fuzz targets also read.

#[path = "../../../../fuzz/corpus.rs"]
mod corpus;
mod entry;

use proptest::prelude::*;

use crate::vectors::Vectors;

proptest! {
    #[test]
    fn requests_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        entry::notification(&bytes);
    }

    #[test]
    fn tokens_and_contents_do_not_panic(text in "[a-z0-9.\"{}:,\\[\\]\n]{0,200}") {
        entry::token(text.as_bytes());
    }
}

#[test]
fn nearly_valid_tokens_and_contents_do_not_panic() {
    let vectors = Vectors::new();
    let content = vectors.get("badContents")["OAEP with SHA-256"]["content"].to_string().replace("\"new\"", "\"k\"");
    let token = vectors.get("tokens")["version 2"].as_str().unwrap();
    let text = format!("{token}\n{content}\n{}", vectors.get("jwks"));
    entry::token(text.as_bytes());
    for at in (0..text.len()).step_by(197) {
        let mut changed = text.clone().into_bytes();
        changed[at] ^= 1;
        entry::token(&changed);
        entry::token(&changed[..at]);
    }
}

#[test]
fn the_corpus_of_notification() {
    corpus::run("notification", 1, entry::notification);
}

#[test]
fn the_corpus_of_token() {
    corpus::run("token", 20, entry::token);
}
