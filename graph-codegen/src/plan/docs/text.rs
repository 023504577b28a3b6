//! Text for rustdoc.
//!
//! Text of a document becomes one paragraph of plain words, never markup or a code block, which `cargo test` would run.

use crate::edm::Annotation;

/// The maximum length of a description, which is cut at a word.
const MAX_LENGTH: usize = 600;

const DESCRIPTION: &str = "Org.OData.Core.V1.Description";
const LONG_DESCRIPTION: &str = "Org.OData.Core.V1.LongDescription";

/// The description in annotations, escaped for rustdoc.
pub(in crate::plan) fn description(annotations: &[Annotation]) -> Option<String> {
    let text = text(annotations, DESCRIPTION).or_else(|| text(annotations, LONG_DESCRIPTION))?;
    Some(plain(text)).filter(|plain| !plain.is_empty())
}

/// The long description, if there is a short one too, which differs.
pub(in crate::plan) fn long_description(annotations: &[Annotation]) -> Option<String> {
    let long = text(annotations, LONG_DESCRIPTION)?;
    text(annotations, DESCRIPTION).filter(|short| *short != long)?;
    Some(plain(long)).filter(|plain| !plain.is_empty())
}

fn text<'a>(annotations: &'a [Annotation], term: &str) -> Option<&'a str> {
    Annotation::value(annotations, term)?.as_string()
}

/// Converts any text to one line of plain words.
pub(in crate::plan) fn plain(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(is_separator).filter(|word| !word.is_empty()) {
        if line.len() + word.len() > MAX_LENGTH {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        let is_link = word.starts_with("http") && (word.starts_with("https://") || word.starts_with("http://"));
        let clean = || word.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c));
        if is_link && clean() {
            let end = word.trim_end_matches(['.', ',', ';', ')', '!', '?', '\'']).len();
            line.push('<');
            line.push_str(&word[..end]);
            line.push('>');
            escape(&word[end..], &mut line);
        } else {
            escape(word, &mut line);
        }
    }
    // Not a heading, list or table.
    if line.starts_with(['#', '-', '+', '=', ':']) {
        line.insert(0, '\\');
    }
    line
}

/// Whether a character is white space or a control character.
fn is_separator(character: char) -> bool {
    match character {
        '!'..='~' => false,
        ' ' => true,
        other => other.is_whitespace() || other.is_control(),
    }
}

/// Whether a character changes how text is displayed, such as bidirectional controls, which rustc rejects in comments.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

fn escape(word: &str, line: &mut String) {
    // Most words are only letters and a comma or period.
    let is_plain =
        |byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b',' | b'-' | b'(' | b')' | b'\'');
    if word.bytes().all(is_plain) {
        return line.push_str(word);
    }
    let mut characters = word.chars();
    while let Some(character) = characters.next() {
        match character {
            // Not a link; rustdoc warns about bare URLs.
            ':' if characters.as_str().starts_with("//") => line.push_str("\\:"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '&' | '|' | '$' => {
                line.push('\\');
                line.push(character);
            }
            c if is_invisible(c) => {}
            c => line.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(plain("a\n\n    fn main() {}\n```\nevil()\n```"), "a fn main() {} \\`\\`\\` evil() \\`\\`\\`");
        assert_eq!(plain("*/ pub fn x() {} /*"), "\\*/ pub fn x() {} /\\*");
        assert_eq!(plain("# heading"), "\\# heading");
        assert_eq!(plain("see [it](http://x) <b>"), "see \\[it\\](http\\://x) \\<b\\>");
        assert_eq!(plain("see https://example.com/a_b."), "see <https://example.com/a_b>.");
        assert_eq!(plain("a\u{202e}b\u{0}c\rd"), "ab c d");
        assert_eq!(plain(" \t "), "");
    }
}
