//! JSON strings: where they end, and what they say.

use std::borrow::Cow;

/// Where a string ends.
pub(super) struct StringEnd {
    /// The index of the closing quote.
    pub(super) at: usize,
    pub(super) has_escapes: bool,
}

/// A byte that a string cannot contain, or the end of the text.
pub(super) struct Unterminated {
    pub(super) at: usize,
}

/// Finds the end of a string whose first character is at `from`.
///
/// Escapes are checked, except that surrogates need not be paired: serde_json's `RawValue` accepts the same strings.
pub(super) fn find_end(bytes: &[u8], from: usize) -> Result<StringEnd, Unterminated> {
    let (mut at, mut has_escapes) = (from, false);
    loop {
        at = special_byte(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return Ok(StringEnd { at, has_escapes }),
            Some(b'\\') => {
                has_escapes = true;
                at += match bytes.get(at + 1) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
                    Some(b'u') if code_unit(bytes, at + 2).is_some() => 6,
                    _ => return Err(Unterminated { at }),
                };
            }
            _ => return Err(Unterminated { at }),
        }
    }
}

/// Returns the index of the first quote, backslash or control character; the length if there is none.
///
/// It looks at eight bytes at a time: see "Bit Twiddling Hacks", *Determine if a word has a byte equal to n*.
fn special_byte(bytes: &[u8], from: usize) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quotes = word ^ (EACH * b'"' as u64);
        let backslashes = word ^ (EACH * b'\\' as u64);
        // A byte below another's match may set the bits of bytes above it, but never of bytes before it.
        let found = (quotes.wrapping_sub(EACH) & !quotes)
            | (backslashes.wrapping_sub(EACH) & !backslashes)
            | (word.wrapping_sub(EACH * 0x20) & !word);
        let found = found & HIGH;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len())
}

/// Parses the four hexadecimal digits of `\u`.
fn code_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 4)?;
    digits.iter().try_fold(0_u16, |sum, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(sum << 4 | u16::try_from(digit).ok()?)
    })
}

/// Replaces escapes. `None` if a surrogate is not paired, so that the string is not Unicode.
///
/// `escaped` is the text between the quotes, which [`find_end`] has checked.
pub(super) fn unescape(escaped: &str) -> Option<Cow<'_, str>> {
    let mut text = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some((plain, after)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut chars = after.chars();
        rest = match chars.next()? {
            'u' => {
                let (character, length) = escaped_character(after.as_bytes())?;
                text.push(character);
                after.get(length..)?
            }
            escape => {
                text.push(match escape {
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    itself => itself,
                });
                chars.as_str()
            }
        };
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}

/// Parses `u00e9` or `ud83d\ude00`; returns the character and the number of bytes.
fn escaped_character(bytes: &[u8]) -> Option<(char, usize)> {
    let first = code_unit(bytes, 1)?;
    if let Some(character) = char::from_u32(u32::from(first)) {
        return Some((character, 5));
    }
    if bytes.get(5..7)? != br"\u" {
        return None;
    }
    let units = [first, code_unit(bytes, 7)?];
    let character = char::decode_utf16(units).next()?.ok()?;
    Some((character, 11))
}

#[cfg(test)]
mod tests {
    use super::{find_end, special_byte, unescape};

    #[test]
    fn special_bytes_are_found_at_every_offset() {
        for special in [b'"', b'\\', 0, 0x1f, b'\n'] {
            for length in 0..40 {
                for at in 0..length {
                    let mut bytes = "\u{fc}~\u{7f} !#[]\u{10ffff}a".repeat(9).into_bytes();
                    bytes.truncate(length);
                    bytes[at] = special;
                    for from in 0..=at {
                        assert_eq!(special_byte(&bytes, from), at, "{special} in {bytes:?} from {from}");
                    }
                    assert_eq!(special_byte(&bytes, at + 1), length);
                }
            }
        }
    }

    #[test]
    fn strings_end_at_an_unescaped_quote() {
        let end = |text: &str| find_end(text.as_bytes(), 0).map(|end| end.at).map_err(|end| end.at);
        assert_eq!(end("\""), Ok(0));
        assert_eq!(end("a\\\"b\""), Ok(4));
        assert_eq!(end("\\ud800\""), Ok(6));
        assert_eq!(end("\\u12g4\""), Err(0));
        assert_eq!(end("ab\\x\""), Err(2));
        assert_eq!(end("ab\n\""), Err(2));
        assert_eq!(end("ab\\"), Err(2));
        assert_eq!(end(""), Err(0));
    }

    /// serde_json is the reference.
    #[test]
    fn escapes_mean_what_they_mean_to_serde_json() {
        for escaped in [
            r"plain",
            r#"\"\\\/\b\f\n\r\t"#,
            r"\u0000\u00e9\u20AC x",
            r"\ud83d\ude00\uD83D\uDE00",
            r"\ud83d",
            r"\ude00",
            r"\ud83d\u0041",
            r"\ud83dx",
            r"\ud83d\n",
            r"é\u00e9é",
        ] {
            let reference = serde_json::from_str::<String>(&format!("\"{escaped}\"")).ok();
            assert_eq!(unescape(escaped).map(String::from), reference, "{escaped}");
        }
    }
}
