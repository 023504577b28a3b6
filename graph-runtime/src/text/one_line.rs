use std::{
    error::Error as StdError,
    fmt::{self, Display, Write},
};

/// Writes text on one line, with control characters, line breaks, and bidirectional and invisible characters escaped.
///
/// Text from a service can then neither forge log entries nor control a terminal.
pub(crate) struct OneLine<W>(pub(crate) W);

impl<W: Write> Write for OneLine<W> {
    fn write_str(&mut self, mut text: &str) -> fmt::Result {
        while let Some((at, found)) = text.char_indices().find(|(_, c)| is_hidden(*c)) {
            let (before, after) = text.split_at(at);
            self.0.write_str(before)?;
            write!(self.0, "{}", found.escape_default())?;
            text = &after[found.len_utf8()..];
        }
        self.0.write_str(text)
    }
}

/// Writes a message, followed with `{:#}` by the errors that caused it.
///
/// An error whose text is already part of the one before is omitted: many repeat their causes.
pub(crate) fn write_chain(
    f: &mut fmt::Formatter<'_>,
    message: &dyn Display,
    source: Option<&(dyn StdError + 'static)>,
) -> fmt::Result {
    let mut next = source.filter(|_| f.alternate());
    let mut line = OneLine(f);
    if next.is_none() {
        return write!(line, "{message}");
    }
    let mut before = message.to_string();
    line.write_str(&before)?;
    while let Some(error) = next {
        let text = error.to_string();
        if !before.contains(&text) {
            write!(line, ": {text}")?;
            before = text;
        }
        next = error.source();
    }
    Ok(())
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            // Bidirectional controls.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Line and paragraph separators, byte order mark, tags.
            | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
            // Invisible characters; joiners and emoji selectors are needed to write some languages and emoji.
            | '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{3164}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0100}'..='\u{e01ef}'
        )
}

#[cfg(test)]
mod tests {
    use std::{
        error::Error,
        fmt::{self, Write},
    };

    use super::{OneLine, write_chain};

    /// An error with a cause.
    #[derive(Debug)]
    struct Caused(&'static str, Option<Box<Caused>>);

    impl fmt::Display for Caused {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write_chain(f, &self.0, self.source())
        }
    }

    impl Error for Caused {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_deref().map(|source| source as _)
        }
    }

    #[test]
    fn causes_that_are_part_of_their_error_are_not_repeated() {
        let error = ["timed out", "no such host", "dns error: no such host", "failed to connect"]
            .into_iter()
            .fold(None, |source, text| Some(Box::new(Caused(text, source))));
        assert_eq!(format!("{:#}", error.unwrap()), "failed to connect: dns error: no such host: timed out");
    }

    #[test]
    fn hidden_characters_are_escaped() {
        for (text, expected) in [
            ("plain – „naïve“ 日本語 👩‍💻", "plain – „naïve“ 日本語 👩‍💻"),
            ("a\r\nb\tc\0", "a\\r\\nb\\tc\\u{0}"),
            ("\u{1b}[31mred\u{9b}0m\u{7f}", "\\u{1b}[31mred\\u{9b}0m\\u{7f}"),
            ("\u{202e}txt.exe\u{2066}x\u{2069}\u{200f}", "\\u{202e}txt.exe\\u{2066}x\\u{2069}\\u{200f}"),
            ("a\u{ad}b\u{200b}c\u{2060}d\u{3164}", "a\\u{ad}b\\u{200b}c\\u{2060}d\\u{3164}"),
            ("a\u{2028}b\u{2029}c\u{85}\u{feff}\u{e0041}", "a\\u{2028}b\\u{2029}c\\u{85}\\u{feff}\\u{e0041}"),
        ] {
            let mut written = String::new();
            OneLine(&mut written).write_str(text).unwrap();
            assert_eq!(written, expected);
        }
    }
}
