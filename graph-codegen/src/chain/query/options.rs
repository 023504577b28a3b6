//! The options of a query, decoded.

/// The system query options that have methods, or values that are not text.
const SYSTEM: [&str; 8] = ["select", "filter", "expand", "orderby", "search", "top", "skip", "count"];

/// Splits a query into the names and values of its options.
///
/// Graph also knows system query options in another case and without their `$`, and its documentation has spaces, line
/// breaks and `&amp;` between options.
pub(in crate::chain) fn options(query: &str, is_graph: bool) -> Vec<(String, String)> {
    let parts = split(without_fragment(query)).into_iter().map(|part| part.trim().trim_start_matches("amp;"));
    let parts = parts.filter(|part| !part.is_empty());
    let option = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = decoded(name.trim());
        // `search` is an option of its own: `/sites?search=…`.
        let system = name.strip_prefix('$').or((is_graph && name != "search").then_some(&name[..]));
        let known = system.and_then(|name| SYSTEM.into_iter().find(|known| known.eq_ignore_ascii_case(name)));
        (known.map_or(name, |known| format!("${known}")), decoded(value.trim()))
    };
    parts.map(option).collect()
}

/// Returns a query without the fragment that may follow it, which is not sent. A `#` in quotes is part of a value.
fn without_fragment(query: &str) -> &str {
    let mut quotes = [false; 2];
    let mark = query.find(|c| {
        quotes[0] ^= c == '\'';
        quotes[1] ^= c == '"';
        c == '#' && quotes == [false; 2]
    });
    query.get(..mark.unwrap_or(query.len())).unwrap_or(query)
}

/// Splits at `&`, except in quoted texts.
fn split(query: &str) -> Vec<&str> {
    // An apostrophe that is not a quote would hide the options that follow.
    let has_quotes = query.matches('\'').count().is_multiple_of(2);
    let mut quoted = false;
    query
        .split(|c: char| {
            quoted ^= c == '\'' && has_quotes;
            c == '&' && !quoted
        })
        .collect()
}

/// Decodes percent-encoding, and `+` as a space unless it is a sign: `2017-01-01T00:00+01:00`.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    while let Some(byte) = bytes.get(at) {
        let hexadecimal = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        let escaped = hexadecimal
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, escaped) {
            (_, Some(value)) => {
                decoded.push(value);
                at += 2;
            }
            (b'+', None) if !(is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))) => decoded.push(b' '),
            (byte, None) => decoded.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::options;

    #[test]
    fn options_are_decoded_and_system_options_have_their_names() {
        for (query, is_graph, expected) in [
            (
                "$select=id&amp;select=mail&search=x",
                true,
                &[("$select", "id"), ("$select", "mail"), ("search", "x")][..],
            ),
            ("select=id", false, &[("select", "id")]),
            ("%24orderBy=a%20desc", false, &[("$orderby", "a desc")]),
            ("$filter = a eq 'x&y'\n  &$top=5", true, &[("$filter", "a eq 'x&y'"), ("$top", "5")]),
            (
                "$filter=a+eq+'b'&x=2017-01-01T00:00+01:00",
                true,
                &[("$filter", "a eq 'b'"), ("x", "2017-01-01T00:00+01:00")],
            ),
            ("$top=5#top", true, &[("$top", "5")]),
            ("$filter=a eq '#EXT#'&$search=\"C#\"", true, &[("$filter", "a eq '#EXT#'"), ("$search", "\"C#\"")]),
            ("q=it's&$skip=1", true, &[("q", "it's"), ("$skip", "1")]),
            ("a=%zz%C3%BC%&&flag", true, &[("a", "%zzü%"), ("flag", "")]),
        ] {
            let found = options(query, is_graph);
            let found: Vec<_> = found.iter().map(|(name, value)| (&name[..], &value[..])).collect();
            assert_eq!(found, expected, "{query}");
        }
    }
}
