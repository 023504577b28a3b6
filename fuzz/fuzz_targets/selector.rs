#![no_main]

//! Parses any text as selectors, one per line, and renders the diagnostics.

use graph_codegen::{
    diagnostic::{Diagnostics, Sources},
    selection::Selector,
};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("selection", text);
    let _ = Selector::parse_all(file, &sources, &mut diagnostics);
    let _ = diagnostics.rendered(&sources).to_string();
});
