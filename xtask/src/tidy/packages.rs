//! Checks that published crates have license files, a README, and metadata for registries and docs.rs, and that their
//! features are documented.

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
        // A program has no front page besides its README.
        for page in ["README.md", "src/lib.rs"].map(|page| format!("{folder}/{page}")) {
            let missing = workspace.read(&page).map(|documented| undocumented(&text, &documented)).unwrap_or_default();
            let message = |feature: String| format!("the feature `{feature}` is not documented; add it to the table");
            findings.extend(missing.into_iter().map(|feature| Finding::new(RULE, &page, 0, message(feature))));
        }
    }
    findings
}

/// Returns the features of a manifest that a page does not name in code.
fn undocumented(manifest: &str, page: &str) -> Vec<String> {
    let Some((_, features)) = manifest.split_once("\n[features]\n") else { return Vec::new() };
    let features = features.split("\n[").next().unwrap_or_default().lines();
    let names = features.filter_map(|line| Some(line.split_once(" = ")?.0));
    let is_missing = |name: &&str| *name != "default" && !page.contains(&format!("`{name}`"));
    names.filter(is_missing).map(str::to_owned).collect()
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
    use super::{check_manifest, undocumented};

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

    #[test]
    fn features_have_to_be_documented() {
        let manifest = "[package]\nname = \"a\"\n\n[features]\ndefault = [\"b\"]\n# Why.\nb = [\n    \"dep:x\",\n]\n\
                        c-d = []\n\n[dependencies]\nx = \"1\"\n";
        assert_eq!(undocumented(manifest, "| `b` | adds |"), ["c-d"]);
        assert_eq!(undocumented(manifest, "`c-d`, and `b` (default)"), [""; 0]);
        assert_eq!(undocumented("[package]\n", ""), [""; 0]);
    }
}
