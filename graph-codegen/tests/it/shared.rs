//! Test data outside the repository. Tests that use it have the attribute `#[needs::shared]`.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Returns the path of a shared file or folder.
pub fn path(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(name);
    assert!(path.exists(), "{} is missing; does this test have `#[needs::shared]`?", path.display());
    path
}

/// Returns the sorted paths of the files in a shared folder.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{folder} has no files");
    paths
}
