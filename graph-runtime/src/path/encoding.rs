//! Percent-encoding: everything except RFC 3986's unreserved characters is encoded, once.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// The characters to encode in key segments, quoted literals and query option values.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) fn encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// Appends an encoded text.
///
/// Most keys have nothing to encode, and finding that out is much faster than encoding them.
pub(crate) fn append_encoded(text: &str, to: &mut String) {
    if text.bytes().all(|byte| UNRESERVED[usize::from(byte)]) {
        to.push_str(text);
    } else {
        to.extend(encode(text));
    }
}

/// For each byte, whether it is not in [`RESERVED`]. A table is several times as fast as comparing.
static UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

/// Encodes the items of a list and joins them with plain commas.
pub(crate) fn encode_list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for item in items {
        if !text.is_empty() {
            text.push(',');
        }
        append_encoded(item, &mut text);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{append_encoded, encode};

    #[test]
    fn the_short_cut_encodes_the_same_characters() {
        for character in '\0'..='\u{17f}' {
            let text = character.to_string();
            let mut appended = String::new();
            append_encoded(&text, &mut appended);
            assert_eq!(appended, encode(&text).to_string());
        }
    }
}
