//! String literals.

use std::borrow::Cow;

/// Escapes a text for a string literal, whose quotation marks are not included.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    // `Debug` formats a text as a literal.
    let quoted = format!("{text:?}");
    let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    Cow::Owned(inside.unwrap_or_default().to_owned())
}

/// Whether a byte stands for itself in a literal.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_literal_is_one_whatever_is_in_it() {
        for text in ["", "a b", "a\"; fn x() {} //", "\\", "\n\r\t\0", "\u{202e}größe🦀", "{}", "\""] {
            let parsed: syn::LitStr = syn::parse_str(&format!("\"{}\"", escaped(text))).unwrap();
            assert_eq!(parsed.value(), text);
        }
    }
}
