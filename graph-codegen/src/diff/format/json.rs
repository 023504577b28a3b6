use std::fmt::{self, Write};

use serde_json::{Value, json};

use super::{items::write_with_items, written};
use crate::diff::{Finding, Location, Report};

/// The JSON schema (draft 2020-12) of what [`json()`] writes.
pub const JSON_SCHEMA: &str = include_str!("report.schema.json");

/// Writes a report as JSON with the schema [`JSON_SCHEMA`], ending with a line break.
///
/// ```
/// use graph_codegen::diff::{Report, format};
///
/// assert!(format::json(&Report::default()).contains("\"bump\": \"none\""));
/// ```
#[must_use]
pub fn json(report: &Report) -> String {
    written(|out| write_json(report, out))
}

/// Writes what [`json()`] returns.
pub(crate) fn write_json(report: &Report, out: &mut dyn Write) -> fmt::Result {
    let counts: serde_json::Map<String, Value> =
        report.counts().into_iter().map(|(rule, count)| (rule.id().to_owned(), json!(count))).collect();
    let value = json!({
        "version": 1,
        "old": report.old,
        "new": report.new,
        "selectors": report.selectors,
        "bump": report.bump().name(),
        "ignored": report.ignored,
        "counts": counts,
        "findings": [],
    });
    write_with_items(out, &value, "findings", report.findings.iter().map(finding))
}

fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule.id(),
        "level": finding.level().name(),
        "element": finding.element,
        "message": finding.message,
        "verdicts": {
            "wire": finding.verdicts.wire.name(),
            "source": finding.verdicts.source.name(),
            "behaviour": finding.verdicts.behaviour.name(),
        },
        "bump": finding.bump().name(),
        "notice": finding.notice.name(),
        "old": finding.old.as_ref().map(location),
        "new": finding.new.as_ref().map(location),
        "reasons": finding.reasons,
        "notes": finding.notes,
        "fingerprint": finding.fingerprint,
    })
}

fn location(location: &Location) -> Value {
    json!({ "file": location.file, "line": location.line, "column": location.column })
}
