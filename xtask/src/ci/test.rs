//! The step that runs all tests, and counts ignored tests by reason.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::Stdio,
};

use super::{Outcome, line};
use crate::workspace::Workspace;

pub fn run(workspace: &Workspace) -> Outcome {
    let mut command = workspace.cargo("", &["test", "--workspace", "--all-features", "--locked", "--no-fail-fast"]);
    let mut child = match command.stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => return Outcome::Failed(format!("{}: {error}", line(&command))),
    };
    let mut counts = Counts::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            counts.read(&line);
            println!("{line}");
        }
    }
    match child.wait() {
        Ok(status) if status.success() => Outcome::Passed(counts.summary()),
        _ => Outcome::Failed(counts.summary()),
    }
}

/// The counts in libtest's output.
#[derive(Debug, Default)]
struct Counts {
    programs: usize,
    passed: usize,
    failed: usize,
    ignored: usize,
    reasons: BTreeMap<String, usize>,
}

impl Counts {
    fn read(&mut self, line: &str) {
        if let Some((_, reason)) = line.strip_prefix("test ").and_then(|line| line.split_once(" ... ignored, ")) {
            *self.reasons.entry(reason.to_owned()).or_default() += 1;
        }
        if let Some(result) = line.strip_prefix("test result: ") {
            self.programs += 1;
            let words: Vec<&str> = result.split([' ', ';']).collect();
            for pair in words.windows(2) {
                let count = pair[0].parse().unwrap_or(0);
                match pair[1] {
                    "passed" => self.passed += count,
                    "failed" => self.failed += count,
                    "ignored" => self.ignored += count,
                    _ => {}
                }
            }
        }
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "{} passed, {} failed, {} ignored in {} programs and doc tests",
            self.passed, self.failed, self.ignored, self.programs
        );
        for (reason, count) in &self.reasons {
            text.push_str(&format!("; {count}: {reason}"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn ignored_tests_are_counted_by_reason() {
        let mut counts = Counts::default();
        for line in [
            "test a::b ... ignored, needs ../shared",
            "test a::c ... ok",
            "test result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s",
            "test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s",
        ] {
            counts.read(line);
        }
        assert_eq!(counts.summary(), "3 passed, 3 failed, 1 ignored in 2 programs and doc tests; 1: needs ../shared");
    }
}
