//! Entity and character references, such as `&lt;` and `&#10;`.

use super::character::is_legal;
use crate::diagnostic::Quoted;

/// Returns the character that the text between `&` and `;` denotes.
///
/// # Errors
///
/// Returns a message if the reference is not valid.
pub(super) fn resolve(name: &str) -> Result<char, String> {
    match name {
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "amp" => return Ok('&'),
        "apos" => return Ok('\''),
        "quot" => return Ok('"'),
        _ => {}
    }
    let Some(number) = name.strip_prefix('#') else {
        return Err(format!("the entity {} is not declared", Quoted(name)));
    };
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let is_number = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    let code = if is_number { u32::from_str_radix(digits, radix).ok() } else { None };
    match code.and_then(char::from_u32) {
        Some(character) if is_legal(character) => Ok(character),
        _ => Err(format!("XML does not allow the character {}", Quoted(name))),
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn predefined_entities_and_legal_characters_resolve() {
        assert_eq!(resolve("amp"), Ok('&'));
        assert_eq!(resolve("#10"), Ok('\n'));
        assert_eq!(resolve("#x1F600"), Ok('😀'));
    }

    #[test]
    fn other_references_are_errors() {
        for name in ["nbsp", "", "#", "#x", "#0", "#8", "#xD800", "#x110000", "#99999999999", "#+9", "#X41", "#xFFFE"] {
            assert!(resolve(name).is_err(), "{name}");
        }
    }
}
