//! Text that people read, and how text begins.

mod one_line;

pub(crate) use one_line::{OneLine, write_chain};

/// Returns JSON text without a byte order mark, which a reader may ignore: RFC 8259, section 8.1.
pub(crate) fn without_byte_order_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json)
}
