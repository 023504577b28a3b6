/// Returns JSON text without a byte order mark, which a reader may ignore: RFC 8259, section 8.1.
pub(crate) fn without_byte_order_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json)
}

/// Returns whether a text in JSON, XML or HTML is UTF-16: it begins with a byte order mark, or its first character is in
/// ASCII and takes two bytes.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'{' | b'[' | b'<' | b'"', ..] | [b'{' | b'[' | b'<' | b'"', 0, ..]
    )
}
