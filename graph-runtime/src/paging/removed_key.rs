//! The key in the URL of an entity.

use percent_encoding::percent_decode_str;

/// Returns the parts of the key at the end of an entity's URL, each with its name if that is in the URL: `People('a')`,
/// `People/a`, `Lines(order=1,code='a''b')`.
///
/// Values are decoded and without quotes. This is `None` if the URL ends in a name, or is not valid.
pub(super) fn key_parts(url: &str) -> Option<Vec<(Option<String>, String)>> {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let segment = match url.strip_suffix(')') {
        Some(inner) => &url[last_slash(inner)..],
        None => url.rsplit_once('/')?.1,
    };
    let segment = percent_decode_str(segment).decode_utf8().ok()?;
    let Some(inner) = segment.strip_suffix(')') else {
        return Some(vec![(None, segment.into_owned())]).filter(|parts| !parts[0].1.is_empty());
    };
    let (_, inner) = inner.split_once('(')?;
    let parts = split(inner, ',').into_iter().map(|part| {
        let mut sides = split(part, '=').into_iter();
        match (sides.next(), sides.next(), sides.next()) {
            (Some(value), None, None) => Some((None, literal(value)?)),
            (Some(name), Some(value), None) => Some((Some(name.trim().to_owned()), literal(value)?)),
            _ => None,
        }
    });
    parts.collect()
}

/// Where the segment after the last slash outside of quotes begins.
fn last_slash(url: &str) -> usize {
    let mut is_quoted = false;
    let slash = url.char_indices().filter(|(_, character)| {
        is_quoted ^= *character == '\'';
        *character == '/' && !is_quoted
    });
    slash.last().map_or(0, |(at, _)| at + 1)
}

fn split(text: &str, separator: char) -> Vec<&str> {
    let mut is_quoted = false;
    let is_separator = |character| {
        is_quoted ^= character == '\'';
        character == separator && !is_quoted
    };
    text.split(is_separator).collect()
}

/// The value of a literal: `'a''b'`, `duration'PT1H'`, `7`.
fn literal(text: &str) -> Option<String> {
    let text = text.trim();
    match text.split_once('\'') {
        Some((_, rest)) => Some(rest.strip_suffix('\'')?.replace("''", "'")),
        None => Some(text.to_owned()).filter(|text| !text.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::key_parts;

    #[test]
    fn keys_are_decoded() {
        let single = |value: &str| Some(vec![(None, value.to_owned())]);
        for (url, expected) in [
            ("https://a.example/x/People('b')", single("b")),
            ("People('a''b%2Fc')?x=('y')", single("a'b/c")),
            ("People%28%27b%27%29", None),
            ("/x/People('a/b(c)')", single("a/b(c)")),
            ("/x/People('a%27%27b')", single("a'b")),
            ("/x/Orders(7)", single("7")),
            ("/x/People/o'brien%20(x", single("o'brien (x")),
            ("/x/Visits(duration'PT1H')", single("PT1H")),
            ("/x/Orders/7/", None),
            ("/x/Orders()", None),
            ("/x/Orders('a", single("Orders('a")),
            ("/x/Orders('a)", None),
            ("", None),
        ] {
            assert_eq!(key_parts(url), expected, "{url}");
        }
        let named = |name: &str, value: &str| (Some(name.to_owned()), value.to_owned());
        assert_eq!(
            key_parts("/x/Lines(order=1,code='a,b=c',genre=Ns.Genre'Fact')"),
            Some(vec![named("order", "1"), named("code", "a,b=c"), named("genre", "Fact")])
        );
    }
}
