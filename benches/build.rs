//! Generates what the benchmarks of the runtime use: a user and the first operation, and the same structs as by hand.

#[path = "src/floor.rs"]
#[allow(dead_code)]
mod floor;

use std::{error::Error, fs, path::PathBuf};

use floor::Unknown;

fn main() -> Result<(), Box<dyn Error>> {
    const SELECTORS: [&str; 2] = ["microsoft.graph.user", "/users/{id}/reprocessLicenseAssignment"];
    let builder = || graph_codegen::Builder::new().metadata("../metadata/v1.0.csdl");
    SELECTORS.into_iter().fold(builder(), graph_codegen::Builder::select).compile()?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets no OUT_DIR")?);
    for (name, unknown) in [("derive.rs", Unknown::Ignored), ("flatten.rs", Unknown::Flattened)] {
        fs::write(out.join(name), floor::write(&builder(), &SELECTORS, unknown)?)?;
    }
    println!("cargo::rerun-if-changed=src/floor.rs");
    Ok(())
}
