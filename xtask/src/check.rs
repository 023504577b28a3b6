//! `cargo xtask check`: verifies what is committed and made by other commands.
//!
//! Generated code is that of the command in its header. The files in `metadata/` are those that `PROVENANCE.toml`
//! records, which `cargo xtask metadata` makes from documents that are not committed.

use std::{fs, process::ExitCode};

use sha2::{Digest, Sha256};

use crate::workspace::Workspace;

const PROVENANCE: &str = "metadata/PROVENANCE.toml";

/// Verifies the metadata, then all generated code.
pub fn main(workspace: &Workspace) -> ExitCode {
    let metadata = match workspace.read(PROVENANCE) {
        Ok(text) => recorded(&text).map(|file| verify(workspace, &file)).fold(true, |all, is_same| all & is_same),
        Err(problem) => {
            eprintln!("error: cannot read `{PROVENANCE}`: {problem}");
            false
        }
    };
    // Commands in headers have paths from here.
    if let Err(problem) = std::env::set_current_dir(workspace.path("")) {
        eprintln!("error: cannot enter the workspace: {problem}");
        return ExitCode::FAILURE;
    }
    let code = graph_codegen::cli::main();
    if metadata { code } else { ExitCode::FAILURE }
}

/// A file in `metadata/`, as recorded.
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
fn verify(workspace: &Workspace, file: &Recorded<'_>) -> bool {
    let path = format!("metadata/{}", file.name);
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
    use super::{Recorded, recorded};

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
}
