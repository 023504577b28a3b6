//! Finds phrases that read as translated, and suggests idiomatic ones.
//!
//! The comment `tidy: allow calque` on a line allows its phrases.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::{Finding, source};

const RULE: &str = "calque";
const ALLOWED: &str = "tidy: allow calque";

/// Regular expressions, each with a better wording.
const CALQUES: &[(&str, &str)] = &[
    (r"\bis no [a-z`]+", "is not a …"),
    (r"\bare no [a-z`]+", "are not …"),
    (r"\b(is|are) none\b", "there is no …"),
    (r"\bto be had\b", "available"),
    (r"\bleav(e|es|ing) away\b|\bleft away\b", "omit"),
    (r"\bround and round\b", "form a cycle"),
    (r"\bas (it|they) came\b", "unchanged"),
    (r"\bpass(es)? over\b", "ignore"),
    (r"\bgo(es)? on in\b", "resume"),
    (r"\bwhat else came\b", "undeclared properties"),
    (r"\bmend(s|ed|ing)?\b", "fix"),
    (r"\b(stand|stands) (in|at|for) the\b", "is in, is at, means"),
    (r"\bso many .* go into\b", "at most N"),
    (r"\bnobody waits\b", "call `wait`"),
];

static EXPRESSIONS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let compile =
        |(expression, better): &(&str, &'static str)| (Regex::new(expression).expect("a regular expression"), *better);
    CALQUES.iter().map(compile).collect()
});

pub fn check(file: &str, text: &str) -> Vec<Finding> {
    // This file contains the phrases.
    if file == "xtask/src/tidy/calques.rs" {
        return Vec::new();
    }
    let prose = if file.ends_with(".rs") { source::prose(text) } else { text.lines().map(str::to_owned).collect() };
    let mut findings = Vec::new();
    for (number, line) in prose.iter().enumerate().filter(|(_, line)| !line.contains(ALLOWED)) {
        for (expression, better) in EXPRESSIONS.iter() {
            if let Some(found) =
                expression.find_iter(line).find(|found| !is_english(line, found.as_str(), found.start()))
            {
                let message = format!("`{}` reads as translated; better: {better}", found.as_str());
                findings.push(Finding::new(RULE, file, number + 1, message));
            }
        }
    }
    findings
}

/// Whether a phrase is idiomatic in its context: "there is no", "is no longer".
fn is_english(line: &str, found: &str, start: usize) -> bool {
    let is_there = line[..start].to_lowercase().ends_with("there ");
    is_there
        || ["longer", "more", "less", "fewer", "other", "one"]
            .iter()
            .any(|word| found.ends_with(&format!(" no {word}")))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn comments_strings_and_markdown_are_checked() {
        let text =
            "// it is no number\nlet mend = 1;\n\"no token was to be had\"; // tidy: allow calque\n\"left away\"";
        let found: Vec<String> = check("a/src/a.rs", text).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "a/src/a.rs:1: calque: `is no number` reads as translated; better: is not a …",
                "a/src/a.rs:4: calque: `left away` reads as translated; better: omit",
            ]
        );
        assert_eq!(check("README.md", "It is not a number.\nIt is none.\n").len(), 1);
        assert_eq!(check("README.md", "There is no number; it is no longer one, and there are no others.\n").len(), 0);
    }
}
