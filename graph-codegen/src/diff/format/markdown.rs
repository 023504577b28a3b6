use std::fmt::{self, Write};

use super::{positions, remarks, summary, written};
use crate::diff::{Finding, Level, Report};

/// Writes a report as Markdown, with a table for each level, for the description of a pull request.
///
/// ```
/// use graph_codegen::diff::{Report, format};
///
/// assert_eq!(format::markdown(&Report::default()), "**no differences**\n");
/// ```
#[must_use]
pub fn markdown(report: &Report) -> String {
    written(|out| write_markdown(report, out))
}

/// Writes what [`markdown`] returns.
pub(crate) fn write_markdown(report: &Report, out: &mut dyn Write) -> fmt::Result {
    writeln!(out, "**{}**", escaped(&summary(report)))?;
    for (level, title) in
        [(Level::Error, "Breaking"), (Level::Warning, "May break"), (Level::Note, "Safe or announced")]
    {
        let findings: Vec<&Finding> = report.findings.iter().filter(|finding| finding.level() == level).collect();
        if findings.is_empty() {
            continue;
        }
        write!(out, "\n### {title} ({})\n\n", findings.len())?;
        out.write_str("| rule | change | breaks | where | used by |\n|---|---|---|---|---|\n")?;
        for finding in findings {
            let change: Vec<String> =
                std::iter::once(finding.message.clone()).chain(remarks(finding)).map(|line| escaped(&line)).collect();
            let positions: Vec<String> = positions(finding).iter().map(|position| escaped(position)).collect();
            let used = finding.reasons.last().map(|reason| escaped(reason)).unwrap_or_default();
            writeln!(
                out,
                "| {} | {} | {} | {} | {used} |",
                finding.rule,
                change.join("<br>"),
                finding.verdicts,
                positions.join("<br>"),
            )?;
        }
    }
    Ok(())
}

/// Escapes what Markdown, HTML in it, or a service that shows it would interpret: `@` mentions people, and `#` links
/// issues.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => escaped.push(' '),
            '@' | '#' | '<' | '>' | '&' => escaped.push_str(&format!("&#{};", u32::from(character))),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | '!' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    // Services make links of bare addresses.
    escaped.replace("://", "&#58;//").replace("www.", "www&#46;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_is_text() {
        assert_eq!(escaped("a|b\n<img> @me #1"), "a\\|b &#60;img&#62; &#64;me &#35;1");
        assert_eq!(escaped("[x](https://a.b)"), "\\[x\\]\\(https&#58;//a.b\\)");
    }
}
