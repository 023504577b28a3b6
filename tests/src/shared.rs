//! Real data beside the repository, which is not part of it.

use std::{fs, path::PathBuf};

/// The path to a file of the shared data. Says so and gives nothing if it is missing.
#[must_use]
pub fn path(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")).join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no ../shared");
    None
}

/// The text of a file of the shared data. Says so and gives nothing if it is missing.
#[must_use]
pub fn text(name: &str) -> Option<String> {
    fs::read_to_string(path(name)?).ok()
}
