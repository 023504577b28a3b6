use std::{borrow::Cow, fmt::Write};

/// Escapes characters that would change how a message is displayed: control characters, which could start a line or
/// clear a terminal, and those that change the direction of text.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let is_displayed = |character: char| match character {
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => false,
        character => !character.is_control(),
    };
    if text.chars().all(is_displayed) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_displayed(character) {
            escaped.push(character);
        } else if character == '\n' {
            escaped.push_str("\\n");
        } else {
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(character));
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_has_one_line_and_one_direction() {
        assert_eq!(escaped("a'ü b"), "a'ü b");
        assert_eq!(escaped("a\n2. b\u{1b}[2J\u{202e}"), "a\\n2. b\\u{1b}[2J\\u{202e}");
    }
}
