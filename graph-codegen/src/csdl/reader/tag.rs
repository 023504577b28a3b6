//! Splits a start tag into attributes and checks it.

use std::borrow::Cow;

use super::{
    Limits, Read, Reader,
    attributes::Attribute,
    character::{self, CLASS, ENDS_NAME, EXPAND, ILLEGAL, LESS, SPACE, SUSPECT},
    element::{Element, Open},
    namespace::Kind,
    token::CUT_OFF,
    vocabulary::{AttributeName, ElementName},
};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Span},
};

/// The state while the attributes of a start tag are read.
pub(super) struct Tag {
    /// The number of namespace declarations in force before it.
    pub(super) declared: usize,
    /// One bit for each attribute of the specification that has been read.
    seen: u64,
    /// Whether an attribute has a prefix.
    prefixed: bool,
}

const _: () = assert!(AttributeName::Unknown as u32 <= u64::BITS, "`Tag::seen` has a bit for each attribute");

/// The offsets of the parts of an attribute.
pub(super) struct AttributeParts {
    pub(super) start: usize,
    /// The offset of the colon in the name; 0 if there is none.
    colon: usize,
    pub(super) name_end: usize,
    pub(super) value_start: usize,
    pub(super) value_end: usize,
    /// The classes of the bytes in the value.
    classes: u8,
}

impl<'a> Reader<'a, '_> {
    /// Reads the start tag at the current token, and its attributes into `self.attributes`.
    pub(super) fn start_tag(&mut self) -> Read<Element<'a>> {
        let start = self.tokens.start;
        self.attributes.clear();

        // Plain loops over indices, since every call is costly in unoptimized builds. As `close` is the length of
        // `bytes`, optimized builds check the bounds only once.
        let bytes = self.text.as_bytes();
        let close = bytes.len();
        let name_start = start + 1;
        let mut at = name_start;
        let mut colon = 0;
        while at < close && CLASS[bytes[at] as usize] & ENDS_NAME == 0 {
            if bytes[at] == b':' {
                colon = at;
            }
            at += 1;
        }
        let name_end = at;
        if name_end == name_start {
            return self.unexpected(at, "the name of an element");
        }

        let mut tag = Tag { declared: self.namespaces.begin_tag(), seen: 0, prefixed: false };
        let mut empty = false;
        loop {
            let before = at;
            while at < close && CLASS[bytes[at] as usize] & SPACE != 0 {
                at += 1;
            }
            if at < close && bytes[at] == b'>' {
                at += 1;
                break;
            }
            if at < close && bytes[at] == b'/' {
                empty = true;
                at += 1;
                if at == close || bytes[at] != b'>' {
                    return self.unexpected(at, "`>`");
                }
                at += 1;
                break;
            }
            let parts = self.attribute(bytes, at)?;
            if before == at {
                let span = self.span(at, parts.name_end);
                self.report(Diagnostic::error(Code::Xml, "white space is missing before this attribute").at(span));
            }
            at = parts.value_end + 1;
            self.keep(&parts, &mut tag)?;
        }
        let end = at;
        self.tokens.end = end;
        if self.open.len() >= self.max_depth {
            let message = format!("elements are nested more than {} deep", self.max_depth);
            let span = self.span(start, end);
            let help = format!("`Limits::depth` allows more, up to {}", Limits::DEEPEST);
            return self.fatal(Diagnostic::error(Code::Limit, message).at(span).help(help));
        }
        if tag.prefixed {
            self.resolve_prefixes()?;
        }

        let qualified = &self.text[name_start..name_end];
        let (prefix, local) = if colon == 0 {
            ("", qualified)
        } else {
            self.check_name(name_start, name_end)?;
            (&self.text[name_start..colon], &self.text[colon + 1..name_end])
        };
        let Some(namespace) = self.namespaces.kind(prefix) else {
            return self.undeclared(prefix, name_start);
        };
        let name = self.element_name(namespace, local, name_start, name_end)?;
        if !empty {
            self.namespaces.keep();
            self.open.push(Open { name: qualified, start, end, declared: tag.declared });
        }
        Ok(Element { name, namespace, local, start, end, empty })
    }

    /// Splits the attribute that starts at `start`. `bytes` may extend beyond the tag.
    pub(super) fn attribute(&mut self, bytes: &[u8], start: usize) -> Read<AttributeParts> {
        let close = bytes.len();
        let mut at = start;
        let mut colon = 0;
        while at < close && CLASS[bytes[at] as usize] & ENDS_NAME == 0 {
            if bytes[at] == b':' {
                colon = at;
            }
            at += 1;
        }
        let name_end = at;
        if name_end == start {
            return self.unexpected(at, "the name of an attribute");
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
            return self.unexpected(at, "a value in quotation marks");
        }
        let quote = bytes[at];
        at += 1;
        let value_start = at;
        let mut classes = 0;
        while at < close && bytes[at] != quote {
            classes |= CLASS[bytes[at] as usize];
            at += 1;
        }
        if at == close {
            return self.unclosed_value(value_start, close);
        }
        Ok(AttributeParts { start, colon, name_end, value_start, value_end: at, classes })
    }

    /// Records an attribute, or the namespace that it declares.
    fn keep(&mut self, parts: &AttributeParts, tag: &mut Tag) -> Read<()> {
        let AttributeParts { start, colon, name_end, value_start, value_end, classes } = *parts;
        let written = &self.text[value_start..value_end];
        let value = if classes & (LESS | EXPAND | ILLEGAL | SUSPECT) == 0 {
            Cow::Borrowed(written)
        } else {
            self.checked_value(written, value_start, classes)?
        };
        // Offsets fit into `u32`, since larger documents are rejected.
        let span = Span { file: self.file, start: value_start as u32, end: value_end as u32 };

        if colon == 0 {
            let local = &self.text[start..name_end];
            let known = AttributeName::from_bytes(local.as_bytes());
            let name = match known {
                Some(name) => {
                    let bit = 1u64 << name as u8;
                    if tag.seen & bit != 0 {
                        self.duplicate(local, start);
                        return Ok(());
                    }
                    tag.seen |= bit;
                    name
                }
                None if local == "xmlns" => return self.declare("", value, span, tag),
                None => AttributeName::Unknown,
            };
            let value = Some(Text { value, span });
            self.attributes.push(Attribute { name, namespace: Kind::Absent, local, prefix: "", start, value });
            if known.is_none() {
                self.check_name(start, name_end)?;
                self.check_unknown_duplicate()?;
            }
            return Ok(());
        }

        self.check_name(start, name_end)?;
        let (prefix, local) = (&self.text[start..colon], &self.text[colon + 1..name_end]);
        if prefix == "xmlns" {
            return self.declare(local, value, span, tag);
        }
        tag.prefixed = true;
        let value = Some(Text { value, span });
        let (name, namespace) = (AttributeName::Unknown, Kind::Foreign);
        self.attributes.push(Attribute { name, namespace, local, prefix, start, value });
        self.check_unknown_duplicate()
    }

    fn element_name(&mut self, namespace: Kind, local: &'a str, start: usize, end: usize) -> Read<ElementName> {
        if matches!(namespace, Kind::Edm | Kind::Edmx)
            && let Some(name) = ElementName::from_bytes(local.as_bytes())
            && name.is_edmx() == (namespace == Kind::Edmx)
        {
            return Ok(name);
        }
        self.check_name(start, end)?;
        Ok(ElementName::Unknown)
    }

    fn unexpected<T>(&mut self, at: usize, expected: &str) -> Read<T> {
        let Some(found) = self.text[at..].chars().next() else {
            let diagnostic = Diagnostic::error(Code::Xml, "the document ends inside a tag").at(self.span(at, at));
            let tag = self.span(self.tokens.start, at);
            return self.fatal(diagnostic.help(CUT_OFF).note("the tag starts here", tag));
        };
        let span = self.span(at, at + found.len_utf8());
        let diagnostic = Diagnostic::error(Code::Xml, format!("expected {expected}, found {found:?}")).at(span);
        self.fatal(diagnostic.help("a start tag has the form `<Element Attribute=\"value\">`"))
    }

    /// Reports an attribute value without a closing quotation mark; the opening one is before `start`.
    fn unclosed_value<T>(&mut self, start: usize, end: usize) -> Read<T> {
        let value = &self.text[start..end];
        if value.contains('<') {
            self.checked_value(value, start, LESS)?;
        }
        let span = self.span(start - 1, start);
        let diagnostic = Diagnostic::error(Code::Xml, "this attribute value has no closing quotation mark").at(span);
        self.fatal(diagnostic.help(CUT_OFF))
    }

    fn check_name(&mut self, start: usize, end: usize) -> Read<()> {
        if character::is_qualified_name(&self.text[start..end]) {
            return Ok(());
        }
        self.malformed("this is not a valid XML name", start, end)
    }
}
