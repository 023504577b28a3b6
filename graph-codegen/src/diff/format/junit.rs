use std::fmt::{self, Write};

use super::{positions, remarks, written};
use crate::diff::{Finding, Level, Report, Rule};

/// Writes a report as JUnit XML: a test suite for each rule with findings, in which errors are failures.
///
/// ```
/// use graph_codegen::diff::{Report, format};
///
/// assert!(format::junit(&Report::default()).starts_with("<?xml"));
/// ```
#[must_use]
pub fn junit(report: &Report) -> String {
    written(|out| write_junit(report, out))
}

/// Writes what [`junit`] returns.
pub(crate) fn write_junit(report: &Report, out: &mut dyn Write) -> fmt::Result {
    let failures = report.count(Level::Error);
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{failures}\">",
        report.findings.len()
    )?;
    for rule in report.counts().keys() {
        write_suite(out, report, *rule)?;
    }
    out.write_str("</testsuites>\n")
}

fn write_suite(out: &mut dyn Write, report: &Report, rule: Rule) -> fmt::Result {
    let findings: Vec<&Finding> = report.findings.iter().filter(|finding| finding.rule == rule).collect();
    let failures = findings.iter().filter(|finding| finding.level() == Level::Error).count();
    writeln!(out, "  <testsuite name=\"{rule}\" tests=\"{}\" failures=\"{failures}\">", findings.len())?;
    for finding in findings {
        let mut lines = vec![format!("{} ({})", finding.message, finding.verdicts)];
        lines.extend(positions(finding));
        lines.extend(finding.reasons.iter().cloned());
        lines.extend(remarks(finding));
        let (name, message, body) = (escaped(&finding.element), escaped(&finding.message), escaped(&lines.join("\n")));
        write!(out, "    <testcase classname=\"{rule}\" name=\"{name}\">")?;
        match finding.level() {
            Level::Error => write!(out, "<failure type=\"{rule}\" message=\"{message}\">{body}</failure>"),
            Level::Warning | Level::Note => write!(out, "<system-out>{body}</system-out>"),
        }?;
        out.write_str("</testcase>\n")?;
    }
    out.write_str("  </testsuite>\n")
}

/// Escapes text of XML, and replaces what XML does not allow.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
