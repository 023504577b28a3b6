//! Writes a [`Report`]: as text, JSON, SARIF, annotations of GitHub, Markdown or JUnit.
//!
//! Names and values come from documents. Each format escapes them, and the output is the same for the same report.

mod github;
mod items;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;

use std::fmt;

pub use self::{
    github::github,
    json::{JSON_SCHEMA, json},
    junit::junit,
    markdown::markdown,
    sarif::sarif,
    text::{TextOptions, text},
};

#[cfg(feature = "cli")]
pub(crate) use self::{
    github::write_github, json::write_json, junit::write_junit, markdown::write_markdown, sarif::write_sarif,
    text::write_text,
};

use super::{Finding, Level, Location, Notice, Report};

/// What a function writes.
fn written(write: impl FnOnce(&mut dyn fmt::Write) -> fmt::Result) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write(&mut text);
    text
}

/// The number of findings in words: `2 errors`, `1 error`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The line that sums a report up.
fn summary(report: &Report) -> String {
    let counts = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")];
    let counts = counts.map(|(level, what)| counted(report.count(level), what)).join(", ");
    let ignored = if report.ignored > 0 { format!(", {} ignored", report.ignored) } else { String::new() };
    match report.findings.is_empty() && report.ignored == 0 {
        true => "no differences".to_owned(),
        false => format!("{counts}{ignored}; version bump: {}", report.bump()),
    }
}

/// `old.csdl:3:5`
fn position(location: &Location) -> String {
    format!("{}:{}:{}", location.file, location.line, location.column)
}

/// The positions in both documents.
fn positions(finding: &Finding) -> Vec<String> {
    finding.old.iter().chain(&finding.new).map(position).collect()
}

/// Remarks of a finding, with the one about its notice.
fn remarks(finding: &Finding) -> Vec<String> {
    let mut remarks = finding.notes.clone();
    if finding.notice == Notice::NotGiven {
        remarks.push("it vanished without deprecation, which is probably a mistake in the metadata".to_owned());
    }
    remarks
}
