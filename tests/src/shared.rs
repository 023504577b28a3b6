//! Real data beside the repository, which is not part of it. Tests that use it have the attribute `#[needs::shared]`.

use std::{fs, path::PathBuf};

/// The path to a file of the shared data.
///
/// # Panics
///
/// If it is missing.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")).join(name);
    assert!(path.exists(), "{} is missing; does this test have `#[needs::shared]`?", path.display());
    path
}

/// The text of a file of the shared data.
///
/// # Panics
///
/// If it is missing or cannot be read.
#[must_use]
pub fn text(name: &str) -> String {
    let path = path(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
