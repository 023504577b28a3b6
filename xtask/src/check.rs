//! `cargo xtask check`: verifies what is committed and made by other commands.
//!
//! Generated code is that of the command in its header. The files in `metadata/` and `metadata-beta/` are those that
//! their `PROVENANCE.toml` records, which `cargo xtask metadata` makes from documents that are not committed.

use std::{fs, process::ExitCode};

use sha2::{Digest, Sha256};

use crate::workspace::Workspace;

/// The folders with records.
const FOLDERS: [&str; 2] = ["metadata", "metadata-beta"];

/// Written by people, and an input of `cargo xtask metadata`.
const WRITTEN: &str = "v1.0.annotations.csdl";

/// Verifies the metadata, then all generated code.
pub fn main(workspace: &Workspace) -> ExitCode {
    let metadata = FOLDERS.iter().fold(true, |all, folder| all & is_recorded(workspace, folder));
    // Commands in headers have paths from here.
    if let Err(problem) = std::env::set_current_dir(workspace.path("")) {
        eprintln!("error: cannot enter the workspace: {problem}");
        return ExitCode::FAILURE;
    }
    let code = graph_codegen::cli::main();
    if metadata { code } else { ExitCode::FAILURE }
}

/// Verifies the files of a metadata folder.
fn is_recorded(workspace: &Workspace, folder: &str) -> bool {
    let provenance = format!("{folder}/PROVENANCE.toml");
    let text = match workspace.read(&provenance) {
        Ok(text) => text,
        Err(problem) => {
            eprintln!("error: cannot read `{provenance}`: {problem}");
            return false;
        }
    };
    let records: Vec<Recorded<'_>> = recorded(&text).collect();
    let is_same = records.iter().fold(true, |all, file| all & verify(workspace, folder, file));
    // Before the first update, there are no records, and the files are empty.
    let is_placeholder =
        |path: &str| records.is_empty() && fs::metadata(workspace.path(path)).is_ok_and(|metadata| metadata.len() == 0);
    let files = workspace.files(folder);
    let names = files.iter().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
    let unlisted: Vec<&str> =
        unlisted(names, &records).into_iter().filter(|name| !is_placeholder(&format!("{folder}/{name}"))).collect();
    for name in &unlisted {
        eprintln!("error: `{folder}/{name}` is not recorded in `{provenance}`; remove it, or record where it is from");
    }
    is_same && unlisted.is_empty()
}

/// The files with metadata that no record lists.
fn unlisted<'a>(names: impl Iterator<Item = &'a str>, records: &[Recorded<'_>]) -> Vec<&'a str> {
    let is_metadata = |name: &str| [".csdl", ".index", ".txt"].iter().any(|end| name.ends_with(end));
    let is_listed = |name: &str| name == WRITTEN || records.iter().any(|record| record.name == name);
    names.filter(|name| is_metadata(name) && !is_listed(name)).collect()
}

/// A file in a metadata folder, as recorded.
#[derive(Debug, PartialEq, Eq)]
struct Recorded<'a> {
    name: &'a str,
    sha256: &'a str,
    /// The command that makes it, if it is recorded.
    command: &'a str,
}

/// The files that `PROVENANCE.toml` records with a hash, without documents that are not committed.
///
/// The file has one `key = value` in each line, since a program writes it.
fn recorded(text: &str) -> impl Iterator<Item = Recorded<'_>> {
    const COMMAND: &str = "cargo xtask metadata update DIR";
    text.split("\n[").filter_map(|section| {
        let value = |key: &str| {
            let line = section.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
            line.trim().strip_prefix('"')?.strip_suffix('"')
        };
        let is_source = section.trim_start_matches('[').starts_with("source]");
        let (name, sha256) = (value("file")?, value("sha256")?);
        (!is_source).then(|| Recorded { name, sha256, command: value("command").unwrap_or(COMMAND) })
    })
}

/// Compares a file with its record, and says what to do if it differs.
fn verify(workspace: &Workspace, folder: &str, file: &Recorded<'_>) -> bool {
    let path = format!("{folder}/{}", file.name);
    let problem = match fs::read(workspace.path(&path)) {
        Ok(bytes) if hex(&Sha256::digest(&bytes)) == file.sha256 => {
            println!("{path}: as recorded");
            return true;
        }
        Ok(_) => "differs from its record".to_owned(),
        Err(problem) => format!("cannot be read: {problem}"),
    };
    eprintln!("error: `{path}` {problem}; run:\n\n    {}\n", file.command);
    false
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Recorded, recorded, unlisted};

    #[test]
    fn sections_with_a_file_and_a_hash_are_verified() {
        let text = r#"# About

[source]
file = "a"
sha256 = "00"

[[source]]
file = "b"
sha256 = "01"

[slice]
file = "c"
command = "make c"
sha256 = "02"

[[made]]
file = "d"
bytes = 1
sha256 = "03"

[annotations]
file = "e"
"#;
        let found: Vec<Recorded<'_>> = recorded(text).collect();
        let [c, d] = &found[..] else { panic!("{found:?}") };
        assert_eq!((c.name, c.sha256, c.command), ("c", "02", "make c"));
        assert_eq!((d.name, d.sha256, d.command), ("d", "03", "cargo xtask metadata update DIR"));
    }

    #[test]
    fn metadata_that_no_record_lists_is_found() {
        let record = |name| Recorded { name, sha256: "00", command: "" };
        let names =
            ["v1.0.csdl", "v1.0.annotations.csdl", "x.csdl", "v1.0.index", "a/x.txt", "src/lib.rs", "README.md"];
        assert_eq!(unlisted(names.into_iter(), &[record("v1.0.csdl"), record("v1.0.index")]), ["x.csdl", "a/x.txt"]);
    }
}
