//! `cargo xtask metadata`: makes the files of `metadata/` from Microsoft's documents.

mod permissions;

use std::{fs, path::Path, process::ExitCode};

use crate::{usage, workspace::Workspace};

const HELP: &str = "Usage: cargo xtask metadata permissions DIR

Commands:
  permissions DIR  Make metadata/v1.0.permissions.txt from permissions.json and provisioningInfo.json in DIR";

const TABLE: &str = "metadata/v1.0.permissions.txt";

pub fn main(workspace: &Workspace, arguments: &[String]) -> ExitCode {
    match arguments {
        [option] if option == "--help" || option == "-h" => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        [command, directory] if command == "permissions" => match write_permissions(workspace, Path::new(directory)) {
            Ok(size) => {
                println!("{TABLE}: {size} bytes");
                ExitCode::SUCCESS
            }
            Err(message) => {
                eprintln!("error: {message}");
                ExitCode::FAILURE
            }
        },
        _ => usage("the arguments of `metadata` are not valid", HELP),
    }
}

fn write_permissions(workspace: &Workspace, directory: &Path) -> Result<usize, String> {
    let read = |name: &str| {
        let path = directory.join(name);
        fs::read_to_string(&path).map_err(|problem| format!("cannot read `{}`: {problem}", path.display()))
    };
    let text = permissions::table(&read("permissions.json")?, &read("provisioningInfo.json")?)?;
    fs::write(workspace.path(TABLE), &text).map_err(|problem| format!("cannot write `{TABLE}`: {problem}"))?;
    Ok(text.len())
}
