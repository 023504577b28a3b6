//! `cargo xtask ci`: what CI runs, in steps that have names, with a table of what each took.

mod examples;
mod minimal_versions;
mod steps;
mod test;

use std::{
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use crate::{usage, workspace::Workspace};

/// How a step ended, with a few words for the table.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed(String),
    /// This machine lacks what the step needs.
    Skipped(String),
    Failed(String),
}

impl Outcome {
    fn passed() -> Self {
        Self::Passed(String::new())
    }
}

/// A step, by the name that the command line has for it.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn(&Workspace) -> Outcome,
}

/// In the order in which they run: what fails fast comes first, the tests come last.
const STEPS: [Step; 13] = [
    Step { name: "format", what: "rustfmt", run: steps::format },
    Step { name: "tidy", what: "the rules of `cargo xtask tidy`", run: steps::tidy },
    Step { name: "clippy", what: "lints, with all features", run: steps::clippy },
    Step { name: "features", what: "lints, with each set of features that matters", run: steps::features },
    Step { name: "docs", what: "documentation without warnings", run: steps::docs },
    Step { name: "public-api", what: "snapshots of the public API", run: steps::public_api },
    Step { name: "drift", what: "committed code is what its command makes", run: steps::drift },
    Step { name: "examples", what: "the examples, against a server on loopback", run: examples::run },
    Step { name: "msrv", what: "the oldest supported Rust", run: steps::msrv },
    Step { name: "minimal-versions", what: "the oldest versions of the dependencies", run: minimal_versions::run },
    Step { name: "deny", what: "licences, sources and advisories (cargo-deny)", run: steps::deny },
    Step { name: "semver", what: "against the last release (cargo-semver-checks)", run: steps::semver },
    Step { name: "test", what: "all tests, with all features", run: test::run },
];

pub fn main(workspace: &Workspace, arguments: &[String]) -> ExitCode {
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("{}", help());
        return ExitCode::SUCCESS;
    }
    let mut wanted = Vec::new();
    for argument in arguments {
        match STEPS.iter().find(|step| step.name == argument) {
            Some(step) => wanted.push(step),
            None => return usage(&format!("`{argument}` is not a step of `ci`"), &help()),
        }
    }
    if wanted.is_empty() {
        wanted = STEPS.iter().collect();
    }
    let mut rows = Vec::new();
    for step in wanted {
        println!("\n== {}: {}", step.name, step.what);
        let start = Instant::now();
        let outcome = (step.run)(workspace);
        match &outcome {
            Outcome::Passed(_) => {}
            Outcome::Skipped(why) => println!("skipped: {why}"),
            Outcome::Failed(why) => println!("FAILED: {why}"),
        }
        rows.push((step.name, start.elapsed(), outcome));
    }
    println!("\n{}", table(&rows));
    let has_failed = rows.iter().any(|(_, _, outcome)| matches!(outcome, Outcome::Failed(_)));
    if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn help() -> String {
    let steps = STEPS.iter().map(|step| format!("\n  {:17} {}", step.name, step.what)).collect::<String>();
    format!("Usage: cargo xtask ci [STEP]...\n\nRuns the steps in the order given, or all of them:{steps}")
}

/// A line for each step, and one for all.
fn table(rows: &[(&str, Duration, Outcome)]) -> String {
    let mut text = format!("{:17} {:>8}  result\n", "step", "seconds");
    let (mut skipped, mut failed) = (0, 0);
    for (name, time, outcome) in rows {
        let result = match outcome {
            Outcome::Passed(note) if note.is_empty() => "ok".to_owned(),
            Outcome::Passed(note) => format!("ok: {note}"),
            Outcome::Skipped(why) => {
                skipped += 1;
                format!("skipped: {why}")
            }
            Outcome::Failed(why) => {
                failed += 1;
                format!("FAILED: {why}")
            }
        };
        text.push_str(&format!("{name:17} {:8.1}  {result}\n", time.as_secs_f64()));
    }
    let total: Duration = rows.iter().map(|(_, time, _)| *time).sum();
    let passed = rows.len() - skipped - failed;
    text.push_str(&format!(
        "{:17} {:8.1}  {passed} ok, {skipped} skipped, {failed} failed",
        "all",
        total.as_secs_f64()
    ));
    text
}

/// Runs a command; what it says goes where this program's output goes.
fn succeeds(mut command: Command) -> Outcome {
    match command.status() {
        Ok(status) if status.success() => Outcome::passed(),
        Ok(status) => Outcome::Failed(format!("{} ({status})", line(&command))),
        Err(error) => Outcome::Failed(format!("{}: {error}", line(&command))),
    }
}

/// Runs commands until one fails.
fn all_succeed(commands: impl IntoIterator<Item = Command>) -> Outcome {
    let mut count = 0;
    for command in commands {
        println!("   {}", line(&command));
        match succeeds(command) {
            Outcome::Passed(_) => count += 1,
            other => return other,
        }
    }
    Outcome::Passed(format!("{count} commands"))
}

/// A command as one would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let quoted =
        |word: &std::ffi::OsStr| if word.is_empty() { "''".to_owned() } else { word.to_string_lossy().into_owned() };
    words.map(quoted).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Outcome, table};

    #[test]
    fn the_table_counts_what_was_skipped() {
        let rows = [
            ("format", Duration::from_millis(1500), Outcome::passed()),
            ("msrv", Duration::ZERO, Outcome::Skipped("no 1.90".into())),
            ("test", Duration::from_secs(60), Outcome::Failed("cargo test".into())),
        ];
        let expected = "step               seconds  result\nformat                 1.5  ok\nmsrv                   0.0  skipped: no 1.90\n\
                        test                  60.0  FAILED: cargo test\nall                   61.5  1 ok, 1 skipped, 1 failed";
        assert_eq!(table(&rows), expected);
    }
}
