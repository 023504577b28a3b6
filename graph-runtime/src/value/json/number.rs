//! JSON numbers: RFC 8259, section 6.

/// Returns the index after a number that begins at `from`; `None` if the text is not a number.
pub(super) fn find_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from + usize::from(bytes.get(from) == Some(&b'-'));
    match bytes.get(at)? {
        b'0' => at += 1,
        b'1'..=b'9' => at = after_digits(bytes, at),
        _ => return None,
    }
    if bytes.get(at) == Some(&b'.') {
        at = some_digits(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at = some_digits(bytes, at)?;
    }
    Some(at)
}

fn some_digits(bytes: &[u8], from: usize) -> Option<usize> {
    let end = after_digits(bytes, from);
    (end > from).then_some(end)
}

fn after_digits(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::find_end;

    #[test]
    fn numbers_are_those_of_the_grammar() {
        for (text, end) in [
            ("0", Some(1)),
            ("-0", Some(2)),
            ("01", Some(1)),
            ("12.50,", Some(5)),
            ("1e5]", Some(3)),
            ("1E+05", Some(5)),
            ("-1.5e-300 ", Some(9)),
            ("", None),
            ("-", None),
            ("+1", None),
            (".5", None),
            ("1.", None),
            ("1e", None),
            ("1e+", None),
            ("NaN", None),
        ] {
            assert_eq!(find_end(text.as_bytes(), 0), end, "{text}");
        }
    }
}
