/// Returns JSON text in which everything that is not Unicode, or must be escaped, is replaced.
///
/// Bytes that are not UTF-8 and surrogates without their pair become U+FFFD, and control characters become spaces.
pub(crate) fn repaired_json(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut repaired = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find(|c: char| c < ' ' || c == '\\') {
        let (plain, special) = rest.split_at(at);
        repaired.push_str(plain);
        // The length of an escape, or of a pair of them.
        let length = match (surrogate(special), special.get(6..).and_then(surrogate)) {
            (Some(0xd800..0xdc00), Some(0xdc00..)) => 12,
            (Some(_), _) => {
                repaired.push('\u{fffd}');
                rest = special.get(6..).unwrap_or_default();
                continue;
            }
            (None, _) if special.starts_with('\\') => 1 + special[1..].chars().next().map_or(0, char::len_utf8),
            (None, _) => {
                repaired.push(' ');
                rest = &special[1..];
                continue;
            }
        };
        let (escape, after) = special.split_at(length);
        repaired.push_str(escape);
        rest = after;
    }
    repaired.push_str(rest);
    repaired
}

/// Returns the surrogate whose escape a text begins with.
fn surrogate(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok().filter(|unit| (0xd800..0xe000).contains(unit))
}

#[cfg(test)]
mod tests {
    use super::repaired_json;

    #[test]
    fn only_what_is_not_json_is_replaced() {
        for (text, expected) in [
            (&br#"{"a":"\\ \" \ud83d\ude00 \u00e9 \n"}"#[..], r#"{"a":"\\ \" \ud83d\ude00 \u00e9 \n"}"#),
            (br#""\ud800\ud83d\ude00\udc00\ud8""#, "\"\u{fffd}\\ud83d\\ude00\u{fffd}\\ud8\""),
            (br#""\\ud800""#, r#""\\ud800""#),
            (b"\"a\nb\t\xfc\0\"", "\"a b \u{fffd} \""),
            (b"\\", "\\"),
            (b"\\\xff", "\\\u{fffd}"),
            (b"", ""),
        ] {
            assert_eq!(repaired_json(text), expected);
        }
    }
}
