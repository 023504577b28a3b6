//! `cargo xtask tidy`: checks rules of this workspace that no other tool checks.
//!
//! Each rule is a module. A finding says where the problem is, what it is, and how to fix it.

mod arrows;
mod calques;
mod packages;
mod rooms;
mod sizes;
mod source;
mod widths;

use std::process::ExitCode;

use crate::{usage, workspace::Workspace};

const HELP: &str = "Usage: cargo xtask tidy [--all] [--rooms]

Options:
  --all    Show the findings of rules that are only counted, and fail on them
  --rooms  Print the current rooms and arrows of the crates as entries of rooms.rs";

/// The rules whose findings are counted but do not fail.
const ONLY_COUNTED: &[&str] = &[];

/// A violation of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: &'static str,
    /// The path from the root of the workspace.
    pub file: String,
    /// The line, starting at 1, or 0 for the whole file.
    pub line: usize,
    pub message: String,
}

impl Finding {
    fn new(rule: &'static str, file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { rule, file: file.to_owned(), line, message: message.into() }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}: {}", self.file, self.rule, self.message),
            line => write!(f, "{}:{line}: {}: {}", self.file, self.rule, self.message),
        }
    }
}

/// Returns the findings of all rules.
pub fn findings(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, table) in rooms::CRATES {
        findings.extend(arrows::check(workspace, name, table));
    }
    let files = workspace.files("");
    for file in files.iter().filter(|file| is_prose_or_code(file)) {
        let Ok(text) = workspace.read(file) else { continue };
        // Generated code has its own rules.
        if text.starts_with("// @generated") {
            continue;
        }
        findings.extend(sizes::check(file, &text));
        findings.extend(widths::check(file, &text));
        findings.extend(calques::check(file, &text));
    }
    findings.extend(sizes::check_allowed(&files));
    findings.extend(packages::check(workspace));
    findings
}

/// The findings that fail, and the number of findings of each rule that is only counted.
pub struct Report {
    pub failing: Vec<Finding>,
    pub counted: Vec<(&'static str, usize)>,
}

impl Report {
    fn of(findings: Vec<Finding>, only_counted: &[&'static str]) -> Self {
        let (counted, failing): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|finding| only_counted.contains(&finding.rule));
        let count = |rule: &&'static str| (*rule, counted.iter().filter(|finding| finding.rule == *rule).count());
        Self { counted: only_counted.iter().map(count).collect(), failing }
    }

    /// Returns the report for CI and the test.
    pub fn new(workspace: &Workspace) -> Self {
        Self::of(findings(workspace), ONLY_COUNTED)
    }

    /// Returns the counts in one line.
    pub fn summary(&self) -> String {
        let counts = self.counted.iter().map(|(rule, count)| format!(", {count} of `{rule}` only counted"));
        format!("{} findings{}", self.failing.len(), counts.collect::<String>())
    }
}

pub fn main(workspace: &Workspace, arguments: &[String]) -> ExitCode {
    let mut only_counted = ONLY_COUNTED;
    for argument in arguments {
        match argument.as_str() {
            "--all" => only_counted = &[],
            "--rooms" => {
                for (name, _) in rooms::CRATES {
                    println!("{}", arrows::table(workspace, name));
                }
                return ExitCode::SUCCESS;
            }
            "--help" | "-h" => {
                println!("{HELP}");
                return ExitCode::SUCCESS;
            }
            other => return usage(&format!("`{other}` is not an option of `tidy`"), HELP),
        }
    }
    let report = Report::of(findings(workspace), only_counted);
    report.failing.iter().for_each(|finding| println!("{finding}"));
    println!("tidy: {}", report.summary());
    if report.failing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn is_prose_or_code(file: &str) -> bool {
    let is_data = file.starts_with("tests/ui/") || file.starts_with("tests/golden/");
    !is_data && (file.ends_with(".rs") || file.ends_with(".md"))
}

#[cfg(test)]
mod tests {
    use super::{Report, Workspace};

    #[test]
    fn this_workspace_is_tidy() {
        let report = Report::new(&Workspace::new());
        let shown: Vec<String> = report.failing.iter().map(ToString::to_string).collect();
        assert!(shown.is_empty(), "{}", shown.join("\n"));
    }
}
