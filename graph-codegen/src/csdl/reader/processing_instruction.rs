//! The XML declaration and processing instructions.

use super::{
    Read, Reader,
    character::{self, CLASS, SPACE},
};
use crate::diagnostic::{Code, Diagnostic, Quoted};

impl Reader<'_, '_> {
    /// Checks the name of a processing instruction; processing instructions are otherwise ignored.
    pub(super) fn check_instruction(&mut self) {
        let (start, end) = (self.tokens.start, self.tokens.end);
        let content = &self.text[start + 2..end - 2];
        let target = content.split([' ', '\t', '\r', '\n']).next().unwrap_or("");
        if target.eq_ignore_ascii_case("xml") || !character::is_qualified_name(target) || target.contains(':') {
            let span = self.span(start + 2, start + 2 + target.len());
            self.report(Diagnostic::error(Code::Xml, "a processing instruction cannot have this name").at(span));
        }
    }

    /// Checks the XML declaration, which must be at the start of the document. The encoding is not used, since the text
    /// is decoded already.
    pub(super) fn check_declaration(&mut self) -> Read<()> {
        let (start, end) = (self.tokens.start, self.tokens.end);
        if !self.text[..start].trim_start_matches('\u{feff}').is_empty() {
            return self.malformed("`<?xml …?>` is only allowed at the very start of a document", start, end);
        }
        let bytes = &self.text.as_bytes()[..end - "?>".len()];
        let mut at = start + "<?xml".len();
        let mut expected = ["version", "encoding", "standalone"].as_slice();
        loop {
            let before = at;
            while at < bytes.len() && CLASS[bytes[at] as usize] & SPACE != 0 {
                at += 1;
            }
            if at == bytes.len() {
                break;
            }
            let parts = self.attribute(bytes, at)?;
            let name = &self.text[parts.start..parts.name_end];
            let value = &self.text[parts.value_start..parts.value_end];
            let allowed = expected.iter().position(|other| *other == name);
            // The version comes first; the others are optional.
            let Some(index) = allowed.filter(|_| before < at && (name == "version") == (expected.len() == 3)) else {
                return self.malformed(
                    "the attributes of `<?xml …?>` are `version`, `encoding` and `standalone`, in this order",
                    at,
                    end,
                );
            };
            if !is_allowed(name, value) {
                let message = format!("`{name}` of `<?xml …?>` cannot be {}", Quoted(value));
                return self.malformed(message, parts.value_start, parts.value_end);
            }
            expected = &expected[index + 1..];
            at = parts.value_end + 1;
        }
        if expected.len() == 3 {
            return self.malformed("`<?xml …?>` must begin with `version=\"1.0\"`", start, end);
        }
        Ok(())
    }
}

fn is_allowed(name: &str, value: &str) -> bool {
    match name {
        "version" => value.strip_prefix("1.").is_some_and(|minor| minor.bytes().all(|byte| byte.is_ascii_digit())),
        "encoding" => {
            value.starts_with(|first: char| first.is_ascii_alphabetic())
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        }
        _ => matches!(value, "yes" | "no"),
    }
}
