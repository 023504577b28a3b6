//! `cargo xtask ci`: runs the named steps of CI and prints a table of their results and times.

mod checks;
mod examples;
mod packages;
mod steps;
mod test;

use std::{
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use crate::{usage, workspace::Workspace};
use checks::Checks;

/// The result of a step, with a note for the table.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed(String),
    /// The machine lacks a tool that the step needs.
    Skipped(String),
    Failed(String),
}

impl Outcome {
    fn passed() -> Self {
        Self::Passed(String::new())
    }
}

/// A step, which the command line selects by its name.
struct Step {
    name: &'static str,
    description: &'static str,
    kind: Kind,
    run: fn(&Workspace) -> Outcome,
}

/// What a step does with the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Checks it.
    Check,
    /// Builds and runs it.
    Run,
}

/// The steps in the order in which they run: those that fail fast first, the tests last.
const STEPS: [Step; 14] = [
    Step { name: "format", description: "rustfmt", kind: Kind::Check, run: steps::format },
    Step { name: "tidy", description: "the rules of `cargo xtask tidy`", kind: Kind::Check, run: steps::tidy },
    Step { name: "clippy", description: "lints with all features", kind: Kind::Check, run: steps::clippy },
    Step {
        name: "features",
        description: "lints with each supported set of features",
        kind: Kind::Check,
        run: steps::features,
    },
    Step { name: "docs", description: "documentation without warnings", kind: Kind::Check, run: steps::docs },
    Step { name: "public-api", description: "snapshots of the public API", kind: Kind::Check, run: steps::public_api },
    Step { name: "drift", description: "committed code is up to date", kind: Kind::Run, run: steps::drift },
    Step { name: "examples", description: "the examples, with a local server", kind: Kind::Run, run: examples::run },
    Step { name: "msrv", description: "the oldest supported version of Rust", kind: Kind::Check, run: steps::msrv },
    Step {
        name: "packages",
        description: "the published crates, with the oldest versions of their dependencies",
        kind: Kind::Check,
        run: packages::run,
    },
    Step {
        name: "deny",
        description: "licences, sources and advisories (cargo-deny)",
        kind: Kind::Check,
        run: steps::deny,
    },
    Step {
        name: "semver",
        description: "compatibility with the last release (cargo-semver-checks)",
        kind: Kind::Check,
        run: steps::semver,
    },
    Step {
        name: "fuzz",
        description: "the corpus of the fuzz targets, with many mutations",
        kind: Kind::Run,
        run: steps::fuzz,
    },
    Step { name: "test", description: "all tests with all features", kind: Kind::Run, run: test::run },
];

pub fn main(workspace: &Workspace, arguments: &[String]) -> ExitCode {
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("{}", help());
        return ExitCode::SUCCESS;
    }
    let mut selected = Vec::new();
    for argument in arguments {
        match STEPS.iter().find(|step| step.name == argument) {
            Some(step) => selected.push(step),
            None => return usage(&format!("`{argument}` is not a step of `ci`"), &help()),
        }
    }
    let start = Instant::now();
    let mut checks = None;
    if selected.is_empty() {
        let (beside, others) = STEPS.iter().partition::<Vec<_>, _>(|step| step.kind == Kind::Check);
        let names = beside.iter().map(|step| step.name).collect::<Vec<_>>().join(", ");
        println!("== checks, beside the other steps: {names}");
        match Checks::start(workspace, beside) {
            Ok(process) => checks = Some(process),
            Err(error) => return usage(&format!("failed to start the checks: {error}"), &help()),
        }
        selected = others;
    }
    let mut rows = Vec::new();
    for step in selected {
        println!("\n== {}: {}", step.name, step.description);
        let start = Instant::now();
        let outcome = (step.run)(workspace);
        match &outcome {
            Outcome::Passed(_) => {}
            Outcome::Skipped(reason) => println!("skipped: {reason}"),
            Outcome::Failed(reason) => println!("FAILED: {reason}"),
        }
        rows.push((step.name, start.elapsed(), outcome));
    }
    if let Some(checks) = checks {
        let (time, outcome) = checks.finish(workspace);
        rows.insert(0, ("checks", time, outcome));
    }
    println!("\n{}", table(&rows, start.elapsed()));
    let has_failed = rows.iter().any(|(_, _, outcome)| matches!(outcome, Outcome::Failed(_)));
    if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn help() -> String {
    let steps = STEPS.iter().map(|step| format!("\n  {:17} {}", step.name, step.description)).collect::<String>();
    let order = "Runs the given steps in their order, or all: those that check code beside those that run it.";
    format!("Usage: cargo xtask ci [STEP]...\n\n{order}\n\nSteps:{steps}")
}

/// Returns a table with a line for each step and a total.
fn table(rows: &[(&str, Duration, Outcome)], total: Duration) -> String {
    let mut text = format!("{:17} {:>8}  result\n", "step", "seconds");
    let (mut skipped, mut failed) = (0, 0);
    for (name, time, outcome) in rows {
        let result = match outcome {
            Outcome::Passed(note) if note.is_empty() => "ok".to_owned(),
            Outcome::Passed(note) => format!("ok: {note}"),
            Outcome::Skipped(reason) => {
                skipped += 1;
                format!("skipped: {reason}")
            }
            Outcome::Failed(reason) => {
                failed += 1;
                format!("FAILED: {reason}")
            }
        };
        text.push_str(&format!("{name:17} {:8.1}  {result}\n", time.as_secs_f64()));
    }
    let passed = rows.len() - skipped - failed;
    text.push_str(&format!(
        "{:17} {:8.1}  {passed} ok, {skipped} skipped, {failed} failed",
        "all",
        total.as_secs_f64()
    ));
    text
}

/// Runs a command with the standard streams of this program.
fn run_command(mut command: Command) -> Outcome {
    match command.status() {
        Ok(status) if status.success() => Outcome::passed(),
        Ok(status) => Outcome::Failed(format!("{} ({status})", line(&command))),
        Err(error) => Outcome::Failed(format!("{}: {error}", line(&command))),
    }
}

/// Runs commands until one of them fails.
fn run_all(commands: impl IntoIterator<Item = Command>) -> Outcome {
    let mut count = 0;
    for command in commands {
        println!("   {}", line(&command));
        match run_command(command) {
            Outcome::Passed(_) => count += 1,
            other => return other,
        }
    }
    Outcome::Passed(format!("{count} commands"))
}

/// Returns a command as it would be typed.
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
    fn the_table_counts_results() {
        let rows = [
            ("format", Duration::from_millis(1500), Outcome::passed()),
            ("msrv", Duration::ZERO, Outcome::Skipped("no 1.90".into())),
            ("test", Duration::from_secs(60), Outcome::Failed("cargo test".into())),
        ];
        let expected = "step               seconds  result\n\
                        format                 1.5  ok\n\
                        msrv                   0.0  skipped: no 1.90\n\
                        test                  60.0  FAILED: cargo test\n\
                        all                   61.5  1 ok, 1 skipped, 1 failed";
        assert_eq!(table(&rows, Duration::from_millis(61_500)), expected);
    }
}
