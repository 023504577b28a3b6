//! Runs `cargo xtask` as a process.

use std::process::{Command, Stdio};

fn xtask() -> Command {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
}

#[test]
fn results_go_to_stdout_and_errors_to_stderr() {
    let success = xtask().args(["explain", "microsoft.graph.assignedLicense"]).output().unwrap();
    assert_eq!((success.status.code(), success.stderr.len()), (Some(0), 0));
    assert!(String::from_utf8(success.stdout).unwrap().contains("selected"));
    let failure = xtask().args(["explain", "microsoft.graph.asignedLicense"]).output().unwrap();
    assert_eq!((failure.status.code(), failure.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8(failure.stderr).unwrap().contains("did you mean"));
    let usage = xtask().output().unwrap();
    assert_eq!((usage.status.code(), usage.stdout.len()), (Some(2), 0));
    assert!(String::from_utf8(usage.stderr).unwrap().contains("Usage: cargo xtask <COMMAND>"));
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    for arguments in [&["operations"][..], &["--help"], &["explain", "user"]] {
        let mut child = xtask().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
    }
    let mut child = xtask().args(["explain", "asignedLicense"]).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn help_lists_the_commands_of_this_workspace() {
    let help = String::from_utf8(xtask().arg("--help").output().unwrap().stdout).unwrap();
    for command in ["  generate ", "  ci ", "  tidy ", "  public-api "] {
        assert!(help.contains(command), "{command}: {help}");
    }
    let steps = String::from_utf8(xtask().args(["ci", "--help"]).output().unwrap().stdout).unwrap();
    assert!(steps.contains("\n  minimal-versions  "), "{steps}");
}

#[test]
fn unknown_steps_and_options_are_usage_errors() {
    for (arguments, message) in [
        (["ci", "clipy"], "error: `clipy` is not a step of `ci`"),
        (["tidy", "--room"], "error: `--room` is not an option of `tidy`"),
        (["public-api", "bless"], "error: `bless` is not an option of `public-api`"),
    ] {
        let failure = xtask().args(arguments).output().unwrap();
        assert_eq!((failure.status.code(), failure.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(String::from_utf8(failure.stderr).unwrap().starts_with(message), "{arguments:?}");
    }
}
