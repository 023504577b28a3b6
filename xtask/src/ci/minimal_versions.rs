//! The published crates with the oldest versions that their manifests allow, in a copy whose lock file is made for that.

use std::{fs, io, path::Path};

use super::{Outcome, steps::published, succeeds};
use crate::workspace::Workspace;

const COPY: &str = "target/minimal-versions";

pub fn run(workspace: &Workspace) -> Outcome {
    if !workspace.has(workspace.cargo("nightly", &[])) {
        return Outcome::Skipped("nightly cargo, which can choose the oldest versions, is not installed".to_owned());
    }
    let copy = workspace.path(COPY);
    if let Err(error) = copy_sources(workspace, &copy.join("workspace")) {
        return Outcome::Failed(format!("{COPY}: {error}"));
    }
    let mut update = workspace.cargo("nightly", &["update", "--quiet", "-Z", "direct-minimal-versions"]);
    let updated = update.current_dir(copy.join("workspace")).output();
    match updated {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            print!("{said}");
            // Without the registry there is nothing to choose from; a bound that contradicts another is a mistake.
            return match said.contains("failed to select a version") {
                true => Outcome::Failed("the lower bounds contradict each other".to_owned()),
                false => Outcome::Skipped("cargo cannot ask the registry".to_owned()),
            };
        }
        Err(error) => return Outcome::Failed(error.to_string()),
    }
    let mut check = workspace.cargo("", &["check", "--all-features"]);
    check.args(published()).current_dir(copy.join("workspace")).env("CARGO_TARGET_DIR", copy.join("target"));
    succeeds(check)
}

/// Copies manifests and sources; files that are the same keep their times, so that little is built again.
fn copy_sources(workspace: &Workspace, to: &Path) -> io::Result<()> {
    let is_wanted = |file: &String| {
        !file.starts_with('.')
            && !file.starts_with("fuzz/")
            && !file.starts_with("tests/golden/")
            && file != "Cargo.lock"
    };
    for file in workspace.files("").into_iter().filter(is_wanted) {
        let (bytes, target) = (fs::read(workspace.path(&file))?, to.join(&file));
        if fs::read(&target).is_ok_and(|before| before == bytes) {
            continue;
        }
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(target, bytes)?;
    }
    Ok(())
}
