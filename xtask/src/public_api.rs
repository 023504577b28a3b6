//! `cargo xtask public-api`: compares the public API of each library with a snapshot, so that reviews show changes.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    process::{Command, ExitCode},
};

use crate::{usage, workspace::Workspace};

const HELP: &str = "Usage: cargo xtask public-api [--bless]

Options:
  --bless  Update the snapshots in tests/public-api";

/// The crates that have a snapshot.
const CRATES: [&str; 7] = [
    "graph-codegen",
    "graph-runtime",
    "graph-derive",
    "graph-macros",
    "graph-credentials",
    "graph-notifications",
    "graph-testing",
];

/// The variable that makes this program act as rustdoc, with the path of rustdoc as its value. See [`run_rustdoc`].
pub const RUSTDOC: &str = "XTASK_RUSTDOC";

/// The result of a comparison.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Same(String),
    Different(String),
    Skipped(String),
}

/// Runs rustdoc with unstable features.
///
/// The variable that enables them is not set for cargo, which would run all build scripts again.
pub fn run_rustdoc(rustdoc: &OsStr) -> ExitCode {
    let status =
        Command::new(rustdoc).args(env::args_os().skip(1)).env("RUSTC_BOOTSTRAP", "1").env_remove(RUSTDOC).status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

pub fn main(workspace: &Workspace, arguments: &[String]) -> ExitCode {
    let is_blessed = match arguments {
        [] => false,
        [option] if option == "--bless" => true,
        [option] if option == "--help" || option == "-h" => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        [other, ..] => return usage(&format!("`{other}` is not an option of `public-api`"), HELP),
    };
    match run(workspace, is_blessed) {
        Outcome::Same(summary) => println!("public-api: {summary}"),
        Outcome::Skipped(reason) => println!("public-api: skipped: {reason}"),
        Outcome::Different(difference) => {
            println!("{difference}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Compares all snapshots, or updates them.
pub fn run(workspace: &Workspace, is_blessed: bool) -> Outcome {
    let mut counts = Vec::new();
    let mut differences = Vec::new();
    for name in CRATES {
        let items = match items(workspace, name) {
            Ok(items) => items,
            Err(Outcome::Different(failure)) => return Outcome::Different(failure),
            Err(other) => return other,
        };
        counts.push(format!("{name} {} items", items.len()));
        let now = items.iter().map(|item| format!("{item}\n")).collect::<String>();
        let path = format!("tests/public-api/{name}.txt");
        let before = workspace.read(&path).unwrap_or_default();
        if is_blessed {
            let folder = workspace.path("tests/public-api");
            if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(workspace.path(&path), now)) {
                return Outcome::Different(format!("{path}: {error}"));
            }
        } else if before.replace('\r', "") != now {
            differences.push(format!("{path} differs:\n{}", difference(&before, &now)));
        }
    }
    if differences.is_empty() {
        return Outcome::Same(counts.join(", "));
    }
    differences.push("to accept the changes, run `cargo xtask public-api --bless`".to_owned());
    Outcome::Different(differences.join("\n"))
}

/// Returns the public items of a crate with all features, one line each.
fn items(workspace: &Workspace, name: &str) -> Result<Vec<String>, Outcome> {
    let failed = |error: &dyn std::fmt::Display| Outcome::Different(format!("{name}: {error}"));
    let this = env::current_exe().map_err(|error| failed(&error))?;
    let rustdoc = env::var_os("RUSTDOC").unwrap_or_else(|| OsString::from("rustdoc"));
    let mut command =
        workspace.cargo("", &["rustdoc", "--quiet", "--locked", "--lib", "--all-features", "--package", name]);
    command.args(["--", "-Z", "unstable-options", "--output-format", "json"]);
    let status = command.env("RUSTDOC", this).env(RUSTDOC, rustdoc).env_remove("RUSTDOCFLAGS").status();
    if !status.map_err(|error| failed(&error))?.success() {
        return Err(failed(&"rustdoc failed"));
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.path("target"), Into::into);
    let json = target.join("doc").join(format!("{}.json", name.replace('-', "_")));
    let text = fs::read_to_string(&json).map_err(|error| failed(&error))?;
    let format = text.rsplit_once("\"format_version\":").map_or("?", |(_, rest)| rest.trim_end_matches('}'));
    if format != FORMAT {
        return Err(Outcome::Skipped(format!("rustdoc writes JSON format {format}, not {FORMAT}")));
    }
    let builder = public_api::Builder::from_rustdoc_json(json).omit_blanket_impls(true);
    let builder = builder.omit_auto_trait_impls(true).omit_auto_derived_impls(true);
    let api = builder.build().map_err(|error| failed(&error))?;
    Ok(api.items().map(ToString::to_string).collect())
}

/// The version of rustdoc's JSON format that the crate `public-api` reads: that of Rust 1.95.
const FORMAT: &str = "57";

/// Returns the lines that are in only one of the texts.
fn difference(before: &str, now: &str) -> String {
    let without = |text: &str, other: &str, sign: &str| {
        let others: std::collections::BTreeSet<&str> = other.lines().collect();
        let lines = text.lines().filter(|line| !others.contains(line)).map(|line| format!("{sign} {line}\n"));
        lines.collect::<String>()
    };
    without(before, now, "-") + &without(now, before, "+")
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_shows_removed_and_added_lines() {
        assert_eq!(difference("a\nb\n", "b\nc\n"), "- a\n+ c\n");
    }
}
