//! The step that checks the crates as they are published, with the oldest dependencies that their manifests allow.
//!
//! `cargo package` says what a package contains; its own verification would compile each of them with the newest
//! dependencies. Here the packages are unpacked. The versions are selected for each crate alone, since the requirements
//! of the other crates would hide a conflict. Then the crates that run at build time are checked together, and those of
//! applications: two builds take a third of the time of one for each crate.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use super::Outcome;
use crate::workspace::{PUBLISHED, Workspace};

/// The crates that applications link. The others run at build time.
const APPLICATIONS: [&str; 5] =
    ["graph-runtime", "graph-derive", "graph-credentials", "graph-notifications", "graph-testing"];

pub fn run(workspace: &Workspace) -> Outcome {
    let folder = workspace.path("target/packages");
    let crates = match unpack(workspace, &folder) {
        Ok(crates) => crates,
        Err(message) => return Outcome::Failed(message),
    };
    let is_minimal = workspace.has(workspace.cargo("nightly", &[]));
    if is_minimal {
        for package in &crates {
            let one = std::slice::from_ref(package);
            if let Err(outcome) = select(workspace, &folder.join("alone").join(&package.name), one, &crates) {
                return outcome;
            }
        }
    }
    let (applications, build): (Vec<_>, Vec<_>) =
        crates.iter().cloned().partition(|package| APPLICATIONS.contains(&&*package.name));
    for (name, members) in [("applications", applications), ("build", build)] {
        let root = folder.join(name);
        let selected = match is_minimal {
            true => select(workspace, &root, &members, &crates),
            false => write_workspace(&root, &members, &crates).map_err(|error| failure(&root, &error)),
        };
        if let Err(outcome) = selected {
            return outcome;
        }
        let mut check = workspace.cargo("", &["check", "--quiet", "--all-features", "--workspace"]);
        let status = check.current_dir(&root).env("CARGO_TARGET_DIR", folder.join("target")).status();
        if !status.is_ok_and(|status| status.success()) {
            return Outcome::Failed(
                "a file is missing in a package, or the lower bound of a dependency is too low".to_owned(),
            );
        }
    }
    let versions = if is_minimal { "the oldest" } else { "the newest (nightly cargo selects the oldest)" };
    Outcome::Passed(format!("{} packages with {versions} dependencies", crates.len()))
}

/// An unpacked package.
#[derive(Clone, Debug)]
struct Package {
    name: String,
    folder: PathBuf,
}

/// Makes the packages and unpacks them.
fn unpack(workspace: &Workspace, folder: &Path) -> Result<Vec<Package>, String> {
    let mut package = workspace.cargo("", &["package", "--quiet", "--no-verify", "--allow-dirty"]);
    package.args(super::steps::published()).arg("--target-dir").arg(folder);
    if !package.status().is_ok_and(|status| status.success()) {
        return Err("a crate cannot be packaged".to_owned());
    }
    let version = workspace.version().ok_or("Cargo.toml has no `version`")?;
    let mut crates = Vec::new();
    for (name, _) in PUBLISHED {
        let file = format!("{name}-{version}.crate");
        let parent = folder.join("package");
        let unpacked = parent.join(format!("{name}-{version}"));
        let _ = fs::remove_dir_all(&unpacked);
        // Linux, macOS and Windows have it.
        let status = workspace.command("tar").current_dir(&parent).args(["-xzf", &file]).status();
        if !status.is_ok_and(|status| status.success()) {
            return Err(format!("{file} cannot be unpacked"));
        }
        let manifest = unpacked.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).and_then(|text| fs::write(&manifest, without_dev_dependencies(&text)));
        text.map_err(|error| format!("{}: {error}", manifest.display()))?;
        crates.push(Package { name: name.to_owned(), folder: unpacked });
    }
    Ok(crates)
}

/// Selects the minimal versions for a workspace with these members.
fn select(workspace: &Workspace, root: &Path, members: &[Package], all: &[Package]) -> Result<(), Outcome> {
    write_workspace(root, members, all).map_err(|error| failure(root, &error))?;
    let mut update = workspace.cargo("nightly", &["update", "--quiet", "-Z", "direct-minimal-versions"]);
    let errors = match update.current_dir(root).output() {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    println!("{errors}");
    if !errors.contains("failed to select a version") {
        return Err(Outcome::Skipped("cargo cannot reach the registry".to_owned()));
    }
    let names: Vec<&str> = members.iter().map(|package| &*package.name).collect();
    let names = names.join(", ");
    Err(Outcome::Failed(format!("{names}: the minimal versions conflict; raise the lower bounds named above")))
}

fn failure(root: &Path, error: &io::Error) -> Outcome {
    Outcome::Failed(format!("{}: {error}", root.display()))
}

/// Writes a workspace with some packages as members, which can depend on all of them.
fn write_workspace(root: &Path, members: &[Package], all: &[Package]) -> io::Result<()> {
    for package in members {
        copy(&package.folder, &root.join(&package.name))?;
    }
    let names: Vec<&str> = members.iter().map(|package| &*package.name).collect();
    let mut manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[patch.crates-io]\n");
    for Package { name, folder } in all {
        let path = if names.contains(&&**name) { Path::new(name) } else { folder };
        let _ = writeln!(manifest, "{name} = {{ path = {:?} }}", path.display().to_string());
    }
    write(&root.join("Cargo.toml"), manifest.as_bytes())
}

/// Copies a folder, except for the versions that were selected when the package was made.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()? {
            kind if kind.is_dir() => copy(&entry.path(), &target)?,
            _ if entry.file_name() == "Cargo.lock" => {}
            _ => write(&target, &fs::read(entry.path())?)?,
        }
    }
    Ok(())
}

/// Writes a file unless it is unchanged, since cargo compares modification times.
fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(file).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(file, bytes)
}

/// Removes development dependencies, whose versions would be selected too.
fn without_dev_dependencies(manifest: &str) -> String {
    let sections = manifest.split("\n[").filter(|section| !section.starts_with("dev-dependencies"));
    sections.collect::<Vec<_>>().join("\n[")
}

#[cfg(test)]
mod tests {
    use super::without_dev_dependencies;

    #[test]
    fn manifests_lose_only_dev_dependencies() {
        let manifest = "[package]\n\n[dependencies.a]\nversion = \"1\"\n\n[dev-dependencies.b]\nversion = \"1\"\n\n\
                        [dev-dependencies]\nc = \"1\"\n\n[lints]\nc = true\n";
        let expected = "[package]\n\n[dependencies.a]\nversion = \"1\"\n\n[lints]\nc = true\n";
        assert_eq!(without_dev_dependencies(manifest), expected);
    }
}
