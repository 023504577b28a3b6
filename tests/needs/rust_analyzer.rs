// Finds rust-analyzer: for the build script of `needs`, and for the test that starts it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Returns rust-analyzer: the program that `RUST_ANALYZER` names, the one on `PATH`, or that of rustup's toolchain.
pub fn find() -> Option<PathBuf> {
    let named = std::env::var_os("RUST_ANALYZER").map(PathBuf::from);
    let installed = || run("rustup", &["which", "rust-analyzer"]).map(|output| line(&output));
    // Without the component, rustup's proxy is on PATH and fails.
    let is_usable = |program: &PathBuf| run(program, &["--version"]).is_some();
    named.filter(is_usable).or_else(|| Some("rust-analyzer".into()).filter(is_usable)).or_else(installed)
}

/// Returns the source of the standard library, without which rust-analyzer knows none of its traits.
pub fn standard_library() -> Option<PathBuf> {
    let named = std::env::var_os("RUST_SRC_PATH").map(PathBuf::from);
    let installed =
        || run("rustc", &["--print", "sysroot"]).map(|root| line(&root).join("lib/rustlib/src/rust/library"));
    named.or_else(installed).filter(|path| path.join("core").exists())
}

fn run(program: impl AsRef<Path>, arguments: &[&str]) -> Option<Output> {
    let output = Command::new(program.as_ref()).args(arguments).output().ok()?;
    output.status.success().then_some(output)
}

fn line(output: &Output) -> PathBuf {
    String::from_utf8_lossy(&output.stdout).trim().into()
}
