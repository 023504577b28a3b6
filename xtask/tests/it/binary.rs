//! `cargo xtask` as a process.

use std::process::{Command, Stdio};

fn xtask() -> Command {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
}

#[test]
fn results_go_to_one_stream_and_mistakes_to_the_other() {
    let fine = xtask().args(["explain", "microsoft.graph.assignedLicense"]).output().unwrap();
    assert_eq!((fine.status.code(), fine.stderr.len()), (Some(0), 0));
    assert!(String::from_utf8(fine.stdout).unwrap().contains("selected"));
    let wrong = xtask().args(["explain", "microsoft.graph.asignedLicense"]).output().unwrap();
    assert_eq!((wrong.status.code(), wrong.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("did you mean"));
    let usage = xtask().output().unwrap();
    assert_eq!((usage.status.code(), usage.stdout.len()), (Some(2), 0));
    assert!(String::from_utf8(usage.stderr).unwrap().contains("Usage: cargo xtask <COMMAND>"));
}

#[test]
fn a_closed_pipe_ends_a_command_quietly() {
    for arguments in [&["operations"][..], &["--help"], &["explain", "user"]] {
        let mut child = xtask().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "", "{arguments:?}");
    }
    let mut child = xtask().args(["explain", "asignedLicense"]).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn commands_of_this_workspace_alone_are_in_the_help() {
    let help = String::from_utf8(xtask().arg("--help").output().unwrap().stdout).unwrap();
    for command in ["  generate ", "  ci ", "  tidy ", "  public-api "] {
        assert!(help.contains(command), "{command}: {help}");
    }
    let steps = String::from_utf8(xtask().args(["ci", "--help"]).output().unwrap().stdout).unwrap();
    assert!(steps.contains("\n  minimal-versions  "), "{steps}");
}

#[test]
fn unknown_steps_and_options_end_with_2() {
    for (arguments, said) in [
        (["ci", "clipy"], "error: `clipy` is not a step of `ci`"),
        (["tidy", "--room"], "error: `--room` is not an option of `tidy`"),
        (["public-api", "bless"], "error: `bless` is not an option of `public-api`"),
    ] {
        let wrong = xtask().args(arguments).output().unwrap();
        assert_eq!((wrong.status.code(), wrong.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(String::from_utf8(wrong.stderr).unwrap().starts_with(said), "{arguments:?}");
    }
}
