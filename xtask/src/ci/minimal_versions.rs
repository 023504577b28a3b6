//! The step that checks the published crates with the oldest dependencies that their manifests allow.
//!
//! Each crate is checked in a copy of its own without development dependencies. In one workspace, the requirements of
//! the other crates would hide a lower bound that is too low.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::Outcome;
use crate::workspace::{PUBLISHED, Workspace};

pub fn run(workspace: &Workspace) -> Outcome {
    if !workspace.has(workspace.cargo("nightly", &[])) {
        return Outcome::Skipped("nightly cargo, which can select minimal versions, is not installed".to_owned());
    }
    let folder = workspace.path("target/minimal-versions");
    let mut count = 0;
    for (name, path) in PUBLISHED {
        let copy = folder.join(name);
        if let Err(error) = copy_crates(workspace, path, &copy) {
            return Outcome::Failed(format!("{}: {error}", copy.display()));
        }
        let mut update = workspace.cargo("nightly", &["update", "--quiet", "-Z", "direct-minimal-versions"]);
        let errors = match update.current_dir(&copy).output() {
            Ok(output) if output.status.success() => String::new(),
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        if errors.contains("failed to select a version") {
            println!("{errors}");
            return Outcome::Failed(format!(
                "{name}: the minimal versions conflict; raise the lower bounds named above"
            ));
        } else if !errors.is_empty() {
            println!("{errors}");
            return Outcome::Skipped("cargo cannot reach the registry".to_owned());
        }
        let mut check = workspace.cargo("", &["check", "--quiet", "--all-features", "--package", name]);
        let status = check.current_dir(&copy).env("CARGO_TARGET_DIR", folder.join("target")).status();
        if !status.is_ok_and(|status| status.success()) {
            return Outcome::Failed(format!(
                "{name} does not build; raise the lower bound of the dependency named above"
            ));
        }
        count += 1;
    }
    Outcome::Passed(format!("{count} crates"))
}

/// Copies the published crates into a workspace with one member, which can depend on the others.
fn copy_crates(workspace: &Workspace, member: &str, to: &Path) -> io::Result<()> {
    write(&to.join("Cargo.toml"), with_member(&workspace.read("Cargo.toml")?, member).as_bytes())?;
    for (_, folder) in PUBLISHED {
        for file in workspace.files(folder).iter().filter(|file| !file.contains("/tests/")) {
            let target = to.join(file);
            if file.ends_with("/Cargo.toml") {
                write(&target, without_dev_dependencies(&workspace.read(file)?).as_bytes())?;
            } else {
                write(&target, &fs::read(workspace.path(file))?)?;
            }
        }
    }
    Ok(())
}

/// Writes a file unless it is unchanged, since cargo compares modification times.
fn write(file: &PathBuf, bytes: &[u8]) -> io::Result<()> {
    if fs::read(file).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(file, bytes)
}

fn with_member(manifest: &str, member: &str) -> String {
    let (before, rest) = manifest.split_once("members = [").unwrap_or((manifest, "]"));
    let after = rest.split_once(']').map_or("", |(_, after)| after);
    format!("{before}members = [\"{member}\"]{after}")
}

fn without_dev_dependencies(manifest: &str) -> String {
    let sections = manifest.split("\n[").filter(|section| !section.starts_with("dev-dependencies]"));
    sections.collect::<Vec<_>>().join("\n[")
}

#[cfg(test)]
mod tests {
    use super::{with_member, without_dev_dependencies};

    #[test]
    fn manifests_lose_only_members_and_dev_dependencies() {
        let manifest = "[workspace]\nmembers = [\n    \"a\",\n]\nexclude = []\n";
        assert_eq!(with_member(manifest, "b"), "[workspace]\nmembers = [\"b\"]\nexclude = []\n");
        let manifest = "[package]\n\n[dependencies]\na = \"1\"\n\n[dev-dependencies]\nb = \"1\"\n\n[lints]\nc = true\n";
        assert_eq!(without_dev_dependencies(manifest), "[package]\n\n[dependencies]\na = \"1\"\n\n[lints]\nc = true\n");
    }
}
