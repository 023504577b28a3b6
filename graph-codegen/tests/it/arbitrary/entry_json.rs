//! The entry function of the fuzz target for CSDL JSON, which needs a feature.

use graph_codegen::{
    Limits,
    diagnostic::{Diagnostics, Sources},
    internals::csdl::{is_csdl, read_json, reference_uris},
};

/// Reads any text as CSDL JSON and renders the diagnostics.
pub fn csdl_json(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("fuzz.json", &*text);
    let document = read_json(file, &text, Limits::default(), &mut diagnostics);
    let _ = diagnostics.rendered(&sources).to_string();
    let (is_csdl, uris) = (is_csdl(&text), reference_uris(&text));
    // What is read is recognized, and its references are found beforehand.
    if let Some(document) = document {
        assert!(is_csdl);
        assert!(document.references.iter().all(|reference| uris.iter().any(|uri| *uri == *reference.uri.value)));
    }
}
