//! The documentation of limits names tests that exist.

use std::{fs, path::Path};

/// Adds the text of all Rust files.
fn read(directory: &Path, to: &mut String) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, to);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            to.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn each_limit_has_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for directory in ["src", "tests", "../graph-notifications/src", "../graph-notifications/tests"] {
        read(&root.join(directory), &mut sources);
    }
    let text = fs::read_to_string(root.join("../docs/limits.md")).unwrap();
    let rows = text.split("## What is sent again").next().unwrap().lines().filter(|line| line.starts_with("| "));
    let rows: Vec<_> = rows.filter(|line| !line.starts_with("| of |")).collect();
    assert!(rows.len() > 20);
    for row in rows {
        let test = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap().trim().trim_matches('`');
        assert!(sources.contains(&format!("fn {test}()")), "{row}");
    }
}
