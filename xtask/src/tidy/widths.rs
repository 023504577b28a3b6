//! Checks the width of lines that rustfmt does not format: comments, strings, Markdown.

use super::Finding;

const RULE: &str = "width";
const WIDTH: usize = 120;

pub fn check(file: &str, text: &str) -> Vec<Finding> {
    let is_markdown = file.ends_with(".md");
    let mut is_code_block = false;
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let start = line.trim_start();
        is_code_block ^= is_markdown && start.starts_with("```");
        let width = line.chars().count();
        let is_comment = start.starts_with("//");
        let is_table = start.trim_start_matches(['/', '!', ' ']).starts_with('|');
        // Test data may be long.
        let is_data = !is_markdown && !is_comment && !file.contains("/src/");
        if width > WIDTH && !is_table && !is_code_block && !is_data && !line.contains("://") {
            let message = format!("{width} columns, more than {WIDTH}; break the line");
            findings.push(Finding::new(RULE, file, number + 1, message));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn long_lines_are_findings_except_in_tables_code_blocks_and_urls() {
        let long = "word ".repeat(25);
        let lines = |file: &str, text: &str| check(file, text).iter().map(|finding| finding.line).collect::<Vec<_>>();
        assert_eq!(lines("README.md", &format!("short\n{long}\n")), [2]);
        assert_eq!(lines("a/src/a.rs", &format!("/// {long}\n//! | {long}\n// https://x.y/ {long}")), [1]);
        assert_eq!(lines("README.md", &format!("| {long}\n```\n{long}\n```\n")), [0; 0]);
        assert_eq!(lines("a/tests/it/a.rs", &format!("\"{long}\"")), [0; 0]);
    }
}
