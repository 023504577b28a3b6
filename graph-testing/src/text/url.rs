//! Paths and query options of URLs.

use percent_encoding::percent_decode_str;

use super::{
    assignments::TextKind,
    escape::escaped,
    names::is_secret_option,
    redaction::{HIDDEN, redacted_text},
};

/// Decodes percent-encoded text.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Returns the decoded segments of a path, without the empty one at its start.
pub(crate) fn path_segments(path: &str) -> Vec<String> {
    path.strip_prefix('/').unwrap_or(path).split('/').map(decoded).collect()
}

/// Returns the decoded names and values of a query, in their order.
pub(crate) fn option_pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// Returns a path and a query as messages show them: query options decoded, without the values of secret ones.
pub(crate) fn shown_target(path: &str, query: Option<&str>) -> String {
    shown_options(path, &option_pairs(query.unwrap_or_default()))
}

/// Returns a path and decoded query options as messages show them, on one line.
pub(crate) fn shown_options(path: &str, options: &[(String, String)]) -> String {
    let mut shown = shown_path(path);
    for (index, (name, value)) in options.iter().enumerate() {
        shown.push(if index == 0 { '?' } else { '&' });
        shown.push_str(name);
        shown.push('=');
        let value = if is_secret_option(name) { HIDDEN.to_owned() } else { redacted_text(value, TextKind::Prose) };
        shown.push_str(&value);
    }
    escaped(&shown).into_owned()
}

/// Returns a path without the secrets in arguments of functions, as in `delta(token='…')`.
fn shown_path(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        let decoded = decoded(segment);
        // Parentheses and signs of equality may be encoded.
        let redacted = redacted_text(&decoded, TextKind::Target);
        if redacted == decoded { segment.to_owned() } else { redacted }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Splits a text at a character that is neither in parentheses nor in quotes.
pub(crate) fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut is_quoted) = (Vec::new(), 0, 0_usize, false);
    for (index, character) in text.char_indices() {
        match character {
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            _ if character == separator && depth == 0 && !is_quoted => {
                parts.push(&text[start..index]);
                start = index + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::{option_pairs, path_segments, shown_target};

    #[test]
    fn urls_are_decoded_by_part() {
        assert_eq!(path_segments("/v1.0/users/a%2Fb"), ["v1.0", "users", "a/b"]);
        let pairs = option_pairs("%24select=id,displayName&$top=5&&flag");
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("$select", "id,displayName"), ("$top", "5"), ("flag", "")]);
    }

    #[test]
    fn secret_options_are_hidden() {
        let shown = shown_target("/users", Some("$filter=startswith(mail,%27a%27)&tempauth=abc&sig=1"));
        assert_eq!(shown, "/users?$filter=startswith(mail,'a')&tempauth=(hidden)&sig=(hidden)");
    }

    #[test]
    fn messages_show_no_secrets_and_no_control_characters() {
        for (path, query, expected) in [
            ("/delta(token='a')", "apikey=b", "/delta(token='(hidden)')?apikey=(hidden)"),
            ("/delta%28token%3D%27a%27%29/b%2Fc", "", "/delta(token='(hidden)')/b%2Fc"),
            ("/a", "$filter=x%0A2.%20GET", "/a?$filter=x\\n2. GET"),
            ("/a", "next=https%3A%2F%2Fh%3Fsig%3Db", "/a?next=https://h?sig=(hidden)"),
        ] {
            assert_eq!(shown_target(path, Some(query)), expected);
        }
    }
}
