//! Ignore files: changes that a project has accepted for some time.

use super::{Date, Finding, Report, Rule, Verdicts, finding::fingerprint};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Quoted, Sources, Span, closest};

/// Which findings an [`IgnoreEntry`] hides.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Rule(Rule),
    Fingerprint(String),
}

/// A line of an ignore file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IgnoreEntry {
    what: What,
    pattern: String,
    /// The last day on which the entry hides findings.
    pub until: Date,
    /// The reason that the file gives.
    pub reason: Option<String>,
    /// The line.
    pub text: String,
    /// Where it is.
    pub span: Span,
}

/// The entries of an ignore file.
///
/// Each line has a rule or a fingerprint, a pattern of elements in which `*` is any text, and a date:
///
/// ```text
/// # Accepted until the next release.
/// property-removed   microsoft.graph.user/*   until 2026-12-31  # moved to the profile API
/// b7a35c1a2e1c8e2f   *                        until 2027-01-31
/// ```
///
/// ```
/// use graph_codegen::diff::{Date, IgnoreList, Report};
/// use graph_codegen::diagnostic::{Diagnostics, Sources};
///
/// let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
/// let file = sources.add("accepted.txt", "type-removed n.* until 2026-01-31\n");
/// let list = IgnoreList::parse(file, &sources, &mut diagnostics);
/// assert!(!diagnostics.has_errors());
///
/// let mut report = Report::default();
/// list.apply(&mut report, "2026-02-01".parse().unwrap(), &sources, &mut diagnostics);
/// assert_eq!(report.findings[0].rule.id(), "ignore-expired");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct IgnoreList {
    /// The entries, in the order of the file.
    pub entries: Vec<IgnoreEntry>,
}

impl IgnoreList {
    /// Parses the text of an ignore file. A line that is not valid is an error in `diagnostics`.
    #[must_use]
    pub fn parse(file: crate::diagnostic::FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Self {
        let Some(source) = sources.get(file) else { return Self::default() };
        let mut entries = Vec::new();
        let mut offset = 0;
        for line in source.text().split_inclusive('\n') {
            let trimmed = line.trim_start_matches('\u{feff}').trim();
            let start = offset + line.find(trimmed).unwrap_or(0);
            offset += line.len();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            let span = Span::new(file, start, start + trimmed.len());
            match entry(trimmed, span) {
                Ok(entry) => entries.push(entry),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        Self { entries }
    }

    /// Removes the findings that the entries hide. An entry that has expired becomes a finding, and one that hides
    /// nothing a warning in `diagnostics`.
    pub fn apply(&self, report: &mut Report, today: Date, sources: &Sources, diagnostics: &mut Diagnostics) {
        let (expired, valid): (Vec<_>, Vec<_>) = self.entries.iter().partition(|entry| entry.until < today);
        let mut is_used = vec![false; valid.len()];
        let before = report.findings.len();
        report.findings.retain(|finding| {
            let hidden = valid.iter().enumerate().filter(|(_, entry)| entry.hides(finding));
            let mut is_hidden = false;
            for (number, _) in hidden {
                (is_used[number], is_hidden) = (true, true);
            }
            !is_hidden
        });
        report.ignored += before - report.findings.len();
        for (entry, _) in valid.iter().zip(&is_used).filter(|(_, is_used)| !**is_used) {
            let message = format!("{} hides nothing", Quoted(&entry.text));
            let help = "remove the line, or correct its rule or pattern";
            diagnostics.push(Diagnostic::warning(Code::Setting, message).at(entry.span).help(help));
        }
        let findings = expired.iter().map(|entry| entry.finding(sources));
        report.findings.splice(0..0, findings.collect::<Vec<_>>());
    }
}

impl IgnoreEntry {
    /// Returns whether the entry is about a finding, whatever the date.
    #[must_use]
    pub fn hides(&self, finding: &Finding) -> bool {
        let is_meant = match &self.what {
            What::Rule(rule) => *rule == finding.rule,
            What::Fingerprint(text) => *text == finding.fingerprint,
        };
        is_meant && matches(&self.pattern, &finding.element)
    }

    fn finding(&self, sources: &Sources) -> Finding {
        let position = sources.get(self.span.file).map(|source| (source.name(), source.position(self.span.start)));
        let location = position.map(|(file, position)| super::Location {
            file: file.to_owned(),
            line: position.line,
            column: position.column,
        });
        Finding {
            rule: Rule::IgnoreExpired,
            element: self.text.clone(),
            message: format!("the entry expired on {}", self.until),
            verdicts: Verdicts::default(),
            notice: super::Notice::NotNeeded,
            old: None,
            new: location,
            reasons: Vec::new(),
            notes: self.reason.iter().cloned().collect(),
            fingerprint: fingerprint(Rule::IgnoreExpired, &self.text, ["", ""]),
        }
    }
}

const FORM: &str = "write `rule-or-fingerprint element-pattern until YYYY-MM-DD # reason`";

fn entry(line: &str, span: Span) -> Result<IgnoreEntry, Box<Diagnostic>> {
    let error = |message: String| Diagnostic::error(Code::Setting, message).at(span);
    let (text, reason) = match line.split_once('#') {
        Some((text, reason)) => (text.trim(), Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty())),
        None => (line, None),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let [what, pattern, "until", until] = words[..] else {
        return Err(Box::new(error("the line is not an entry of an ignore file".to_owned()).help(FORM)));
    };
    let is_fingerprint = what.len() == 16 && what.bytes().all(|byte| byte.is_ascii_hexdigit());
    let what = match Rule::from_id(what) {
        Some(Rule::IgnoreExpired) => {
            return Err(Box::new(error("expired entries cannot be ignored".to_owned()).help("remove them")));
        }
        Some(rule) => What::Rule(rule),
        None if is_fingerprint => What::Fingerprint(what.to_ascii_lowercase()),
        None => {
            let diagnostic = error(format!("there is no rule {}", Quoted(what)));
            return Err(Box::new(match closest(what, Rule::ALL.iter().map(|rule| rule.id())) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic.help("the rules are listed by `diff --rules`"),
            }));
        }
    };
    let Ok(date) = until.parse() else {
        return Err(Box::new(error(format!("{} is not a valid date", Quoted(until))).help(FORM)));
    };
    Ok(IgnoreEntry { what, pattern: pattern.to_owned(), until: date, reason, text: text.to_owned(), span })
}

/// Whether a text has the form of a pattern, in which `*` is any text. The time is at most the product of the lengths.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = rest.split('*').collect();
    let Some((last, middle)) = parts.split_last() else { return true };
    for part in middle {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_any_text() {
        for (pattern, text) in [("*", "n.a/b"), ("n.*", "n.a"), ("*/b", "n.a/b"), ("n.*/*", "n.a/b"), ("n.a", "n.a")] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("n.*", "m.a"), ("*/c", "n.a/b"), ("n.a", "n.ab"), ("ab*ba", "aba"), ("*x*y", "y x")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
