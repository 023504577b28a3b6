//! OpenAPI documents with mistakes, each with the complete rendered diagnostics.
//!
//! `bad/NAME.EXTENSION.txt` contains the expected diagnostics of `bad/NAME.EXTENSION`; see [`expected`].

use graph_codegen::{
    Builder,
    internals::{rendered, resolve_strictly},
};

use crate::expected;

/// Returns the rendered diagnostics of a document, and whether it has errors.
pub fn shown(name: &str, text: &str) -> (String, bool) {
    match resolve_strictly(&Builder::new().metadata_text(name, text)) {
        Ok(resolved) => (resolved.diagnostics.rendered(&resolved.sources).to_string(), false),
        Err(error) => (rendered(&error), true),
    }
}

#[test]
fn each_mistake_is_shown_as_expected() {
    expected::compare("openapi/bad", 42, |document| format!("{document}.txt"), shown);
}

#[test]
fn undeclared_types_are_an_error_if_they_are_selected() {
    let text = include_str!("../../openapi/bad/warning-dangling-ref.yml");
    let builder = || Builder::new().metadata_text("cut.yml", text);
    assert!(builder().select("s.person::{id}").generate().is_ok());
    let error = builder().select("s.person").generate().unwrap_err().to_string();
    assert!(error.contains("error[unresolved]: `s.place` is declared in a document that was not given\n"), "{error}");
    assert!(error.contains(" --> cut.yml:14:24"), "{error}");
}
