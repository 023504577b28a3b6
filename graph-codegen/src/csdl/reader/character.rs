//! Classes of the characters of an XML document.

/// Returns whether XML 1.0 allows the character in a document.
pub(super) fn is_legal(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// Returns whether the character is XML's white space.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// Returns whether the character ends a name: white space and every ASCII character that names cannot contain.
pub(super) fn ends_name(character: char) -> bool {
    character.is_ascii() && !character.is_ascii_alphanumeric() && !matches!(character, '_' | ':' | '-' | '.')
}
