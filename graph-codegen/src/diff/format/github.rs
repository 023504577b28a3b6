use std::fmt::{self, Write};

use super::{remarks, written};
use crate::diff::{Level, Report};

/// Writes a report as workflow commands of GitHub Actions, which annotate files: `::error file=…,line=…::…`.
///
/// ```
/// use graph_codegen::diff::{Report, format};
///
/// assert!(format::github(&Report::default()).is_empty());
/// ```
#[must_use]
pub fn github(report: &Report) -> String {
    written(|out| write_github(report, out))
}

/// Writes what [`github`] returns.
pub(crate) fn write_github(report: &Report, out: &mut dyn Write) -> fmt::Result {
    for finding in &report.findings {
        let command = match finding.level() {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let mut properties = Vec::new();
        if let Some(location) = finding.new.as_ref().or(finding.old.as_ref()) {
            properties.push(format!("file={}", property(&location.file)));
            properties.push(format!("line={}", location.line));
            properties.push(format!("col={}", location.column));
        }
        properties.push(format!("title={}", property(finding.rule.id())));
        let lines: Vec<String> = std::iter::once(format!("{} ({})", finding.message, finding.verdicts))
            .chain(finding.reasons.last().cloned())
            .chain(remarks(finding))
            .collect();
        writeln!(out, "::{command} {}::{}", properties.join(","), data(&lines.join("\n")))?;
    }
    Ok(())
}

/// Escapes the text of a command, which ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command, which a comma or a colon ends.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn text_does_not_end_a_command() {
        assert_eq!(data("100%\n::error::x\r"), "100%25%0A::error::x%0D");
        assert_eq!(property("C:\\a,b::c"), "C%3A\\a%2Cb%3A%3Ac");
    }
}
