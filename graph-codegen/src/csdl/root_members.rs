/// The members of the object that a JSON text consists of, as written: the name, and the text of the value.
///
/// Nothing is parsed, so that the format of a large document is found by looking at its first members. Ends at what is
/// not JSON.
#[derive(Debug)]
pub(crate) struct RootMembers<'a> {
    rest: &'a str,
}

impl<'a> RootMembers<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_ascii_start();
        Self { rest: text.strip_prefix('{').unwrap_or_default() }
    }
}

impl<'a> Iterator for RootMembers<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let name = self.rest.trim_ascii_start().strip_prefix('"')?;
        let (name, rest) = name.split_at(string_length(name)?);
        let value = rest[1..].trim_ascii_start().strip_prefix(':')?;
        let end = value_length(value);
        self.rest = value.get(end + 1..).unwrap_or_default();
        Some((name, &value[..end]))
    }
}

/// The length of a string after its opening quotation mark.
fn string_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// The length of a value, up to the comma or brace after it, or to the end of the text.
fn value_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b',' | b'}' if depth == 0 => return at,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => match string_length(&text[at + 1..]) {
                Some(length) => at += length + 1,
                None => return bytes.len(),
            },
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::RootMembers;

    #[test]
    fn members_of_the_root_are_found() {
        let text = "\u{feff} { \"$Version\" : \"4.01\", \"a\\\"b\": {\"x\": [1, \"}\"]}, \"é\": true }";
        let found: Vec<_> = RootMembers::of(text).map(|(name, value)| (name, value.trim())).collect();
        assert_eq!(found, [("$Version", "\"4.01\""), ("a\\\"b", "{\"x\": [1, \"}\"]}"), ("é", "true")]);
    }

    #[test]
    fn what_is_not_json_ends_them() {
        for text in ["", "{", "[1]", "{\"a", "{\"a\"", "{\"a\\", "<a/>", "{a: 1}"] {
            assert_eq!(RootMembers::of(text).count(), 0, "{text}");
        }
        assert_eq!(RootMembers::of("{\"a\": [\"x").collect::<Vec<_>>(), [("a", " [\"x")]);
        assert_eq!(RootMembers::of("{\"a\":1]é,\"b\":2").count(), 2);
    }
}
