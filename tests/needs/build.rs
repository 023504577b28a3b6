//! Checks which tools and data the machine has.

use std::{path::Path, process::Command};

mod rust_analyzer;

/// Sets `cfg(condition)` if `marker` exists and is usable, and reruns when `marker` changes.
fn check(condition: &str, marker: &str, parent: Option<&str>, is_usable: impl FnOnce() -> bool) {
    println!("cargo::rustc-check-cfg=cfg({condition})");
    let exists = Path::new(marker).exists();
    if exists && is_usable() {
        println!("cargo::rustc-cfg={condition}");
    }
    // Watching a missing file would rebuild the tests each time, so a small parent folder is watched instead.
    if let Some(watched) = if exists { Some(marker) } else { parent } {
        println!("cargo::rerun-if-changed={watched}");
    }
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    check("has_shared", "../../../shared/metadata/v1.0/Prod.csdl", None, || true);
    check("has_node", "../cap/node_modules/.package-lock.json", Some("../cap"), || is_installed("node"));
    println!("cargo::rerun-if-env-changed=CHROMIUM");
    let packages = "../explore/node_modules/.package-lock.json";
    check("has_chromium", packages, Some("../explore"), || {
        let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
        is_installed("node") && is_installed(&chromium)
    });
    let python = if cfg!(windows) { "../odatapy/.venv/Scripts/python.exe" } else { "../odatapy/.venv/bin/python" };
    check("has_odatapy", python, Some("../odatapy"), || {
        Command::new(python).args(["-B", "-c", "import odatapy"]).output().is_ok_and(|output| output.status.success())
    });
    println!("cargo::rustc-check-cfg=cfg(has_rustfmt)");
    if is_installed("rustfmt") {
        println!("cargo::rustc-cfg=has_rustfmt");
    }
    for watched in ["RUST_ANALYZER", "RUST_SRC_PATH"] {
        println!("cargo::rerun-if-env-changed={watched}");
    }
    println!("cargo::rerun-if-changed=rust_analyzer.rs");
    println!("cargo::rustc-check-cfg=cfg(has_rust_analyzer)");
    if rust_analyzer::find().is_some() && rust_analyzer::standard_library().is_some() {
        println!("cargo::rustc-cfg=has_rust_analyzer");
    }
}

/// Whether a program is installed, which is the case if it prints its version.
fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
