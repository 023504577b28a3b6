#![no_main]

#[path = "../../graph-codegen/tests/it/arbitrary/entry_json.rs"]
mod entry;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entry::csdl_json(bytes));
