#![no_main]

//! Reads any text as CSDL and renders the diagnostics.

use graph_codegen::{
    Limits,
    diagnostic::{Diagnostics, Sources},
    internals::csdl::read,
};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("fuzz.csdl", text);
    let _ = read(file, text, Limits::default(), &mut diagnostics);
    let _ = diagnostics.rendered(&sources).to_string();
});
