use std::fmt::{self, Write};

use super::{positions, remarks, summary, written};
use crate::diff::{Finding, Level, Report, Rule};

/// How [`text`] writes a report.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct TextOptions {
    /// The width of lines in characters, which names can exceed; `None` if lines are not wrapped.
    pub width: Option<usize>,
    /// Whether everything is written: safe changes, reasons and remarks.
    pub is_verbose: bool,
}

impl TextOptions {
    /// Sets the width of lines, 40 at least.
    #[must_use]
    pub fn width(self, width: impl Into<Option<usize>>) -> Self {
        Self { width: width.into().map(|width| width.max(40)), ..self }
    }

    /// Writes everything.
    #[must_use]
    pub fn verbose(self, is_verbose: bool) -> Self {
        Self { is_verbose, ..self }
    }
}

/// How many findings of a rule are written unless everything is.
const SHORT: usize = 10;

/// Writes a report for people, grouped by level and rule. The last line sums it up.
///
/// ```
/// use graph_codegen::diff::{Report, format};
///
/// assert_eq!(format::text(&Report::default(), format::TextOptions::default()), "no differences\n");
/// ```
#[must_use]
pub fn text(report: &Report, options: TextOptions) -> String {
    written(|out| write_text(report, options, out))
}

/// Writes what [`text()`] returns, whole lines at a time.
pub(crate) fn write_text(report: &Report, options: TextOptions, out: &mut dyn Write) -> fmt::Result {
    for level in [Level::Error, Level::Warning, Level::Note] {
        let findings: Vec<&Finding> = report.findings.iter().filter(|finding| finding.level() == level).collect();
        let mut rules: Vec<Rule> = findings.iter().map(|finding| finding.rule).collect();
        rules.dedup();
        if level == Level::Note && !options.is_verbose {
            let mut text = String::new();
            write_counts(&mut text, &findings, &rules, options.width);
            out.write_str(&text)?;
            continue;
        }
        for rule in rules {
            let of_rule: Vec<&Finding> = findings.iter().copied().filter(|finding| finding.rule == rule).collect();
            let count = if of_rule.len() > 1 { format!(" ({})", of_rule.len()) } else { String::new() };
            writeln!(out, "{level}[{rule}]{count}: {}", rule.description())?;
            let shown = if options.is_verbose { of_rule.len() } else { SHORT };
            for finding in of_rule.iter().take(shown) {
                let mut text = String::new();
                write_finding(&mut text, finding, options);
                out.write_str(&text)?;
            }
            if of_rule.len() > shown {
                writeln!(out, "  … and {} more", of_rule.len() - shown)?;
            }
            out.write_char('\n')?;
        }
    }
    writeln!(out, "{}", summary(report))
}

/// Writes only how many findings each rule has.
fn write_counts(text: &mut String, findings: &[&Finding], rules: &[Rule], width: Option<usize>) {
    if findings.is_empty() {
        return;
    }
    let count = |rule: &Rule| findings.iter().filter(|finding| finding.rule == *rule).count();
    let counts: Vec<String> = rules.iter().map(|rule| format!("{rule} {}", count(rule))).collect();
    wrap(text, "note: ", &counts.join(", "), width);
    text.push('\n');
}

fn write_finding(text: &mut String, finding: &Finding, options: TextOptions) {
    wrap(text, "  ", &format!("{} ({})", finding.message, finding.verdicts), options.width);
    let positions = positions(finding).join(" -> ");
    if !positions.is_empty() {
        let _ = writeln!(text, "      at {positions}");
    }
    let remarks = remarks(finding);
    if !options.is_verbose {
        // The selector is what the reader knows.
        if let Some(last) = finding.reasons.last() {
            wrap(text, "      used: ", last, options.width);
        }
        finding.notes.iter().for_each(|note| wrap(text, "      note: ", note, options.width));
        return;
    }
    finding.reasons.iter().for_each(|reason| wrap(text, "      used: ", reason, options.width));
    remarks.iter().for_each(|remark| wrap(text, "      note: ", remark, options.width));
    let _ = writeln!(text, "      fingerprint: {}", finding.fingerprint);
}

/// Writes words after a prefix, in lines of a width; further lines are indented like the first.
fn wrap(text: &mut String, prefix: &str, words: &str, width: Option<usize>) {
    let indent = prefix.chars().count();
    text.push_str(prefix);
    let mut at = indent;
    for (number, word) in words.split(' ').enumerate() {
        let length = word.chars().count();
        if number > 0 && width.is_some_and(|width| at + 1 + length > width) {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', indent.max(4)));
            at = indent.max(4);
        } else if number > 0 {
            text.push(' ');
            at += 1;
        }
        text.push_str(word);
        at += length;
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn words_are_wrapped_and_never_broken() {
        let mut text = String::new();
        wrap(&mut text, "  ", "aaa bbb cccccccccccc d", Some(10));
        assert_eq!(text, "  aaa bbb\n    cccccccccccc\n    d\n");
    }
}
