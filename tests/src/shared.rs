//! Test data beside the repository. Tests that use it have the attribute `#[needs::shared]`.

use std::{fs, path::PathBuf};

/// Returns the path to a file of the test data.
///
/// # Panics
///
/// Panics if the file is missing.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")).join(name);
    assert!(path.exists(), "{} is missing; does the test have `#[needs::shared]`?", path.display());
    path
}

/// Returns the text of a file of the test data.
///
/// # Panics
///
/// Panics if the file is missing or cannot be read.
#[must_use]
pub fn text(name: &str) -> String {
    let path = path(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
