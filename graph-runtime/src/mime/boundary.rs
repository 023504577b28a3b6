use http::HeaderValue;
use uuid::Uuid;

/// The longest boundary that is accepted. RFC 2046 allows 70 characters.
const MAX_LENGTH: usize = 200;

/// Creates a boundary that occurs in none of the bodies.
pub(crate) fn new_boundary<'a>(bodies: impl Iterator<Item = &'a [u8]> + Clone) -> String {
    loop {
        let boundary = format!("batch_{}", Uuid::new_v4().simple());
        // A random text occurs only if somebody could predict it, and then the next one does not.
        if !bodies.clone().any(|body| contains(body, boundary.as_bytes())) {
            return boundary;
        }
    }
}

/// Returns whether a text occurs in a body.
fn contains(body: &[u8], text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else { return true };
    let mut left = body;
    while let Some(at) = left.iter().position(|byte| byte == first) {
        left = left.get(at + 1..).unwrap_or_default();
        if left.starts_with(rest) {
            return true;
        }
    }
    false
}

/// Returns the boundary of a multipart media type, quoted or not.
pub(crate) fn boundary_of(content_type: &HeaderValue) -> Option<String> {
    let text = content_type.to_str().ok()?;
    let (media_type, parameters) = text.split_once(';')?;
    if !media_type.trim().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    let boundary = parameter(parameters, "boundary")?;
    (!boundary.is_empty() && boundary.len() <= MAX_LENGTH).then_some(boundary)
}

/// Returns a parameter of a media type.
fn parameter(mut text: &str, wanted: &str) -> Option<String> {
    loop {
        let (name, rest) = text.split_once('=')?;
        let name = name.trim().trim_start_matches(';').trim();
        let (value, rest) = match rest.trim_start().strip_prefix('"') {
            Some(quoted) => read_quoted(quoted)?,
            None => {
                let (value, rest) = rest.split_once(';').unwrap_or((rest, ""));
                (value.trim().to_owned(), rest)
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        text = rest;
    }
}

/// Reads a quoted string after its first quote.
fn read_quoted(text: &str) -> Option<(String, &str)> {
    let (mut value, mut characters) = (String::new(), text.char_indices());
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, text.get(at + 1..)?)),
            '\\' => value.push(characters.next()?.1),
            _ => value.push(character),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::{boundary_of, contains, new_boundary};

    #[test]
    fn boundaries_of_media_types() {
        for (text, boundary) in [
            ("multipart/mixed; boundary=abc", Some("abc")),
            ("Multipart/Mixed;charset=utf-8; Boundary=\"a b;c\"; x=1", Some("a b;c")),
            ("multipart/mixed; x=\"boundary=no\"; boundary=\"a\\\"b\"", Some("a\"b")),
            ("multipart/mixed;boundary = abc ;x", Some("abc")),
            ("multipart/mixed", None),
            ("multipart/mixed; boundary=", None),
            ("multipart/mixed; boundary=\"open", None),
            ("application/json; boundary=abc", None),
            ("multipart/mixed; x; boundary=abc", None),
        ] {
            assert_eq!(boundary_of(&HeaderValue::from_static(text)).as_deref(), boundary, "{text}");
        }
        let long = format!("multipart/mixed; boundary={}", "x".repeat(201));
        assert_eq!(boundary_of(&HeaderValue::try_from(long).unwrap()), None);
    }

    #[test]
    fn new_boundaries_occur_in_no_body() {
        let [first, second] = [(); 2].map(|()| new_boundary([&b"x"[..]].into_iter()));
        assert!(first != second && first.len() <= 70, "{first}");
        for (body, text, found) in
            [("aab", "ab", true), ("aaab", "aab", true), ("", "a", false), ("abc", "abd", false), ("x--b", "--b", true)]
        {
            assert_eq!(contains(body.as_bytes(), text.as_bytes()), found, "{body} {text}");
        }
    }
}
