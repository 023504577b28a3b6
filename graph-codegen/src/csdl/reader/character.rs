//! Classes of the bytes of an XML document.

/// White space: space, tab, line feed, carriage return.
pub(super) const SPACE: u8 = 1;
/// Ends a name: white space and every ASCII character that names cannot contain.
pub(super) const ENDS_NAME: u8 = 2;
/// Must be expanded or normalized in an attribute value: `&`, tab, line feed, carriage return.
pub(super) const EXPAND: u8 = 4;
/// Not allowed anywhere in a document.
pub(super) const ILLEGAL: u8 = 8;
/// The first byte of some characters that are not allowed, and of others that are.
pub(super) const SUSPECT: u8 = 16;
/// `<`.
pub(super) const LESS: u8 = 32;

/// The classes of each byte.
pub(super) static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let letter = byte as u8;
        if byte < 0x20 {
            classes[byte] = ILLEGAL;
        }
        if !letter.is_ascii_alphanumeric() && !matches!(letter, b'_' | b':' | b'-' | b'.') {
            classes[byte] |= ENDS_NAME;
        }
        byte += 1;
    }
    classes[b' ' as usize] |= SPACE;
    classes[b'\t' as usize] = SPACE | ENDS_NAME | EXPAND;
    classes[b'\n' as usize] = SPACE | ENDS_NAME | EXPAND;
    classes[b'\r' as usize] = SPACE | ENDS_NAME | EXPAND;
    classes[b'&' as usize] |= EXPAND;
    classes[b'<' as usize] |= LESS;
    classes[0xef] = SUSPECT;
    classes
}

/// Returns whether XML 1.0 allows the character in a document.
pub(super) fn is_legal(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// Returns the first character that XML 1.0 does not allow, and its index.
pub(super) fn first_illegal(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, character)| !is_legal(*character))
}

/// Returns whether XML 1.0 allows the character at the start of a name (`NameStartChar`).
pub(super) fn begins_name(character: char) -> bool {
    matches!(character,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// Returns whether the text is a name with an optional prefix (`QName`).
pub(super) fn is_qualified_name(name: &str) -> bool {
    let mut parts = name.split(':');
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    third.is_none() && first.is_some_and(is_part) && second.is_none_or(is_part)
}

fn is_part(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(begins_name) && characters.all(|character| {
        begins_name(character)
            || matches!(character, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
    })
}
