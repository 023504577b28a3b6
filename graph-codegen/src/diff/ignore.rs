//! Ignore files: changes that a project has accepted for some time.

use std::collections::{BTreeMap, HashMap};

use super::{Date, Finding, Report, Rule, Verdicts, finding::fingerprint, pattern::Pattern};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Quoted, Sources, Span, closest, one_line};

/// How many lines that are not valid, and how many that hide nothing, are written out; the rest is counted. Diagnostics
/// show at least so many of each severity.
const MAX_SHOWN: usize = 10;

/// How many patterns with text and stars a rule or fingerprint can have: each is compared with each of its findings.
const MAX_PATTERNS: usize = 1000;

/// Which findings an [`IgnoreEntry`] hides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Rule(Rule),
    Fingerprint(String),
}

/// A line of an ignore file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IgnoreEntry {
    what: What,
    pattern: Pattern,
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
/// Each line has a rule or a fingerprint, a pattern of elements in which `*` is any text, and a date. A pattern has at
/// most 16 stars, and a rule at most 1,000 patterns with stars:
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
    /// Parses the text of an ignore file. A line that is not valid is an error in `diagnostics`; of many lines, the
    /// first are.
    #[must_use]
    pub fn parse(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Self {
        let Some(source) = sources.get(file) else { return Self::default() };
        let (mut entries, mut patterns) = (Vec::new(), BTreeMap::new());
        let (mut offset, mut errors) = (0, 0);
        for line in source.text().split_inclusive('\n') {
            let trimmed = line.trim_start_matches('\u{feff}').trim();
            let start = offset + line.find(trimmed).unwrap_or(0);
            offset += line.len();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            let span = Span::new(file, start, start + trimmed.len());
            // A suggestion costs more than the line.
            match entry(trimmed, span, errors < MAX_SHOWN).and_then(|entry| counted(entry, &mut patterns)) {
                Ok(entry) => entries.push(entry),
                Err(diagnostic) => {
                    errors += 1;
                    if errors <= MAX_SHOWN {
                        diagnostics.push(*diagnostic);
                    }
                }
            }
        }
        if errors > MAX_SHOWN {
            let message = format!("{} more lines of the ignore file are not valid", errors - MAX_SHOWN);
            diagnostics.push(Diagnostic::error(Code::Setting, message));
        }
        Self { entries }
    }

    /// Removes the findings that the entries hide. An entry that has expired becomes a finding, and one that hides
    /// nothing a warning in `diagnostics`; of many, the first do.
    pub fn apply(&self, report: &mut Report, today: Date, sources: &Sources, diagnostics: &mut Diagnostics) {
        let (expired, valid): (Vec<_>, Vec<_>) = self.entries.iter().partition(|entry| entry.until < today);
        let mut index = Index::new(&valid);
        let before = report.findings.len();
        report.findings.retain(|finding| !index.hides(finding));
        report.ignored += before - report.findings.len();
        let unused = || valid.iter().zip(&index.is_used).filter(|(_, is_used)| !**is_used);
        for (entry, _) in unused().take(MAX_SHOWN) {
            let message = format!("{} hides nothing", Quoted(&entry.text));
            let help = "remove the line, or correct its rule or pattern";
            diagnostics.push(Diagnostic::warning(Code::Setting, message).at(entry.span).help(help));
        }
        let more = unused().count().saturating_sub(MAX_SHOWN);
        if more > 0 {
            let message = format!("{more} more lines of the ignore file hide nothing");
            diagnostics.push(Diagnostic::warning(Code::Setting, message));
        }
        let findings = expired.iter().map(|entry| entry.finding(sources));
        report.findings.splice(0..0, findings.collect::<Vec<_>>());
    }
}

/// Entries that are found by what they are about.
struct Index<'a> {
    entries: HashMap<Key<'a>, Candidates<'a>>,
    is_used: Vec<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'a> {
    Rule(Rule),
    Fingerprint(&'a str),
}

/// The entries of a rule or fingerprint, by their numbers.
#[derive(Default)]
struct Candidates<'a> {
    any: Vec<usize>,
    exact: HashMap<&'a str, Vec<usize>>,
    patterns: Vec<(usize, &'a Pattern)>,
}

impl<'a> Index<'a> {
    fn new(list: &[&'a IgnoreEntry]) -> Self {
        let mut entries: HashMap<Key<'a>, Candidates<'a>> = HashMap::new();
        for (number, entry) in list.iter().enumerate() {
            let key = match &entry.what {
                What::Rule(rule) => Key::Rule(*rule),
                What::Fingerprint(text) => Key::Fingerprint(text),
            };
            let candidates = entries.entry(key).or_default();
            match &entry.pattern {
                Pattern::Any => candidates.any.push(number),
                Pattern::Exact(text) => candidates.exact.entry(text).or_default().push(number),
                pattern @ Pattern::Parts { .. } => candidates.patterns.push((number, pattern)),
            }
        }
        Self { entries, is_used: vec![false; list.len()] }
    }

    /// Whether an entry hides a finding. All entries that do are marked as used.
    fn hides(&mut self, finding: &Finding) -> bool {
        let mut is_hidden = false;
        for key in [Key::Rule(finding.rule), Key::Fingerprint(&finding.fingerprint)] {
            let Some(candidates) = self.entries.get(&key) else { continue };
            let exact = candidates.exact.get(&*finding.element).into_iter();
            for numbers in exact.chain(std::iter::once(&candidates.any)) {
                is_hidden |= !numbers.is_empty();
                // They are used together.
                if numbers.first().is_some_and(|first| !self.is_used[*first]) {
                    numbers.iter().for_each(|number| self.is_used[*number] = true);
                }
            }
            for (number, pattern) in &candidates.patterns {
                if !(is_hidden && self.is_used[*number]) && pattern.matches(&finding.element) {
                    (self.is_used[*number], is_hidden) = (true, true);
                }
            }
        }
        is_hidden
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
        is_meant && self.pattern.matches(&finding.element)
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
            element: one_line(&self.text),
            message: format!("the entry expired on {}", self.until),
            verdicts: Verdicts::default(),
            notice: super::Notice::NotNeeded,
            old: None,
            new: location,
            reasons: Vec::new(),
            notes: self.reason.iter().map(|reason| one_line(reason)).collect(),
            fingerprint: fingerprint(Rule::IgnoreExpired, &self.text, ["", ""]),
        }
    }
}

const FORM: &str = "write `rule-or-fingerprint element-pattern until YYYY-MM-DD # reason`";

/// Counts an entry if it has a pattern with text and stars; an error if there are too many.
fn counted(entry: IgnoreEntry, patterns: &mut BTreeMap<What, usize>) -> Result<IgnoreEntry, Box<Diagnostic>> {
    if let Pattern::Parts { .. } = entry.pattern {
        let count = patterns.entry(entry.what.clone()).or_default();
        *count += 1;
        if *count > MAX_PATTERNS {
            let message = format!("a rule has at most {MAX_PATTERNS} patterns with `*`");
            let help = "write names of elements, fingerprints, or fewer patterns that hide more";
            return Err(Box::new(Diagnostic::error(Code::Setting, message).at(entry.span).help(help)));
        }
    }
    Ok(entry)
}

fn entry(line: &str, span: Span, suggests: bool) -> Result<IgnoreEntry, Box<Diagnostic>> {
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
            return Err(Box::new(
                match suggests.then(|| closest(what, Rule::ALL.iter().map(|rule| rule.id()))).flatten() {
                    Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    None => diagnostic.help("the rules are listed by `diff --rules`"),
                },
            ));
        }
    };
    let Some(pattern) = Pattern::parse(pattern) else {
        let (length, stars) = (Pattern::MAX_LENGTH, Pattern::MAX_STARS);
        let message = format!("the pattern has more than {length} bytes or more than {stars} `*`");
        return Err(Box::new(error(message)));
    };
    let Ok(date) = until.parse() else {
        return Err(Box::new(error(format!("{} is not a valid date", Quoted(until))).help(FORM)));
    };
    Ok(IgnoreEntry { what, pattern, until: date, reason, text: text.to_owned(), span })
}

#[cfg(test)]
mod tests {
    use super::{IgnoreList, MAX_PATTERNS, MAX_SHOWN};
    use crate::{
        diagnostic::{Diagnostics, Sources},
        diff::{Date, Finding, Notice, Report, Rule, Verdicts, format},
    };

    fn finding(element: &str) -> Finding {
        Finding {
            rule: Rule::TypeRemoved,
            element: element.to_owned(),
            message: "it was removed".to_owned(),
            verdicts: Verdicts::default(),
            notice: Notice::NotNeeded,
            old: None,
            new: None,
            reasons: Vec::new(),
            notes: Vec::new(),
            fingerprint: "00000000000000ff".to_owned(),
        }
    }

    /// The elements that a file leaves of some, the number of its entries, and what it is told.
    fn applied(text: &str, elements: &[&str]) -> (Report, usize, String) {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let file = sources.add("i.txt", text);
        let list = IgnoreList::parse(file, &sources, &mut diagnostics);
        let findings = elements.iter().map(|element| finding(element)).collect();
        let mut report = Report { findings, ..Report::default() };
        let today: Date = "2026-06-01".parse().unwrap();
        list.apply(&mut report, today, &sources, &mut diagnostics);
        (report, list.entries.len(), diagnostics.rendered(&sources).to_string())
    }

    #[test]
    fn each_kind_of_entry_hides_and_overlapping_ones_are_used() {
        for what in ["type-removed", "00000000000000FF"] {
            let text =
                ["*", "**", "n.a", "n.a", "n.*", "*a"].map(|pattern| format!("{what} {pattern} until 2027-01-01"));
            let (report, entries, told) = applied(&text.join("\n"), &["n.a", "n.b", "n.a"]);
            assert_eq!((report.findings.len(), report.ignored, entries, &*told), (0, 3, 6, ""), "{what}");
            for (pattern, left) in [("n.a", "n.b"), ("*b", "n.a")] {
                let (report, _, told) = applied(&format!("{what} {pattern} until 2027-01-01"), &["n.a", "n.b"]);
                assert_eq!((report.findings.len(), &*report.findings[0].element, &*told), (1, left, ""));
            }
        }
        let (report, _, told) = applied("type-added * until 2027-01-01", &["n.a"]);
        assert!(report.findings.len() == 1 && told.contains("hides nothing"), "{told}");
    }

    #[test]
    fn many_lines_that_are_not_valid_are_counted() {
        let (_, _, told) = applied(&"type-removd * until 2027-01-01\n".repeat(MAX_SHOWN + 7), &[]);
        assert_eq!(told.matches("there is no rule").count(), MAX_SHOWN);
        assert!(told.contains("error[setting]: 7 more lines of the ignore file are not valid\n"), "{told}");
        let (_, _, told) = applied(&"type-removed * until 2027-01-01\n".repeat(MAX_SHOWN + 7), &[]);
        assert_eq!(told.matches("` hides nothing").count(), MAX_SHOWN);
        assert!(told.contains("warning[setting]: 7 more lines of the ignore file hide nothing\n"), "{told}");
    }

    #[test]
    fn patterns_are_limited() {
        let (_, entries, told) = applied(&format!("type-removed {} until 2027-01-01", "*a".repeat(50_000)), &[]);
        assert!(entries == 0 && told.contains("the pattern has more than 2400 bytes or more than 16 `*`"), "{told}");
        let line = |rule: &str, pattern: &str| format!("{rule} {pattern} until 2027-01-01\n");
        let text = line("type-removed", "n.*").repeat(MAX_PATTERNS + 1) + &line("type-added", "n.*");
        let (_, entries, told) = applied(&(text + &line("type-removed", "n.a").repeat(5)), &[]);
        assert_eq!(entries, MAX_PATTERNS + 1 + 5);
        assert!(told.contains("error[setting]: a rule has at most 1000 patterns with `*`\n"), "{told}");
    }

    #[test]
    fn text_of_expired_entries_is_escaped_in_every_format() {
        let (report, _, _) = applied("type-removed n.\u{1b}[31m* until 2020-01-01 # \u{1b}]0;title\u{7}", &[]);
        let options = format::TextOptions::default().verbose(true);
        for text in [
            format::text(&report, options),
            format::json(&report),
            format::sarif(&report),
            format::github(&report),
            format::markdown(&report),
            format::junit(&report),
        ] {
            assert!(text.contains("title") && !text.contains(['\u{1b}', '\u{7}']), "{text}");
            assert!(!text.contains("\\u001b") && !text.contains("\\u0007"), "{text}");
        }
    }
}
