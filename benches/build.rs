//! Generates the code that the runtime's benchmarks use, and the baseline: the same structs with serde derives.

#[path = "src/baseline.rs"]
#[allow(dead_code)]
mod baseline;

use std::{error::Error, fs, path::PathBuf};

use baseline::Unknown;

fn main() -> Result<(), Box<dyn Error>> {
    const SELECTORS: [&str; 2] = ["microsoft.graph.user", "/users/{id}/reprocessLicenseAssignment"];
    let builder = || graph_codegen::Builder::new().metadata("../metadata/v1.0.csdl");
    SELECTORS.into_iter().fold(builder(), graph_codegen::Builder::select).compile()?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    for (name, unknown) in [("derive.rs", Unknown::Ignored), ("flatten.rs", Unknown::Flattened)] {
        fs::write(out.join(name), baseline::write(&builder(), &SELECTORS, unknown)?)?;
    }
    println!("cargo::rerun-if-changed=src/baseline.rs");
    Ok(())
}
