#![no_main]

#[path = "../../graph-runtime/tests/it/arbitrary/entry.rs"]
mod entry;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entry::multipart(bytes));
