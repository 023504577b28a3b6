//! Prints the structs of a selection with serde derives, for `check.py`.
//!
//! Usage: `baseline METADATA|- SELECTOR…`, where `-` means the embedded metadata.

use std::process::ExitCode;

use graph_benches::baseline::{Unknown, write};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((metadata, selectors)) = arguments.split_first() else {
        eprintln!("usage: baseline METADATA|- SELECTOR…");
        return ExitCode::FAILURE;
    };
    let mut builder = graph_codegen::Builder::new();
    if metadata != "-" {
        builder = builder.metadata(metadata);
    }
    let selectors: Vec<&str> = selectors.iter().map(String::as_str).collect();
    match write(&builder, &selectors, Unknown::Ignored) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
