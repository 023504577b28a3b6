//! Documents with mistakes, each with the whole text that is shown for them, as in `tests/bad_documents`.
//!
//! `bad/NAME.EXTENSION.txt` is what has to be said of `bad/NAME.EXTENSION`: see [`expected`].

use graph_codegen::Builder;

use crate::expected;

/// What is shown for a document, and whether it is refused.
pub fn shown(name: &str, text: &str) -> (String, bool) {
    match Builder::new().metadata_text(name, text).resolve() {
        Ok(resolved) => (resolved.diagnostics.rendered(&resolved.sources).to_string(), false),
        Err(error) => (error.to_string(), true),
    }
}

#[test]
fn each_mistake_is_shown_as_expected() {
    expected::compare("openapi/bad", 42, |document| format!("{document}.txt"), shown);
}

#[test]
fn what_is_not_there_is_an_error_when_it_is_selected() {
    let text = include_str!("../../openapi/bad/warning-dangling-ref.yml");
    let builder = || Builder::new().metadata_text("cut.yml", text);
    assert!(builder().select("s.person::{id}").generate().is_ok());
    let error = builder().select("s.person").generate().unwrap_err().to_string();
    assert!(error.contains("error[unresolved]: `s.place` is declared in a document that was not given\n"), "{error}");
    assert!(error.contains(" --> cut.yml:14:24"), "{error}");
}
