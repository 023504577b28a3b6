//! What fixtures have in place of URLs and secrets.

use crate::text::HIDDEN;

/// What a fixture has in place of the service's root.
pub(super) const ROOT: &str = "{root}";
/// What a fixture has in place of URLs elsewhere.
pub(super) const ELSEWHERE: &str = "{elsewhere}";
/// What a fixture has in place of the brace of a text that looks like a placeholder: `{brace}root}`.
const BRACE: &str = "{brace}";

/// Escapes what looks like a placeholder.
pub(super) fn escape(text: &str) -> String {
    [BRACE, ROOT, ELSEWHERE]
        .iter()
        .fold(text.to_owned(), |text, placeholder| text.replace(placeholder, &format!("{BRACE}{}", &placeholder[1..])))
}

/// Replaces placeholders by what they stand for.
pub(super) fn expand(text: &str, root: &str, elsewhere: &str) -> String {
    let (mut expanded, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        expanded.push_str(before);
        let known = [(ROOT, root), (ELSEWHERE, elsewhere), (BRACE, "{")];
        let (replaced, by) =
            known.into_iter().find(|(placeholder, _)| from.starts_with(placeholder)).unwrap_or(("{", "{"));
        expanded.push_str(by);
        rest = &from[replaced.len()..];
    }
    expanded.push_str(rest);
    expanded
}

/// Returns what replaces a secret in a response: a text of the same form, so that it is read as the same type.
pub(super) fn of_secret(text: &str) -> &'static str {
    let has_form = |form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                b'a' => byte.is_ascii_hexdigit(),
                _ => byte == form,
            })
    };
    if has_form("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa") {
        return "00000000-0000-0000-0000-000000000000";
    }
    if has_form("0000-00-00") {
        return "2000-01-01";
    }
    if text.get(..11).is_some_and(|date| date.ends_with('T')) && text.get(..10).is_some_and(is_date) {
        return "2000-01-01T00:00:00Z";
    }
    let is_duration = |character: char| character.is_ascii_digit() || "PDTHMS.-".contains(character);
    if text.trim_start_matches('-').starts_with('P') && text.len() > 2 && text.chars().all(is_duration) {
        return "PT0S";
    }
    if !text.is_empty() && text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return "0";
    }
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte);
    if text.len() >= 20 && text.len().is_multiple_of(4) && text.bytes().all(is_base64) {
        return "aGlkZGVu";
    }
    HIDDEN
}

fn is_date(text: &str) -> bool {
    text.bytes()
        .enumerate()
        .all(|(index, byte)| if [4, 7].contains(&index) { byte == b'-' } else { byte.is_ascii_digit() })
}

#[cfg(test)]
mod tests {
    use super::{escape, expand, of_secret};

    #[test]
    fn texts_that_look_like_placeholders_are_escaped() {
        for text in ["{root}", "{{root}}", "{brace}root}", "{brace}{brace}brace}{elsewhere}", "{", "{roo{root}t}"] {
            assert_eq!(expand(&escape(text), "R", "E"), text);
        }
        assert_eq!(expand("{root}/a {elsewhere}/1 {x}", "R", "E"), "R/a E/1 {x}");
    }

    #[test]
    fn secrets_are_replaced_by_their_form() {
        for (text, expected) in [
            ("047dd774-f1c4-40f2-82f0-278de79f9b83", "00000000-0000-0000-0000-000000000000"),
            ("2026-11-30", "2000-01-01"),
            ("2026-11-30T04:05:06.7Z", "2000-01-01T00:00:00Z"),
            ("PT8H30M", "PT0S"),
            ("123456", "0"),
            ("c2VjcmV0IGtleSBvZiB0aGlz", "aGlkZGVu"),
            ("hunter2", "(hidden)"),
            ("élan T", "(hidden)"),
        ] {
            assert_eq!(of_secret(text), expected);
        }
    }
}
