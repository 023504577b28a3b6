use std::fmt;

/// Replaces a character that must not reach a terminal: control characters can move the cursor, bidirectional ones can
/// disguise text, and tabs shift the mark below the line.
pub(super) fn printable(character: char) -> char {
    match character {
        '\t' => ' ',
        c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => '\u{fffd}',
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => '\u{fffd}',
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => '\u{fffd}',
        c => c,
    }
}

/// Returns the number of terminal columns that a character takes: two for East Asian wide characters and emoji, none
/// for combining accents. An inexact result only shifts a mark.
pub(super) fn width(character: char) -> usize {
    match character {
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// Whether a terminal shows a character as it is.
#[cfg(feature = "cli")]
pub(crate) fn is_printable(character: char) -> bool {
    printable(character) == character
}

/// Text of any length on one line, with single spaces between words and without unprintable characters.
#[cfg(feature = "cli")]
pub(crate) fn visible(text: &str) -> String {
    // Most texts are names or paths.
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.to_owned();
    }
    let words = text.split_whitespace().map(|word| word.chars().map(printable).collect::<String>());
    words.collect::<Vec<_>>().join(" ")
}

/// The number of terminal columns that a line takes.
#[cfg(feature = "cli")]
pub(crate) fn columns(line: &str) -> usize {
    if line.is_ascii() { line.len() } else { line.chars().map(width).sum() }
}

/// A text truncated after a number of characters.
pub(super) struct Truncated<'a> {
    kept: &'a str,
    is_truncated: bool,
}

impl<'a> Truncated<'a> {
    pub(super) fn at(text: &'a str, characters: usize) -> Self {
        match text.char_indices().nth(characters) {
            Some((end, _)) => Self { kept: &text[..end], is_truncated: true },
            None => Self { kept: text, is_truncated: false },
        }
    }

    pub(super) fn chars(&self) -> impl Iterator<Item = char> {
        self.kept.chars().chain(self.is_truncated.then_some('…'))
    }
}

/// Text of a document on one line, truncated if it is long, without unprintable characters.
#[cfg(feature = "tools")]
pub(crate) fn one_line(text: &str) -> String {
    const MAX: usize = 600;
    let visible = |character| if character == '\n' { ' ' } else { printable(character) };
    Truncated::at(text, MAX).chars().map(visible).collect()
}

/// Quotes part of an input in a message: in backticks, truncated if it is long, without unprintable characters.
///
/// ```
/// use graph_codegen::diagnostic::Quoted;
///
/// assert_eq!(Quoted("graph.usr").to_string(), "`graph.usr`");
/// assert_eq!(Quoted("a\u{1b}[2Jb").to_string(), "`a\u{fffd}[2Jb`");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(pub &'a str);

/// The maximum length of a quoted text. Names have at most 128 characters by the specification, and qualified names are
/// seldom longer.
const MAX_QUOTED: usize = 160;

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`")?;
        for character in Truncated::at(self.0, MAX_QUOTED).chars() {
            write!(f, "{}", if character == '\n' { '\u{fffd}' } else { printable(character) })?;
        }
        f.write_str("`")
    }
}

#[cfg(test)]
mod tests {
    use super::{Quoted, Truncated, printable, width};

    #[test]
    fn control_characters_are_replaced() {
        for character in
            ['\0', '\u{1b}', '\u{7f}', '\u{9b}', '\r', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{ffff}']
        {
            assert_eq!(printable(character), '\u{fffd}', "{character:?}");
        }
        for character in ['a', 'ß', '名', '😀', '\u{301}', '…'] {
            assert_eq!(printable(character), character);
        }
    }

    #[test]
    fn wide_characters_and_accents_have_their_widths() {
        assert_eq!("aß名😀e\u{301}".chars().map(width).sum::<usize>(), 1 + 1 + 2 + 2 + 1);
    }

    #[test]
    fn text_is_truncated_between_characters() {
        assert_eq!(Truncated::at("äöü", 3).chars().collect::<String>(), "äöü");
        assert_eq!(Truncated::at("äöü", 2).chars().collect::<String>(), "äö…");
    }

    #[test]
    fn quoted_text_is_short_and_on_one_line() {
        assert_eq!(Quoted(&"x".repeat(1000)).to_string().chars().count(), 2 + 160 + 1);
        assert_eq!(Quoted("a\nerror: b").to_string(), "`a\u{fffd}error: b`");
    }
}
