//! `cargo xtask metadata`: makes the files of `metadata/` from Microsoft's documents.

mod clouds;

use std::{fs, path::Path, process::ExitCode};

use crate::{usage, workspace::Workspace};

const HELP: &str = "Usage: cargo xtask metadata clouds DIR

Writes the table of clouds from DIR/v1.0/NAME.csdl, with a document for each cloud.";

/// Runs the command.
pub fn main(workspace: &Workspace, arguments: &[String]) -> ExitCode {
    let ["clouds", directory] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] else {
        return usage("which file is to be made?", HELP);
    };
    let written = clouds::read(&Path::new(directory).join("v1.0"))
        .and_then(|documents| clouds::table(&documents))
        .and_then(|table| {
            let path = workspace.path(clouds::FILE);
            let is_same = fs::read_to_string(&path).is_ok_and(|known| known == table);
            fs::write(&path, &table).map_err(|problem| format!("cannot write `{}`: {problem}", path.display()))?;
            Ok(format!("{} {}", clouds::FILE, if is_same { "is up to date" } else { "written" }))
        });
    match written {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}
