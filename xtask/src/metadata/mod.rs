//! `cargo xtask metadata`: makes the files of `metadata/` from Microsoft's documents.

mod clouds;
mod documentation;
mod permissions;

use std::{fs, path::Path, process::ExitCode};

use crate::{usage, workspace::Workspace};

const HELP: &str = "Usage: cargo xtask metadata COMMAND DIR

Commands:
  clouds DIR         Make metadata/v1.0.clouds.txt from v1.0/Prod.csdl, v1.0/Fairfax.csdl, … in DIR
  documentation DIR  Make metadata/v1.0.documentation.txt from openapi/**/*.yml in DIR
  permissions DIR    Make metadata/v1.0.permissions.txt from permissions.json and provisioningInfo.json in DIR";

const PERMISSIONS: &str = "metadata/v1.0.permissions.txt";

pub fn main(workspace: &Workspace, arguments: &[String]) -> ExitCode {
    let written = match arguments {
        [option] if option == "--help" || option == "-h" => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        [command, directory] if command == "clouds" => write_clouds(workspace, Path::new(directory)),
        [command, directory] if command == "documentation" => write_documentation(workspace, Path::new(directory)),
        [command, directory] if command == "permissions" => write_permissions(workspace, Path::new(directory)),
        _ => return usage("the arguments of `metadata` are not valid", HELP),
    };
    match written {
        Ok((file, size)) => {
            println!("{file}: {size} bytes");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn write_clouds(workspace: &Workspace, directory: &Path) -> Result<(&'static str, usize), String> {
    let text = clouds::table(&clouds::read(&directory.join("v1.0"))?)?;
    write(workspace, clouds::FILE, &text)
}

fn write_documentation(workspace: &Workspace, directory: &Path) -> Result<(&'static str, usize), String> {
    write(workspace, documentation::FILE, &documentation::table(&directory.join("openapi"))?)
}

fn write_permissions(workspace: &Workspace, directory: &Path) -> Result<(&'static str, usize), String> {
    let read = |name: &str| {
        let path = directory.join(name);
        fs::read_to_string(&path).map_err(|problem| format!("cannot read `{}`: {problem}", path.display()))
    };
    let text = permissions::table(&read("permissions.json")?, &read("provisioningInfo.json")?)?;
    write(workspace, PERMISSIONS, &text)
}

fn write(workspace: &Workspace, file: &'static str, text: &str) -> Result<(&'static str, usize), String> {
    fs::write(workspace.path(file), text).map_err(|problem| format!("cannot write `{file}`: {problem}"))?;
    Ok((file, text.len()))
}
