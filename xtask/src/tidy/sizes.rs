//! A source file is neither a paragraph nor a whole chapter.

use super::Finding;

const RULE: &str = "size";
const MOST: usize = 400;
const LEAST: usize = 15;

/// Files that may be larger or smaller, and why.
const ALLOWED: &[(&str, &str)] = &[
    (
        "graph-codegen/src/internals.rs",
        "re-exports for the fuzz targets and tests of this workspace, hidden from the documentation",
    ),
    ("graph-codegen/src/csdl/document.rs", "every element of a document, in the order of the specification"),
];

pub fn check(file: &str, text: &str) -> Vec<Finding> {
    let is_root = ["mod.rs", "lib.rs", "main.rs"].iter().any(|name| file.ends_with(&format!("/{name}")));
    let is_source = file.contains("/src/") && !file.contains("/src/bin/") && file.ends_with(".rs");
    if !is_source || ALLOWED.iter().any(|(allowed, _)| *allowed == file) {
        return Vec::new();
    }
    let count = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text).lines().count();
    let message = if count > MOST {
        format!(
            "{count} lines without its tests, more than {MOST}; split it by concept, or say why not in xtask/src/tidy/sizes.rs"
        )
    } else if count < LEAST && !is_root {
        format!("{count} lines, less than {LEAST}; move it to its neighbour, or say why not in xtask/src/tidy/sizes.rs")
    } else {
        return Vec::new();
    };
    vec![Finding::new(RULE, file, 0, message)]
}

/// Checks that the allowed files are there.
pub fn check_allowed(files: &[String]) -> Vec<Finding> {
    let gone = ALLOWED.iter().filter(|(allowed, _)| !files.iter().any(|file| file == allowed));
    gone.map(|(file, _)| Finding::new(RULE, "xtask/src/tidy/sizes.rs", 0, format!("`{file}` is not there; remove it")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn paragraphs_and_chapters_are_found() {
        let lines = |count: usize| "\n".repeat(count);
        assert!(check("c/src/a.rs", &lines(100)).is_empty());
        assert!(check("c/src/a.rs", &format!("{}\n#[cfg(test)]\nmod tests {{{}", lines(300), lines(300))).is_empty());
        assert!(check("c/src/mod.rs", "").is_empty() && check("c/tests/it/a.rs", "").is_empty());
        assert!(check("c/src/a.rs", &lines(401))[0].message.starts_with("401 lines without its tests"));
        assert!(check("c/src/a.rs", &lines(14))[0].message.starts_with("14 lines, less than 15; move it"));
    }
}
