//! Generated code is formatted as rustfmt formats it with its default configuration.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Copies the golden files to a directory of their own, where the configuration of this workspace does not apply.
fn copy_golden_files() -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formatting");
    if directory.exists() {
        fs::remove_dir_all(&directory).expect("the old copies are removed");
    }
    fs::create_dir_all(&directory).expect("a directory");
    fs::write(directory.join("rustfmt.toml"), "edition = \"2024\"\n").expect("a configuration");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    for entry in golden.read_dir().expect("the golden files").map_while(Result::ok) {
        fs::copy(entry.path(), directory.join(entry.file_name())).expect("a copy");
    }
    directory
}

#[needs::rustfmt]
#[test]
fn rustfmt_changes_nothing() {
    let directory = copy_golden_files();
    let files = directory.read_dir().expect("the copies").map_while(Result::ok).map(|entry| entry.path());
    let files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect();
    assert!(files.len() >= 8, "{files:?}");
    let output = Command::new("rustfmt")
        .args(["--check", "--color", "never", "--config-path"])
        .arg(&directory)
        .args(&files)
        .output()
        .expect("rustfmt starts");
    let difference = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{difference}{}", String::from_utf8_lossy(&output.stderr));
    assert!(difference.is_empty(), "{difference}");
}
