//! Finds out what this machine has, when the attributes are built.

use std::{path::Path, process::Command};

mod rust_analyzer;

/// Tells the crate whether `marker` is there, and cargo to look again when it appears or disappears.
fn look(condition: &str, marker: &str, parent: Option<&str>, is_usable: impl FnOnce() -> bool) {
    println!("cargo::rustc-check-cfg=cfg({condition})");
    let exists = Path::new(marker).exists();
    if exists && is_usable() {
        println!("cargo::rustc-cfg={condition}");
    }
    // A missing file would make cargo rebuild every test every time, so its folder is watched instead, where that is small.
    if let Some(watched) = if exists { Some(marker) } else { parent } {
        println!("cargo::rerun-if-changed={watched}");
    }
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    look("has_shared", "../../../shared/metadata/v1.0/Prod.csdl", None, || true);
    look("has_node", "../cap/node_modules/.package-lock.json", Some("../cap"), || {
        Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success())
    });
    for watched in ["RUST_ANALYZER", "RUST_SRC_PATH"] {
        println!("cargo::rerun-if-env-changed={watched}");
    }
    println!("cargo::rerun-if-changed=rust_analyzer.rs");
    println!("cargo::rustc-check-cfg=cfg(has_rust_analyzer)");
    if rust_analyzer::find().is_some() && rust_analyzer::standard_library().is_some() {
        println!("cargo::rustc-cfg=has_rust_analyzer");
    }
}
