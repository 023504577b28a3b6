/// The reason why a name is not a `SimpleIdentifier`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::csdl) enum Flaw {
    /// The name is empty.
    Empty,
    /// It begins with this character, which is not allowed there.
    Start(char),
    /// It contains this character, which is not allowed.
    Character(char),
    /// It has more than [`MAX_LENGTH`] characters.
    Long,
}

/// The maximum length of a `SimpleIdentifier`, in characters.
pub(in crate::csdl) const MAX_LENGTH: usize = 128;

/// Returns whether a name is a `SimpleIdentifier`; used for other formats than CSDL.
#[cfg(feature = "openapi")]
pub(crate) fn is_identifier(name: &str) -> bool {
    flaw(name).is_none()
}

/// Returns the first flaw of a `SimpleIdentifier` (OData CSDL XML 4.01, section 17.2).
///
/// The specification also allows format characters (Unicode category Cf). They are flaws here, since they are invisible
/// or reorder text, and names become Rust identifiers.
pub(in crate::csdl) fn flaw(name: &str) -> Option<Flaw> {
    let bytes = name.as_bytes();
    let length = bytes.len();
    let mut index = 0;
    while index < length && matches!(bytes[index], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_') {
        index += 1;
    }
    if index == length && index > 0 && index <= MAX_LENGTH && !bytes[0].is_ascii_digit() {
        return None;
    }
    unicode_flaw(name)
}

fn unicode_flaw(name: &str) -> Option<Flaw> {
    let mut characters = name.chars();
    match characters.next() {
        None => return Some(Flaw::Empty),
        Some(first) if first != '_' && !unicode_ident::is_xid_start(first) => return Some(Flaw::Start(first)),
        Some(_) => {}
    }
    if let Some(character) = characters.find(|character| !unicode_ident::is_xid_continue(*character)) {
        return Some(Flaw::Character(character));
    }
    (name.chars().count() > MAX_LENGTH).then_some(Flaw::Long)
}

#[cfg(test)]
mod tests {
    use super::{Flaw, flaw};

    #[test]
    fn letters_of_any_script_and_digits_are_allowed() {
        for name in ["a", "_", "_1", "remote_Control_Software", "Größe", "名前", "a\u{301}", &"x".repeat(128)] {
            assert_eq!(flaw(name), None, "{name}");
        }
    }

    #[test]
    fn flaws_are_found() {
        assert_eq!(flaw(""), Some(Flaw::Empty));
        assert_eq!(flaw("1x"), Some(Flaw::Start('1')));
        assert_eq!(flaw("a-b"), Some(Flaw::Character('-')));
        assert_eq!(flaw("a.b"), Some(Flaw::Character('.')));
        assert_eq!(flaw(" a"), Some(Flaw::Start(' ')));
        assert_eq!(flaw("user\"; fn x() {"), Some(Flaw::Character('"')));
        assert_eq!(flaw("us\u{202e}er"), Some(Flaw::Character('\u{202e}')));
        assert_eq!(flaw(&"x".repeat(129)), Some(Flaw::Long));
    }
}
