//! Entity and character references, such as `&lt;` and `&#10;`.

use super::character::is_legal;
use crate::diagnostic::{Code, Diagnostic, FileId, Quoted, Span};

/// A reference that is not valid.
#[derive(Debug)]
pub(super) struct InvalidReference {
    message: String,
    help: Option<&'static str>,
    start: usize,
    end: usize,
}

impl InvalidReference {
    /// Returns the diagnostic of a reference in a text that starts at an offset.
    pub(super) fn diagnostic(self, file: FileId, text: usize) -> Diagnostic {
        let span = Span::new(file, text + self.start, text + self.end);
        let mut diagnostic = Diagnostic::error(Code::Xml, self.message).at(span);
        diagnostic.help = self.help.map(str::to_owned);
        diagnostic
    }
}

/// Returns the first reference in a text that is not valid.
pub(super) fn first_invalid(text: &str) -> Option<InvalidReference> {
    text.match_indices('&').find_map(|(start, _)| {
        let rest = &text[start + 1..];
        let Some(length) = rest.find(['&', ';', '<']).filter(|length| rest.as_bytes()[*length] == b';') else {
            let message = "`&` is not followed by `;`".to_owned();
            return Some(InvalidReference { message, help: Some("write `&amp;`"), start, end: start + 1 });
        };
        let name = &rest[..length];
        let message = resolve(name).err()?;
        let help = (!name.starts_with('#')).then_some(
            "XML declares only `&lt;`, `&gt;`, `&amp;`, `&quot;` and `&apos;`; write other characters as they are",
        );
        Some(InvalidReference { message, help, start, end: start + length + 2 })
    })
}

/// Returns the character that the text between `&` and `;` denotes.
///
/// # Errors
///
/// Returns a message if the reference is not valid.
fn resolve(name: &str) -> Result<char, String> {
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
