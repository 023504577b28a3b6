//! `cargo xtask metadata`: makes the files of `metadata/` and `metadata-beta/` from Microsoft's documents.

mod clouds;
mod documentation;
mod permissions;
mod provenance;
mod update;

use std::{fs, path::Path, process::ExitCode};

use graph_codegen::diff::Date;

use crate::{usage, workspace::Workspace};
use update::{File, Update, VERSIONS, Version};

const HELP: &str = "Usage: cargo xtask metadata COMMAND DIR

Commands:
  update DIR         Make all files of metadata/ and metadata-beta/, and show what changed
  clouds DIR         Make metadata/v1.0.clouds.txt only
  documentation DIR  Make metadata/v1.0.documentation.txt only
  permissions DIR    Make metadata/v1.0.permissions.txt only

DIR has Microsoft's documents:
  v1.0/Prod.csdl, v1.0/Fairfax.csdl, …  v1.0 of all clouds
  beta/Prod.csdl                        beta of the global cloud; optional
  permissions.json                      the permissions of requests
  provisioningInfo.json                 the identifiers of permissions
  openapi/**/*.yml                      addresses of documentation; optional

Options of update:
  --date DATE      The date of documents that PROVENANCE.toml does not have yet: 2026-08-20
  --check          Write nothing, and fail if a file is out of date";

pub fn main(workspace: &Workspace, arguments: &[String]) -> ExitCode {
    let written = match arguments {
        [option] if option == "--help" || option == "-h" => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        [command, rest @ ..] if command == "update" => match Arguments::parse(rest) {
            Ok(arguments) => update(workspace, &arguments),
            Err(problem) => return usage(&problem, HELP),
        },
        [command, directory] if command == "clouds" => write_clouds(workspace, Path::new(directory)),
        [command, directory] if command == "documentation" => write_documentation(workspace, Path::new(directory)),
        [command, directory] if command == "permissions" => write_permissions(workspace, Path::new(directory)),
        _ => return usage("the arguments of `metadata` are not valid", HELP),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The arguments of `update`.
struct Arguments<'a> {
    directory: &'a Path,
    date: Option<Date>,
    is_check: bool,
}

impl<'a> Arguments<'a> {
    fn parse(arguments: &'a [String]) -> Result<Self, String> {
        let (mut directory, mut date, mut is_check) = (None, None, false);
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--check" => is_check = true,
                "--date" => {
                    let value = arguments.next().ok_or("`--date` needs a date")?;
                    date = Some(value.parse().map_err(|_| format!("`{value}` is not a date such as 2026-08-20"))?);
                }
                option if option.starts_with('-') => return Err(format!("`update` has no option `{option}`")),
                path if directory.is_none() => directory = Some(Path::new(path)),
                other => return Err(format!("`{other}` is a second directory")),
            }
        }
        Ok(Self { directory: directory.ok_or("`update` needs the directory of the documents")?, date, is_check })
    }
}

fn update(workspace: &Workspace, arguments: &Arguments<'_>) -> Result<(), String> {
    let Arguments { directory, date, is_check } = *arguments;
    let mut outdated = Vec::new();
    for version in &VERSIONS {
        let document = version.document(directory);
        if version.name == "beta" && !document.exists() {
            println!("beta: unchanged, since there is no `{}`", document.display());
            continue;
        }
        let update = version.update(workspace, directory, date)?;
        for file in &update.files {
            if !write_changed(workspace, file, is_check)? {
                outdated.push(file.path.clone());
            }
        }
        show_changes(version, &update);
    }
    match outdated.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "{} out of date; run `cargo xtask metadata update {}`",
            outdated.join(", ") + if outdated.len() == 1 { " is" } else { " are" },
            directory.display()
        )),
    }
}

/// Writes a file unless it has the content already. Returns false if it has not, and nothing may be written.
fn write_changed(workspace: &Workspace, file: &File, is_check: bool) -> Result<bool, String> {
    let File { path, content } = file;
    let before = fs::read(workspace.path(path)).unwrap_or_default();
    if before == *content {
        println!("{path}: up to date");
        return Ok(true);
    }
    println!("{path}: {} bytes instead of {}", content.len(), before.len());
    if is_check {
        return Ok(false);
    }
    fs::write(workspace.path(path), content).map_err(|problem| format!("cannot write `{path}`: {problem}"))?;
    Ok(true)
}

fn show_changes(version: &Version, update: &Update) {
    if let Some((before, after)) = &update.counts {
        println!("{}: {after}; before: {before}", version.name);
    }
    let Some(report) = &update.report else { return };
    println!("{}: {} differences; a version with them is {}", version.name, report.findings.len(), report.bump());
    for (rule, count) in report.counts() {
        println!("  {count:5} {rule}: {}", rule.description());
    }
}

fn write_clouds(workspace: &Workspace, directory: &Path) -> Result<(), String> {
    let text = clouds::table(&clouds::read(&directory.join("v1.0"))?)?;
    write(workspace, clouds::FILE, text.as_bytes())
}

fn write_documentation(workspace: &Workspace, directory: &Path) -> Result<(), String> {
    let documents = documentation::read(&directory.join(documentation::DIRECTORY))?;
    write(workspace, documentation::FILE, documentation::table(&documents)?.as_bytes())
}

fn write_permissions(workspace: &Workspace, directory: &Path) -> Result<(), String> {
    let read = |name: &str| {
        let path = directory.join(name);
        fs::read_to_string(&path).map_err(|problem| format!("cannot read `{}`: {problem}", path.display()))
    };
    let text = permissions::table(&read("permissions.json")?, &read("provisioningInfo.json")?)?;
    write(workspace, permissions::FILE, text.as_bytes())
}

fn write(workspace: &Workspace, file: &str, content: &[u8]) -> Result<(), String> {
    fs::write(workspace.path(file), content).map_err(|problem| format!("cannot write `{file}`: {problem}"))?;
    println!("{file}: {} bytes written", content.len());
    Ok(())
}
