/// Returns JSON text without a byte order mark, which a reader may ignore: RFC 8259, section 8.1.
pub(crate) fn without_byte_order_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json)
}

/// Returns whether a text in JSON, XML or HTML is UTF-16: it begins with a byte order mark, or its first character is
/// in ASCII and takes two bytes.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    let is_first = |byte: u8| matches!(byte, b'{' | b'[' | b'"' | b'<');
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [0, byte, ..] | [byte, 0, ..] => is_first(*byte),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_utf16;

    #[test]
    fn utf16_is_recognized() {
        for text in [&b"\xff\xfe{\0"[..], b"\xfe\xff\0{", b"{\0", b"\0[", b"<\0", b"\"\0"] {
            assert!(is_utf16(text), "{text:?}");
        }
        for text in [&b""[..], b"{", b"{}", b"\0\0", b"1\0", b"\xef\xbb\xbf{", b"\xff\xd8\xff"] {
            assert!(!is_utf16(text), "{text:?}");
        }
    }
}
