//! Runs `cargo graph` as a process.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Runs the command as cargo does, which finds `cargo-graph` in the path.
fn cargo_graph(directory: &Path, arguments: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_cargo-graph"));
    let mut path = OsString::from(program.parent().unwrap());
    if let Some(rest) = env::var_os("PATH") {
        path.push(if cfg!(windows) { ";" } else { ":" });
        path.push(rest);
    }
    let mut command = Command::new(env!("CARGO"));
    for variable in ["COLUMNS", "CLICOLOR", "CLICOLOR_FORCE", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command.current_dir(directory).env("PATH", path).arg("graph").args(arguments).output().unwrap()
}

fn stdout(directory: &Path, arguments: &[&str]) -> String {
    let output = cargo_graph(directory, arguments);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
}

fn empty_directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

#[test]
fn any_directory_can_look_up_requests() {
    let directory = empty_directory("look-up");
    let found = stdout(&directory, &["operations", "--search", "assign license", "--limit", "3"]);
    assert!(found.contains("/users/{id}/assignLicense"), "{found}");
    let usage = cargo_graph(&directory, &[]);
    assert_eq!(usage.status.code(), Some(2));
    assert!(String::from_utf8(usage.stderr).unwrap().contains("Usage: cargo graph <COMMAND>"));
    let page = stdout(&directory, &["explain", "POST /users/{id}/reprocessLicenseAssignment"]);
    assert!(page.contains("User.ReadWrite.All"), "{page}");
}

/// The header names the command that the user types, and `check` runs it.
#[test]
fn generated_code_is_checked() {
    let directory = empty_directory("generate");
    let select = ["--select", "/users/{id}/reprocessLicenseAssignment"];
    stdout(&directory, &["generate", select[0], select[1], "--out", "graph.rs"]);
    let code = fs::read_to_string(directory.join("graph.rs")).unwrap();
    let command = "cargo graph generate --select '/users/{id}/reprocessLicenseAssignment' --out graph.rs";
    assert!(code.lines().any(|line| line.ends_with(command)), "{code}");
    let checked = stdout(&directory, &["check"]);
    assert!(checked.contains("graph.rs: 1 up to date"), "{checked}");
    fs::write(directory.join("graph.rs"), code.replace("pub fn users", "pub fn people")).unwrap();
    let changed = cargo_graph(&directory, &["check"]);
    assert_eq!(changed.status.code(), Some(1));
    assert!(String::from_utf8(changed.stderr).unwrap().contains(command));
}

#[test]
fn scripts_and_manual_pages_have_the_name_of_the_program() {
    let directory = empty_directory("man");
    let script = stdout(&directory, &["completions", "bash"]);
    assert!(script.contains("complete -F _cargo__graph"), "{script}");
    let written = stdout(&directory, &["man", "--out", "."]);
    assert!(written.contains("cargo-graph-explain.1 written"), "{written}");
}
