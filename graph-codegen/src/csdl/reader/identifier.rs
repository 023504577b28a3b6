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

/// Help for a name that is lenient.
pub(in crate::csdl) const LENIENT_HELP: &str = "requests have this name, and Rust a similar one";

/// Returns whether a name is like a `SimpleIdentifier`, but also has spaces or hyphens, or begins with a digit.
///
/// Services have such names: Graph's errors have a property `request-id`, and Dynamics' vendors `Account Number`. They
/// work everywhere except in the URL of a function, where parameters are.
pub(in crate::csdl) fn is_lenient(name: &str) -> bool {
    let is_separator = |character: char| matches!(character, ' ' | '-');
    !name.is_empty()
        && !name.starts_with(is_separator)
        && !name.ends_with(is_separator)
        && name.chars().all(|character| is_separator(character) || unicode_ident::is_xid_continue(character))
        && name.chars().count() <= MAX_LENGTH
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
    use super::{Flaw, flaw, is_lenient};

    #[test]
    fn letters_of_any_script_and_digits_are_allowed() {
        for name in ["a", "_", "_1", "remote_Control_Software", "Größe", "名前", "a\u{301}", &"x".repeat(128)] {
            assert_eq!(flaw(name), None, "{name}");
        }
    }

    #[test]
    fn published_names_are_recognized() {
        for name in ["request-id", "Account Number", "1099Box", "naïve name"] {
            assert!(is_lenient(name) && flaw(name).is_some(), "{name}");
        }
        for name in ["", " a", "a-", "cost/unit", "a.b", "a\nb", "a\u{a0}b", "a\"b", "us\u{202e}er", &"-a".repeat(65)] {
            assert!(!is_lenient(name), "{name}");
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
