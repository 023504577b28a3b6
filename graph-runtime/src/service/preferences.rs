use http::{HeaderMap, HeaderName, HeaderValue};

/// The header of preferences (RFC 7240).
pub(super) const PREFER: HeaderName = HeaderName::from_static("prefer");

/// Sets a header, or adds to the preferences if it is `Prefer`.
///
/// A preference that is set again replaces the earlier one. The others are sent as one list, whoever set them.
pub(crate) fn insert_header(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    let merged = (name == PREFER).then(|| merge(headers.get(&name)?, &value)).flatten();
    headers.insert(name, merged.unwrap_or(value));
}

/// Returns the list of both; `None` if one of them is not text, so that it cannot be read.
fn merge(known: &HeaderValue, new: &HeaderValue) -> Option<HeaderValue> {
    let new: Vec<&str> = split(new.to_str().ok()?).collect();
    let is_replaced = |preference: &&str| new.iter().any(|other| name(other).eq_ignore_ascii_case(name(preference)));
    let mut list: Vec<&str> = split(known.to_str().ok()?).filter(|preference| !is_replaced(preference)).collect();
    list.extend(&new);
    HeaderValue::try_from(list.join(", ")).ok()
}

/// Splits a list at the commas outside of quoted strings.
fn split(list: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let at_comma = move |c: char| {
        let is_plain = !std::mem::take(&mut is_escaped);
        match c {
            '"' if is_plain => is_quoted = !is_quoted,
            '\\' if is_plain && is_quoted => is_escaped = true,
            _ => {}
        }
        c == ',' && !is_quoted
    };
    list.split(at_comma).map(str::trim).filter(|preference| !preference.is_empty())
}

/// Returns the name of a preference. With and without `odata.` it is the same (OData 4.01, section 8.2.8).
fn name(preference: &str) -> &str {
    let name = preference.split(['=', ';']).next().unwrap_or_default().trim();
    match name.split_at_checked("odata.".len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("odata.") => rest,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::{PREFER, insert_header};

    fn all(values: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for value in values {
            insert_header(&mut headers, PREFER, HeaderValue::from_static(value));
        }
        headers.get(PREFER).unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn preferences_are_one_list() {
        for (values, list) in [
            (&["return=minimal", "odata.maxpagesize=5"][..], "return=minimal, odata.maxpagesize=5"),
            (&["a, return=minimal; b=\"x\"", "RETURN=representation"], "a, RETURN=representation"),
            (&["odata.maxpagesize=5", "maxpagesize=7"], "maxpagesize=7"),
            (&["outlook.timezone=\"a, \\\"b, c\"", "x", "y, ,"], "outlook.timezone=\"a, \\\"b, c\", x, y"),
            (&["idtype=\"ImmutableId\"", "respond-async, wait=10"], "idtype=\"ImmutableId\", respond-async, wait=10"),
            (&["x=\"unclosed, y", "z"], "x=\"unclosed, y, z"),
        ] {
            assert_eq!(all(values), list);
        }
    }

    #[test]
    fn other_headers_are_replaced() {
        let mut headers = HeaderMap::new();
        for value in ["1", "2"] {
            insert_header(&mut headers, header::IF_MATCH, HeaderValue::from_static(value));
        }
        assert_eq!(headers[header::IF_MATCH], "2");
        insert_header(&mut headers, PREFER, HeaderValue::from_bytes(b"\xe9").unwrap());
        insert_header(&mut headers, PREFER, HeaderValue::from_static("x"));
        assert_eq!(headers[PREFER], "x");
    }
}
