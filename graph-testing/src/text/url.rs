//! Paths and query options of URLs.

use percent_encoding::percent_decode_str;

use super::redaction::{HIDDEN, is_secret_option};

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
    let mut shown = path.to_owned();
    for (index, (name, value)) in option_pairs(query.unwrap_or_default()).iter().enumerate() {
        shown.push(if index == 0 { '?' } else { '&' });
        shown.push_str(name);
        shown.push('=');
        shown.push_str(if is_secret_option(name) { HIDDEN } else { value });
    }
    shown
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
}
