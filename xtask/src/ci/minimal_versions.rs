//! The step that checks the published crates with the oldest dependencies that their manifests allow.
//!
//! The versions are selected for each crate alone, without development dependencies, since the requirements of the other
//! crates would hide a conflict. Then the crates that run at build time are checked together, and those of applications:
//! two builds take a third of the time of one for each crate.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::Outcome;
use crate::workspace::{PUBLISHED, Workspace};

/// The folders of the crates that applications link. The others run at build time.
const APPLICATIONS: [&str; 3] = ["graph-runtime", "graph-credentials", "graph-notifications"];

pub fn run(workspace: &Workspace) -> Outcome {
    if !workspace.has(workspace.cargo("nightly", &[])) {
        return Outcome::Skipped("nightly cargo, which can select minimal versions, is not installed".to_owned());
    }
    let folder = workspace.path("target/minimal-versions");
    for (name, path) in PUBLISHED {
        if let Err(outcome) = select(workspace, &folder.join(name), &[path]) {
            return outcome;
        }
    }
    let paths = PUBLISHED.map(|(_, path)| path);
    let (applications, build): (Vec<&str>, Vec<&str>) = paths.iter().partition(|path| APPLICATIONS.contains(path));
    for (name, members) in [("applications", applications), ("build", build)] {
        let copy = folder.join(name);
        if let Err(outcome) = select(workspace, &copy, &members) {
            return outcome;
        }
        let mut check = workspace.cargo("", &["check", "--quiet", "--all-features", "--workspace"]);
        let status = check.current_dir(&copy).env("CARGO_TARGET_DIR", folder.join("target")).status();
        if !status.is_ok_and(|status| status.success()) {
            return Outcome::Failed("raise the lower bound of the dependency named above".to_owned());
        }
    }
    Outcome::Passed(format!("{} crates", PUBLISHED.len()))
}

/// Selects the minimal versions for a copy of the workspace with these members.
fn select(workspace: &Workspace, copy: &Path, members: &[&str]) -> Result<(), Outcome> {
    if let Err(error) = copy_crates(workspace, members, copy) {
        return Err(Outcome::Failed(format!("{}: {error}", copy.display())));
    }
    let mut update = workspace.cargo("nightly", &["update", "--quiet", "-Z", "direct-minimal-versions"]);
    let errors = match update.current_dir(copy).output() {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    println!("{errors}");
    if !errors.contains("failed to select a version") {
        return Err(Outcome::Skipped("cargo cannot reach the registry".to_owned()));
    }
    let members = members.join(", ");
    Err(Outcome::Failed(format!("{members}: the minimal versions conflict; raise the lower bounds named above")))
}

/// Copies the published crates into a workspace with some of them as members, which can depend on the others.
fn copy_crates(workspace: &Workspace, members: &[&str], to: &Path) -> io::Result<()> {
    write(&to.join("Cargo.toml"), with_members(&workspace.read("Cargo.toml")?, members).as_bytes())?;
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

fn with_members(manifest: &str, members: &[&str]) -> String {
    let (before, rest) = manifest.split_once("members = [").unwrap_or((manifest, "]"));
    let after = rest.split_once(']').map_or("", |(_, after)| after);
    format!("{before}members = {members:?}{after}")
}

fn without_dev_dependencies(manifest: &str) -> String {
    let sections = manifest.split("\n[").filter(|section| !section.starts_with("dev-dependencies]"));
    sections.collect::<Vec<_>>().join("\n[")
}

#[cfg(test)]
mod tests {
    use super::{with_members, without_dev_dependencies};

    #[test]
    fn manifests_lose_only_members_and_dev_dependencies() {
        let manifest = "[workspace]\nmembers = [\n    \"a\",\n]\nexclude = []\n";
        assert_eq!(with_members(manifest, &["b", "c"]), "[workspace]\nmembers = [\"b\", \"c\"]\nexclude = []\n");
        let manifest = "[package]\n\n[dependencies]\na = \"1\"\n\n[dev-dependencies]\nb = \"1\"\n\n[lints]\nc = true\n";
        assert_eq!(without_dev_dependencies(manifest), "[package]\n\n[dependencies]\na = \"1\"\n\n[lints]\nc = true\n");
    }
}
