//! Runs `cargo xtask` as a process.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

fn xtask() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    // The environment of whoever runs the tests does not matter.
    for variable in ["COLUMNS", "CLICOLOR", "CLICOLOR_FORCE", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command
}

fn stdout(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
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
    for arguments in [
        &["operations"][..],
        &["operations", "--search", "user"],
        &["completions", "bash"],
        &["--help"],
        &["explain", "user"],
    ] {
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
    assert!(steps.contains("\n  packages  "), "{steps}");
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

#[test]
fn text_adapts_to_the_width_of_the_terminal() {
    let explain = || {
        let mut command = xtask();
        command.args(["explain", "POST /users/{id}/reprocessLicenseAssignment"]);
        command
    };
    let wide = stdout(&mut explain());
    assert!(wide.lines().any(|line| line.len() > 120), "without a terminal, lines are whole: {wide}");
    let narrow = stdout(explain().env("COLUMNS", "60"));
    // Words are never broken, and code is not wrapped.
    let (page, _) = narrow.split_once("\nRust\n").unwrap();
    assert!(page.lines().all(|line| line.len() <= 60 || line.split_whitespace().count() <= 2), "{page}");
    assert!(narrow.lines().count() > wide.lines().count());
    for columns in ["0", "1", "-1", "x", "99999999999999999999"] {
        stdout(explain().env("COLUMNS", columns));
        stdout(xtask().args(["operations", "--search", "send mail"]).env("COLUMNS", columns));
    }
    // Where columns do not fit, what is known is below each request.
    let narrow = stdout(xtask().args(["operations", "--search", "send mail", "--limit", "1"]).env("COLUMNS", "50"));
    let words: Vec<&str> = narrow.split_whitespace().collect();
    assert_eq!(
        words[..6],
        ["POST", "/me/sendMail", "delegated:", "Mail.Send;", "application:", "Mail.Send;"],
        "{narrow}"
    );
}

#[test]
fn only_terminals_show_colours() {
    let explain = || {
        let mut command = xtask();
        command.args(["explain", "/users"]);
        command
    };
    assert!(!stdout(&mut explain()).contains('\u{1b}'));
    assert!(!stdout(explain().env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")).contains('\u{1b}'));
    let colored = stdout(explain().env("CLICOLOR_FORCE", "1"));
    assert!(colored.starts_with("\u{1b}["), "{colored}");
    // Formats for programs have none.
    let tsv = stdout(explain().args(["--format", "tsv"]).env("CLICOLOR_FORCE", "1"));
    assert!(!tsv.contains('\u{1b}'), "{tsv}");
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_text_are_usage_errors() {
    use std::os::unix::ffi::OsStrExt as _;

    let wrong = std::ffi::OsStr::from_bytes(b"/users\xff");
    for command in [&["explain"][..], &["resolve"], &["operations", "--search"]] {
        let failure = xtask().args(command).arg(wrong).output().unwrap();
        assert_eq!((failure.status.code(), failure.stdout.len()), (Some(2), 0), "{command:?}");
        assert!(String::from_utf8(failure.stderr).unwrap().contains("invalid UTF-8"), "{command:?}");
    }
    assert_eq!(xtask().arg(wrong).output().unwrap().status.code(), Some(2));
    // A path may be any bytes.
    let missing = xtask().args(["operations", "--metadata"]).arg(wrong).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn shells_complete_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(xtask().args(["completions", shell]));
        assert!(script.contains("operations") && script.contains("search"), "{shell}");
    }
    let script = stdout(xtask().args(["completions", "bash"]));
    let question = "\nCOMP_WORDS=(xtask oper); COMP_CWORD=1; _xtask xtask oper xtask; echo \"${COMPREPLY[@]}\"\n\
        COMP_WORDS=(xtask operations --sea); COMP_CWORD=2; _xtask xtask --sea operations; echo \"${COMPREPLY[@]}\"\n";
    let bash = Command::new("bash").args(["--norc", "-c"]).arg(script + question).output();
    // Windows may have none.
    let Ok(bash) = bash else { return };
    assert_eq!(String::from_utf8(bash.stderr).unwrap(), "");
    assert_eq!(String::from_utf8(bash.stdout).unwrap(), "operations\n--search-metadata --search\n");
}

#[test]
fn each_command_has_a_manual_page() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = fs::remove_dir_all(&directory);
    let written = stdout(xtask().arg("man").arg("--out").arg(&directory));
    for page in ["xtask", "xtask-generate", "xtask-operations", "xtask-explain", "xtask-resolve", "xtask-man"] {
        let path = directory.join(format!("{page}.1"));
        assert!(written.contains(&format!("{} written\n", path.display())), "{written}");
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(&format!(".TH {page} 1")) && text.contains(".SH SYNOPSIS"), "{text}");
    }
    let text = fs::read_to_string(directory.join("xtask-operations.1")).unwrap();
    assert!(text.contains("\\-\\-search") && text.contains("assign license"), "{text}");
}
