//! Characters that JSON may write as two escapes, which YAML does not have.

use std::borrow::Cow;

/// The number of bytes of a pair: `\ud83d\udc4d`.
pub(super) const PAIR: usize = 12;

/// Replaces each pair in a JSON text by the character that it denotes, and returns where these characters are.
///
/// A text that is not JSON is unchanged, since a pair in it may not be in double quotes.
pub(super) fn replace(text: &str) -> (Cow<'_, str>, Vec<usize>) {
    let mut replaced = String::new();
    let mut characters = Vec::new();
    let (mut copied, mut at) = (0, 0);
    let is_json = text.trim_start().starts_with('{');
    while let Some(found) = text.get(at..).filter(|_| is_json).and_then(|rest| rest.find('\\')) {
        at += found;
        let Some(character) = pair(&text[at..]) else {
            // The character after a backslash may be another one.
            at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
            continue;
        };
        replaced.push_str(&text[copied..at]);
        characters.push(replaced.len());
        replaced.push(character);
        at += PAIR;
        copied = at;
    }
    if characters.is_empty() {
        return (Cow::Borrowed(text), characters);
    }
    replaced.push_str(&text[copied..]);
    (Cow::Owned(replaced), characters)
}

/// Returns the character whose pair a text begins with.
fn pair(text: &str) -> Option<char> {
    let unit = |at: usize| u16::from_str_radix(text.get(at..)?.strip_prefix("\\u")?.get(..4)?, 16).ok();
    let (first, second) = (unit(0)?, unit(PAIR / 2)?);
    let is_pair = (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(&second);
    is_pair.then(|| char::decode_utf16([first, second]).next()?.ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn only_pairs_in_json_are_replaced() {
        for (text, expected, at) in [
            (r#"{"a":"\ud83d\udc4d x\uD83D\uDC4D"}"#, "{\"a\":\"\u{1f44d} x\u{1f44d}\"}", &[6, 12][..]),
            (r#"{"a":"\\ud83d\\udc4d"}"#, r#"{"a":"\\ud83d\\udc4d"}"#, &[]),
            (r#"{"a":"\\\ud83d\udc4d"}"#, "{\"a\":\"\\\\\u{1f44d}\"}", &[8]),
            (r#"{"a":"\ud83d \udc4d\ud83d"}"#, r#"{"a":"\ud83d \udc4d\ud83d"}"#, &[]),
            (r"{\é\ud83d\+0c4d\", r"{\é\ud83d\+0c4d\", &[]),
            (r"a: \ud83d\udc4d", r"a: \ud83d\udc4d", &[]),
        ] {
            assert_eq!(replace(text), (expected.into(), at.to_vec()));
        }
    }
}
