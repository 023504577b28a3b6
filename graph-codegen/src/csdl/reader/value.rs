//! Attribute values that need expansion or checks.

use std::borrow::Cow;

use super::{
    Read, Reader,
    character::{EXPAND, ILLEGAL, LESS, SUSPECT},
    token::LONE_AMPERSAND,
};
use crate::diagnostic::{Code, Diagnostic};

impl<'a> Reader<'a, '_> {
    /// Checks a value that contains bytes of these classes, and expands it if necessary.
    pub(super) fn checked_value(&mut self, written: &'a str, start: usize, classes: u8) -> Read<Cow<'a, str>> {
        if classes & LESS != 0 {
            let at = start + written.find('<').unwrap_or(0);
            let span = self.span(at, at + 1);
            let diagnostic = Diagnostic::error(Code::Xml, "an attribute value cannot contain `<`").at(span);
            let value = self.span(start - 1, start);
            let diagnostic = diagnostic.note("the value starts here", value);
            return self.fatal(diagnostic.help("write `&lt;`, or add a quotation mark where the value should end"));
        }
        if classes & (ILLEGAL | SUSPECT) != 0 {
            self.check_characters(written, start);
        }
        if classes & EXPAND == 0 {
            return Ok(Cow::Borrowed(written));
        }
        Ok(Cow::Owned(self.expanded(written, start)))
    }

    /// Expands references, and replaces each white space character with a space (XML 1.0, section 3.3.3).
    fn expanded(&mut self, written: &str, start: usize) -> String {
        let mut value = String::with_capacity(written.len());
        let mut rest = written;
        while let Some(found) = rest.find(['&', '\t', '\n', '\r']) {
            value.push_str(&rest[..found]);
            let special = &rest[found..];
            let at = start + written.len() - special.len();
            if let Some(reference) = special.strip_prefix('&') {
                rest = match reference.find(['&', ';']) {
                    Some(length) if reference.as_bytes()[length] == b';' => {
                        self.expand(&reference[..length], at, &mut value);
                        &reference[length + 1..]
                    }
                    _ => {
                        let span = self.span(at, at + 1);
                        let diagnostic = Diagnostic::error(Code::Xml, LONE_AMPERSAND.0).at(span);
                        self.report(diagnostic.help(LONE_AMPERSAND.1));
                        reference
                    }
                };
            } else {
                value.push(' ');
                rest = special.strip_prefix("\r\n").unwrap_or(&special[1..]);
            }
        }
        value.push_str(rest);
        value
    }
}
