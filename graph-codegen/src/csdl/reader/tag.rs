//! Splits a start tag, and checks what XML and its namespaces require of it.

use std::borrow::Cow;

use super::{
    Read, Reader,
    attributes::Attribute,
    character::{self, CLASS, EXPAND, ILLEGAL, LESS, NO_NAME, SPACE, SUSPECT},
    element::{Element, Open},
    namespace::Kind,
    token::LONE_AMPERSAND,
    vocabulary::{AttributeName, ElementName},
};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Quoted, Span},
};

/// No element of the specification has a tenth of this. The bound keeps looking for duplicates cheap.
const MOST_ATTRIBUTES: usize = 256;
/// Declarations in force at the same time.
const MOST_NAMESPACES: usize = 256;

impl<'a> Reader<'a, '_> {
    /// Reads the start tag that is the current token. Its attributes are in `self.attributes` afterwards.
    pub(super) fn start_tag(&mut self, empty: bool) -> Read<Element<'a>> {
        let (start, end) = (self.tokens.start, self.tokens.end);
        if self.open.len() >= self.deepest {
            let message = format!("elements are nested more than {} deep", self.deepest);
            let span = self.span(start, end);
            return self.fatal(Diagnostic::error(Code::Limit, message).at(span));
        }
        self.attributes.clear();
        let declared = self.namespaces.len();

        // Plain loops over indices, since unoptimised builds pay for every call; `close` being the length of `bytes`, they
        // are not checked twice in optimised ones.
        let bytes = &self.text.as_bytes()[..if empty { end - 2 } else { end - 1 }];
        let close = bytes.len();
        let mut at = start + 1;
        let mut colon = 0;
        while at < close && CLASS[bytes[at] as usize] & NO_NAME == 0 {
            if bytes[at] == b':' {
                colon = at;
            }
            at += 1;
        }
        let (name_start, name_end) = (start + 1, at);
        if name_end == name_start {
            return self.malformed("a tag begins with the name of its element", at, at + 1);
        }

        let mut seen = 0u64;
        let mut prefixed = false;
        loop {
            let before = at;
            while at < close && CLASS[bytes[at] as usize] & SPACE != 0 {
                at += 1;
            }
            if at == close {
                break;
            }
            let attribute_start = at;
            let mut attribute_colon = 0;
            while at < close && CLASS[bytes[at] as usize] & NO_NAME == 0 {
                if bytes[at] == b':' {
                    attribute_colon = at;
                }
                at += 1;
            }
            let attribute_end = at;
            if attribute_end == attribute_start {
                return self.unexpected(at, "the name of an attribute");
            }
            if before == attribute_start {
                let span = self.span(attribute_start, attribute_end);
                self.report(Diagnostic::error(Code::Xml, "white space is missing before this attribute").at(span));
            }
            while at < close && CLASS[bytes[at] as usize] & SPACE != 0 {
                at += 1;
            }
            if at == close || bytes[at] != b'=' {
                return self.unexpected(at, "`=`");
            }
            at += 1;
            while at < close && CLASS[bytes[at] as usize] & SPACE != 0 {
                at += 1;
            }
            if at == close || (bytes[at] != b'"' && bytes[at] != b'\'') {
                return self.unexpected(at, "a value in quotes");
            }
            let quote = bytes[at];
            at += 1;
            let value_start = at;
            let mut classes = 0;
            while at < close && bytes[at] != quote {
                classes |= CLASS[bytes[at] as usize];
                at += 1;
            }
            let value_end = at;
            if at == close {
                return self.unexpected(at, "a quotation mark");
            }
            at += 1;

            let written = &self.text[value_start..value_end];
            let value = if classes & (LESS | EXPAND | ILLEGAL | SUSPECT) == 0 {
                Cow::Borrowed(written)
            } else {
                self.careful_value(written, value_start, classes)?
            };
            let span = Span { file: self.file, start: value_start as u32, end: value_end as u32 };

            if attribute_colon == 0 {
                let name = AttributeName::from_bytes(&bytes[attribute_start..attribute_end]);
                let local = &self.text[attribute_start..attribute_end];
                let name = match name {
                    Some(name) => {
                        let bit = 1u64 << name as u8;
                        if seen & bit != 0 {
                            self.duplicate(local, attribute_start);
                            continue;
                        }
                        seen |= bit;
                        name
                    }
                    None if local == "xmlns" => {
                        self.declare("", value, value_start, value_end)?;
                        continue;
                    }
                    None => AttributeName::Unknown,
                };
                let value = Some(Text { value, span });
                self.attributes.push(Attribute {
                    name,
                    namespace: Kind::Absent,
                    local,
                    prefix: "",
                    start: attribute_start,
                    value,
                });
                if name == AttributeName::Unknown {
                    self.check_name(attribute_start, attribute_end)?;
                    self.check_unknown_duplicate()?;
                }
            } else {
                self.check_name(attribute_start, attribute_end)?;
                let prefix = &self.text[attribute_start..attribute_colon];
                let local = &self.text[attribute_colon + 1..attribute_end];
                if prefix == "xmlns" {
                    self.declare(local, value, value_start, value_end)?;
                    continue;
                }
                prefixed = true;
                let value = Some(Text { value, span });
                let name = AttributeName::Unknown;
                self.attributes.push(Attribute {
                    name,
                    namespace: Kind::Foreign,
                    local,
                    prefix,
                    start: attribute_start,
                    value,
                });
                self.check_unknown_duplicate()?;
            }
        }

        if prefixed {
            self.resolve_prefixed()?;
        }
        let (prefix, local) = if colon == 0 {
            ("", &self.text[name_start..name_end])
        } else {
            self.check_name(name_start, name_end)?;
            (&self.text[name_start..colon], &self.text[colon + 1..name_end])
        };
        let Some(namespace) = self.namespaces.kind(prefix) else {
            return self.undeclared(prefix, name_start);
        };
        let name = self.element_name(namespace, local, name_start, name_end)?;
        if empty {
            self.namespaces.truncate(declared);
        } else {
            self.open.push(Open { name: &self.text[name_start..name_end], start, end, declared });
        }
        Ok(Element { name, namespace, local, start, end, empty })
    }

    fn element_name(&mut self, namespace: Kind, local: &'a str, start: usize, end: usize) -> Read<ElementName> {
        if namespace == Kind::Edm || namespace == Kind::Edmx {
            if let Some(name) = ElementName::from_bytes(local.as_bytes()) {
                if name.is_edmx() == (namespace == Kind::Edmx) {
                    return Ok(name);
                }
            }
        }
        self.check_name(start, end)?;
        Ok(ElementName::Unknown)
    }

    fn unexpected<T>(&mut self, at: usize, expected: &str) -> Read<T> {
        let found = self.text[at..].chars().next().map_or(String::new(), |found| format!(", found {found:?}"));
        self.malformed(format!("expected {expected}{found}"), at, at + 1)
    }

    fn check_name(&mut self, start: usize, end: usize) -> Read<()> {
        if character::is_qualified_name(&self.text[start..end]) {
            return Ok(());
        }
        self.malformed("this is no name that XML allows", start, end)
    }

    /// Reports the attribute read last if an earlier one has its prefix and name.
    fn check_unknown_duplicate(&mut self) -> Read<()> {
        let list = &self.attributes.list;
        if list.len() > MOST_ATTRIBUTES {
            let span = self.span(self.tokens.start, self.tokens.end);
            let message = format!("an element has more than {MOST_ATTRIBUTES} attributes");
            return self.fatal(Diagnostic::error(Code::Limit, message).at(span));
        }
        let Some((last, earlier)) = list.split_last() else { return Ok(()) };
        let (prefix, local, at) = (last.prefix, last.local, last.start);
        if earlier.iter().any(|other| other.local == local && other.prefix == prefix) {
            self.duplicate(local, at);
        }
        Ok(())
    }

    fn duplicate(&mut self, local: &str, at: usize) {
        let span = self.span(at, at + local.len());
        let message = format!("attribute {} is given twice", Quoted(local));
        self.report(Diagnostic::error(Code::Xml, message).at(span));
    }

    fn declare(&mut self, prefix: &'a str, uri: Cow<'a, str>, start: usize, end: usize) -> Read<()> {
        let span = self.span(start, end);
        if self.namespaces.len() >= MOST_NAMESPACES {
            let message = format!("more than {MOST_NAMESPACES} namespaces are declared");
            return self.fatal(Diagnostic::error(Code::Limit, message).at(span));
        }
        if !prefix.is_empty() && uri.is_empty() {
            let message = format!("the prefix {} is declared for no namespace", Quoted(prefix));
            self.report(Diagnostic::error(Code::Xml, message).at(span));
        }
        self.namespaces.declare(prefix, uri);
        Ok(())
    }

    fn undeclared<T>(&mut self, prefix: &str, at: usize) -> Read<T> {
        let span = self.span(at, at + prefix.len());
        let message = format!("the prefix {} is not declared", Quoted(prefix));
        let help = "declare it as `xmlns:prefix=\"…\"` in this element or one around it";
        self.fatal(Diagnostic::error(Code::Xml, message).at(span).help(help))
    }

    /// Prefixes can be declared behind the attributes that use them.
    fn resolve_prefixed(&mut self) -> Read<()> {
        let mut index = 0;
        while index < self.attributes.list.len() {
            let prefix = self.attributes.list[index].prefix;
            if !prefix.is_empty() {
                let Some(kind) = self.namespaces.kind(prefix) else {
                    return self.undeclared(prefix, self.attributes.list[index].start);
                };
                self.attributes.list[index].namespace = kind;
            }
            index += 1;
        }
        Ok(())
    }

    /// A value that is not taken over as it is.
    fn careful_value(&mut self, written: &'a str, start: usize, classes: u8) -> Read<Cow<'a, str>> {
        if classes & LESS != 0 {
            let at = start + written.find('<').unwrap_or(0);
            let span = self.span(at, at + 1);
            let diagnostic = Diagnostic::error(Code::Xml, "an attribute's value cannot contain `<`").at(span);
            return self.fatal(diagnostic.help("write `&lt;`, or look for a quotation mark missing before it"));
        }
        if classes & (ILLEGAL | SUSPECT) != 0 {
            self.check_characters(written, start);
        }
        if classes & EXPAND == 0 {
            return Ok(Cow::Borrowed(written));
        }
        Ok(Cow::Owned(self.expanded(written, start)))
    }

    /// Replaces references, and each white space character by a space (XML 1.0, section 3.3.3).
    fn expanded(&mut self, written: &str, start: usize) -> String {
        let mut value = String::with_capacity(written.len());
        let mut rest = written;
        while let Some(found) = rest.find(['&', '\t', '\n', '\r']) {
            value.push_str(&rest[..found]);
            let special = &rest[found..];
            let at = start + written.len() - special.len();
            if let Some(reference) = special.strip_prefix('&') {
                rest = match reference.find(';') {
                    Some(length) => {
                        self.expand(&reference[..length], at, &mut value);
                        &reference[length + 1..]
                    }
                    None => {
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
