#![no_main]

#[path = "../../graph-notifications/tests/it/arbitrary/entry.rs"]
mod entry;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entry::notification(bytes));
