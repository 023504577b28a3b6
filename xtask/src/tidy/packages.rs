//! Checks that published crates have license files, a README, and metadata for registries and docs.rs.

use super::Finding;
use crate::workspace::{PUBLISHED, Workspace};

const RULE: &str = "package";
const FILES: [&str; 3] = ["LICENSE-APACHE", "LICENSE-MIT", "README.md"];
const KEYS: [&str; 6] = ["description", "license", "repository", "readme", "keywords", "categories"];

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, folder) in PUBLISHED {
        let manifest = format!("{folder}/Cargo.toml");
        let missing = FILES.iter().filter(|file| !workspace.path(&format!("{folder}/{file}")).is_file());
        findings
            .extend(missing.map(|file| Finding::new(RULE, &manifest, 0, format!("`{name}` has no {file}; add it"))));
        let text = workspace.read(&manifest).unwrap_or_default();
        findings.extend(check_manifest(&text).into_iter().map(|message| Finding::new(RULE, &manifest, 0, message)));
    }
    findings
}

fn check_manifest(text: &str) -> Vec<String> {
    let package = text.split("\n[").next().unwrap_or(text);
    let has = |key: &&str| package.lines().any(|line| line.split(['.', ' ', '=']).next() == Some(*key));
    let mut messages: Vec<String> =
        KEYS.iter().filter(|key| !has(key)).map(|key| format!("`[package]` has no `{key}`; add it")).collect();
    if !text.contains("[package.metadata.docs.rs]\nall-features = true\n") {
        messages.push("`[package.metadata.docs.rs]` with `all-features = true` is missing; add it".to_owned());
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::check_manifest;

    #[test]
    fn missing_keys_are_findings() {
        let good = "[package]\nname = \"a\"\ndescription = \"b\"\nreadme = \"README.md\"\n\
                    keywords = [\"a\"]\ncategories = []\nlicense.workspace = true\nrepository.workspace = true\n\n\
                    [package.metadata.docs.rs]\nall-features = true\n";
        assert_eq!(check_manifest(good), [""; 0]);
        let bad = good.replace("readme", "#").replace("all-features", "features");
        assert_eq!(check_manifest(&bad).len(), 2);
        assert!(check_manifest(&bad)[0].starts_with("`[package]` has no `readme`"));
    }
}
