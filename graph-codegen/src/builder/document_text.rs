//! Reads the text of a file: bounded, in UTF-8 or UTF-16.

use std::{fs::File, io::Read, path::Path};

/// Reads a file of at most `limit` bytes.
///
/// # Errors
///
/// Returns the reason as prose.
pub(super) fn read(path: &Path, limit: usize) -> Result<String, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let length = file.metadata().map_err(|error| error.to_string())?.len();
    if length > limit as u64 {
        return Err(format!("it has {length} bytes; the limit is {limit}"));
    }
    // Pipes and files of `/proc` have the length 0, and a file may grow.
    let mut bytes = Vec::with_capacity(length as usize);
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() > limit {
        return Err(format!("it has more than {limit} bytes, which is the limit"));
    }
    decode(bytes)
}

/// Decodes UTF-8, or UTF-16 that a byte order mark or an XML declaration announces.
///
/// # Errors
///
/// Returns the reason as prose.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, String> {
    match bytes.as_slice() {
        // A byte order mark, or `<` without one (XML 1.0, appendix F).
        [0xff, 0xfe, ..] | [b'<', 0, ..] => utf16(&bytes, u16::from_le_bytes),
        [0xfe, 0xff, ..] | [0, b'<', ..] => utf16(&bytes, u16::from_be_bytes),
        _ => String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            match declared_encoding(error.as_bytes()) {
                Some(encoding) => format!(
                    "its encoding is `{encoding}`; only UTF-8 and UTF-16 are supported, so convert it and its XML \
                     declaration to UTF-8"
                ),
                None => format!("it is not valid UTF-8 at byte {at}"),
            }
        }),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut at = 0;
    for decoded in char::decode_utf16(units) {
        let Ok(character) = decoded else { return Err(format!("it is not valid UTF-16 at byte {at}")) };
        at += 2 * character.len_utf16();
        text.push(character);
    }
    match rest {
        [] => Ok(text),
        _ => Err(format!("it is not valid UTF-16 at byte {at}")),
    }
}

/// Returns the encoding in the XML declaration, unless it is UTF-8.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    const HEAD: usize = 200;
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).into_owned();
    let declaration = head.strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let encoding = value[1..].split_once(quote)?.0;
    let is_name = encoding.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    (is_name && !encoding.eq_ignore_ascii_case("utf-8")).then(|| encoding.to_owned())
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn bytes(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn utf_16_is_decoded_with_and_without_a_byte_order_mark() {
        for text in ["<?xml version=\"1.0\" encoding=\"utf-16\"?><a b=\"größe 🦀\"/>", "\u{feff}<a/>"] {
            assert_eq!(decode(bytes(text, u16::to_le_bytes)).as_deref(), Ok(text));
            assert_eq!(decode(bytes(text, u16::to_be_bytes)).as_deref(), Ok(text));
        }
    }

    #[test]
    fn invalid_text_is_located() {
        let mut cut = bytes("<a>", u16::to_le_bytes);
        cut.pop();
        assert_eq!(decode(cut).unwrap_err(), "it is not valid UTF-16 at byte 4");
        let surrogate = [b"<\0".as_slice(), &0xd800_u16.to_le_bytes(), b"a\0"].concat();
        assert_eq!(decode(surrogate).unwrap_err(), "it is not valid UTF-16 at byte 2");
        assert_eq!(decode(b"<a>\xff".to_vec()).unwrap_err(), "it is not valid UTF-8 at byte 3");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe4</a>".to_vec();
        assert!(decode(latin).unwrap_err().starts_with("its encoding is `ISO-8859-1`"));
    }
}
