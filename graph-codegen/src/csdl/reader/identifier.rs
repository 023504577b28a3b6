/// What is wrong with a name that should be a `SimpleIdentifier`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Nothing is there.
    Empty,
    /// It begins with this character.
    Start(char),
    /// This character is in it.
    Character(char),
    /// It has more than [`LONGEST`] characters.
    Long,
}

/// The most characters of a `SimpleIdentifier`.
pub(super) const LONGEST: usize = 128;

/// Whether a name is a `SimpleIdentifier`, for documents of other formats.
#[cfg(feature = "openapi")]
pub(crate) fn is_identifier(name: &str) -> bool {
    flaw(name).is_none()
}

/// Finds the first flaw of a `SimpleIdentifier` (OData CSDL XML 4.01, section 17.2).
///
/// The specification also allows formatting characters (Unicode category Cf), which are invisible and can reverse the
/// order of what is read; those are flaws here, since names become identifiers of Rust.
pub(super) fn flaw(name: &str) -> Option<Flaw> {
    let bytes = name.as_bytes();
    let length = bytes.len();
    let mut index = 0;
    while index < length && matches!(bytes[index], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_') {
        index += 1;
    }
    if index == length && index > 0 && index <= LONGEST && !bytes[0].is_ascii_digit() {
        return None;
    }
    careful_flaw(name)
}

fn careful_flaw(name: &str) -> Option<Flaw> {
    let mut characters = name.chars();
    match characters.next() {
        None => return Some(Flaw::Empty),
        Some(first) if first != '_' && !unicode_ident::is_xid_start(first) => return Some(Flaw::Start(first)),
        Some(_) => {}
    }
    if let Some(character) = characters.find(|character| !unicode_ident::is_xid_continue(*character)) {
        return Some(Flaw::Character(character));
    }
    (name.chars().count() > LONGEST).then_some(Flaw::Long)
}

#[cfg(test)]
mod tests {
    use super::{Flaw, flaw};

    #[test]
    fn letters_of_any_script_then_digits_too() {
        for name in ["a", "_", "_1", "remote_Control_Software", "Größe", "名前", "a\u{301}", &"x".repeat(128)] {
            assert_eq!(flaw(name), None, "{name}");
        }
    }

    #[test]
    fn flaws() {
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
