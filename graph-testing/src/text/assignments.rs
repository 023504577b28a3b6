//! Values with names inside a text: `name=value` and `name: value`.

use super::url::decoded;

/// What a text is, which says where a value ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// A path with its query and fragment, as in a URL.
    Target,
    /// Any other text, as in a mail or a connection string.
    Prose,
}

/// Quotes around values, and the characters that end values without quotes.
const TARGET_QUOTES: [&str; 2] = ["'", "%27"];
const PROSE_QUOTES: [&str; 4] = ["'", "%27", "\"", "\\\""];
const PATH_ENDS: [char; 6] = ['/', '?', '#', ')', ';', '&'];
const QUERY_ENDS: [char; 2] = ['&', '#'];
const PROSE_ENDS: [char; 10] = ['&', ';', '"', '<', '>', '#', ' ', '\t', '\r', '\n'];
const LINE_ENDS: [char; 8] = ['&', ';', ',', '"', '<', '>', '\r', '\n'];

/// Replaces values with the names that are `selected`. Both functions receive a decoded name, without a value's quotes.
pub(crate) fn replace_values(
    text: &str,
    kind: TextKind,
    selected: impl Fn(&str) -> bool,
    mut replace: impl FnMut(&str, &str) -> String,
) -> String {
    let query = text.find(['?', '#']).unwrap_or(text.len());
    let (mut replaced, mut copied, mut at) = (String::with_capacity(text.len()), 0, 0);
    while let Some(offset) = text[at..].find(['=', ':']) {
        let sign = at + offset;
        at = sign + 1;
        let is_colon = text.as_bytes()[sign] == b':';
        if is_colon && kind == TextKind::Target {
            continue;
        }
        let name = decoded(name_before(&text[copied..sign], kind));
        if name.is_empty() || !selected(&name) {
            continue;
        }
        let ends: &[char] = match kind {
            TextKind::Target if sign < query => &PATH_ENDS,
            TextKind::Target => &QUERY_ENDS,
            TextKind::Prose if is_colon => &LINE_ENDS,
            TextKind::Prose => &PROSE_ENDS,
        };
        let mut start = sign + 1;
        if kind == TextKind::Prose {
            start += text[start..].len() - text[start..].trim_start_matches([' ', '\t']).len();
        }
        let value = value_at(text, start, kind, ends);
        if value.is_empty() {
            continue;
        }
        replaced.push_str(&text[copied..value.start]);
        replaced.push_str(&replace(&name, &text[value.clone()]));
        (copied, at) = (value.end, value.end);
    }
    replaced.push_str(&text[copied..]);
    replaced
}

/// Returns the name at the end of a text.
fn name_before(text: &str, kind: TextKind) -> &str {
    let text = match kind {
        TextKind::Target => text,
        TextKind::Prose => text.trim_end_matches([' ', '\t', '"', '\'', '\\']),
    };
    let is_name = |character: char| character.is_alphanumeric() || "_-.$%@".contains(character);
    let start = text.char_indices().rev().take_while(|(_, character)| is_name(*character)).last();
    start.map_or("", |(start, _)| &text[start..])
}

/// Returns where the value that starts at a position is, without quotes.
fn value_at(text: &str, start: usize, kind: TextKind, ends: &[char]) -> std::ops::Range<usize> {
    let end_after = |from: usize| text[from..].find(ends).map_or(text.len(), |at| from + at);
    let quotes: &[&str] = if kind == TextKind::Target { &TARGET_QUOTES } else { &PROSE_QUOTES };
    let Some(quote) = quotes.iter().find(|quote| text[start..].starts_with(**quote)) else {
        return start..end_after(start);
    };
    let start = start + quote.len();
    let mut from = start;
    while let Some(at) = text[from..].find(quote) {
        let after = from + at + quote.len();
        if !text[after..].starts_with(quote) {
            // What follows the quotes at once is a part of the value too.
            return if end_after(after) == after || text[after..].starts_with([')', ',']) {
                start..from + at
            } else {
                start..end_after(after)
            };
        }
        // A quote in quotes is doubled.
        from = after + quote.len();
    }
    start..text.len()
}

#[cfg(test)]
mod tests {
    use super::{TextKind, replace_values};

    #[test]
    fn values_are_replaced_up_to_their_end() {
        let replaced = |text: &str, kind| replace_values(text, kind, |name| name == "sig", |_, _| "*".to_owned());
        for (text, expected) in [
            ("/a?x=1&sig=se;cr%26et&y=2", "/a?x=1&sig=*&y=2"),
            ("/a?%73ig=secret#sig=secret", "/a?%73ig=*#sig=*"),
            ("/a;sig=secret/b", "/a;sig=*/b"),
            ("/f(sig='it''s',b=1)/c", "/f(sig='*',b=1)/c"),
            ("/f(sig=%27secret%27)", "/f(sig=%27*%27)"),
            ("/f(sig='secret", "/f(sig='*"),
            ("/a?sig='b'secret&c", "/a?sig='*&c"),
            ("/a?sig=&b==c:d", "/a?sig=&b==c:d"),
        ] {
            assert_eq!(replaced(text, TextKind::Target), expected);
        }
        for (text, expected) in [
            ("Host=a;sig = secret;b", "Host=a;sig = *;b"),
            ("the sig: it is secret\nyes", "the sig: *\nyes"),
            (r#"{"sig": "a \"#, r#"{"sig": "*"#),
            ("<a href=\"x?a=1&amp;sig=secret\">", "<a href=\"x?a=1&amp;sig=*\">"),
        ] {
            assert_eq!(replaced(text, TextKind::Prose), expected);
        }
    }
}
