use std::fmt::Write;

use super::{positions, remarks};
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
    let failures = report.count(Level::Error);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{failures}\">\n",
        report.findings.len()
    );
    let counts = report.counts();
    for rule in counts.keys() {
        write_suite(&mut text, report, *rule);
    }
    text.push_str("</testsuites>\n");
    text
}

fn write_suite(text: &mut String, report: &Report, rule: Rule) {
    let findings: Vec<&Finding> = report.findings.iter().filter(|finding| finding.rule == rule).collect();
    let failures = findings.iter().filter(|finding| finding.level() == Level::Error).count();
    let _ = writeln!(text, "  <testsuite name=\"{rule}\" tests=\"{}\" failures=\"{failures}\">", findings.len());
    for finding in findings {
        let mut lines = vec![format!("{} ({})", finding.message, finding.verdicts)];
        lines.extend(positions(finding));
        lines.extend(finding.reasons.iter().cloned());
        lines.extend(remarks(finding));
        let (name, message, body) = (escaped(&finding.element), escaped(&finding.message), escaped(&lines.join("\n")));
        let _ = write!(text, "    <testcase classname=\"{rule}\" name=\"{name}\">");
        let _ = match finding.level() {
            Level::Error => write!(text, "<failure type=\"{rule}\" message=\"{message}\">{body}</failure>"),
            Level::Warning | Level::Note => write!(text, "<system-out>{body}</system-out>"),
        };
        text.push_str("</testcase>\n");
    }
    text.push_str("  </testsuite>\n");
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
