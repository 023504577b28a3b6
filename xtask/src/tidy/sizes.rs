//! Checks that source files are neither too long nor too short.

use super::Finding;

const RULE: &str = "size";
const MAX: usize = 400;
const MIN: usize = 15;

/// Files that may be longer or shorter, each with the reason.
const ALLOWED: &[(&str, &str)] = &[
    (
        "graph-codegen/src/internals.rs",
        "re-exports for the fuzz targets and tests of this workspace, hidden from the documentation",
    ),
    ("metadata/src/date.rs", "written by `cargo xtask metadata update`"),
    ("metadata-beta/src/date.rs", "written by `cargo xtask metadata update`"),
    ("graph-codegen/src/csdl/document.rs", "every element of a document, in the order of the specification"),
];

pub fn check(file: &str, text: &str) -> Vec<Finding> {
    let is_root = ["mod.rs", "lib.rs", "main.rs"].iter().any(|name| file.ends_with(&format!("/{name}")));
    let is_source = file.contains("/src/") && !file.contains("/src/bin/") && file.ends_with(".rs");
    if !is_source || ALLOWED.iter().any(|(allowed, _)| *allowed == file) {
        return Vec::new();
    }
    let count = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text).lines().count();
    let message = if count > MAX {
        format!(
            "{count} lines without its tests, more than {MAX}; split it by concept, or add it with a reason to \
             xtask/src/tidy/sizes.rs"
        )
    } else if count < MIN && !is_root {
        format!("{count} lines, fewer than {MIN}; merge it, or add it with a reason to xtask/src/tidy/sizes.rs")
    } else {
        return Vec::new();
    };
    vec![Finding::new(RULE, file, 0, message)]
}

/// Checks that the allowed files exist.
pub fn check_allowed(files: &[String]) -> Vec<Finding> {
    let gone = ALLOWED.iter().filter(|(allowed, _)| !files.iter().any(|file| file == allowed));
    gone.map(|(file, _)| {
        Finding::new(RULE, "xtask/src/tidy/sizes.rs", 0, format!("`{file}` does not exist; remove it"))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn short_and_long_files_are_findings() {
        let lines = |count: usize| "\n".repeat(count);
        assert!(check("c/src/a.rs", &lines(100)).is_empty());
        assert!(check("c/src/a.rs", &format!("{}\n#[cfg(test)]\nmod tests {{{}", lines(300), lines(300))).is_empty());
        assert!(check("c/src/mod.rs", "").is_empty() && check("c/tests/it/a.rs", "").is_empty());
        assert!(check("c/src/a.rs", &lines(401))[0].message.starts_with("401 lines without its tests"));
        assert!(check("c/src/a.rs", &lines(14))[0].message.starts_with("14 lines, fewer than 15; merge it"));
    }
}
