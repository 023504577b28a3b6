//! Splits a start tag, and checks what XML requires of it.

use std::borrow::Cow;

use super::{
    Read, Reader,
    attributes::Attribute,
    character::{self, CLASS, EXPAND, ILLEGAL, LESS, NO_NAME, SPACE, SUSPECT},
    element::{Element, Open},
    namespace::Kind,
    vocabulary::{AttributeName, ElementName},
};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Span},
};

/// What is known of a start tag while its attributes are read.
pub(super) struct Tag {
    /// How many namespace declarations were in force before it.
    pub(super) declared: usize,
    /// A bit for each attribute of the specification that was seen.
    seen: u64,
    /// Whether an attribute has a prefix.
    prefixed: bool,
}

const _: () = assert!(AttributeName::Unknown as u32 <= u64::BITS, "`Tag::seen` has a bit for each");

/// Where the parts of an attribute stand.
struct Place {
    start: usize,
    /// The colon in the name; 0 if there is none.
    colon: usize,
    name_end: usize,
    value_start: usize,
    value_end: usize,
    /// What kinds of bytes the value has.
    classes: u8,
}

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

        // Plain loops over indices, since unoptimised builds pay for every call; `close` being the length of `bytes`,
        // they are not checked twice in optimised ones.
        let bytes = &self.text.as_bytes()[..if empty { end - 2 } else { end - 1 }];
        let close = bytes.len();
        let name_start = start + 1;
        let mut at = name_start;
        let mut colon = 0;
        while at < close && CLASS[bytes[at] as usize] & NO_NAME == 0 {
            if bytes[at] == b':' {
                colon = at;
            }
            at += 1;
        }
        let name_end = at;
        if name_end == name_start {
            return self.malformed("a tag begins with the name of its element", at, at + 1);
        }

        let mut tag = Tag { declared: self.namespaces.len(), seen: 0, prefixed: false };
        loop {
            let before = at;
            while at < close && CLASS[bytes[at] as usize] & SPACE != 0 {
                at += 1;
            }
            if at == close {
                break;
            }
            let place = self.attribute(bytes, at)?;
            if before == at {
                let span = self.span(at, place.name_end);
                self.report(Diagnostic::error(Code::Xml, "white space is missing before this attribute").at(span));
            }
            at = place.value_end + 1;
            self.keep(&place, &mut tag)?;
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
        if empty {
            self.namespaces.truncate(tag.declared);
        } else {
            self.open.push(Open { name: qualified, start, end, declared: tag.declared });
        }
        Ok(Element { name, namespace, local, start, end, empty })
    }

    /// Finds the parts of the attribute that starts at `at`, in the bytes up to the end of its tag.
    fn attribute(&mut self, bytes: &[u8], start: usize) -> Read<Place> {
        let close = bytes.len();
        let mut at = start;
        let mut colon = 0;
        while at < close && CLASS[bytes[at] as usize] & NO_NAME == 0 {
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
            return self.unexpected(at, "a quotation mark");
        }
        Ok(Place { start, colon, name_end, value_start, value_end: at, classes })
    }

    /// Adds the attribute, or the namespace it declares, to what is known.
    fn keep(&mut self, place: &Place, tag: &mut Tag) -> Read<()> {
        let Place { start, colon, name_end, value_start, value_end, classes } = *place;
        let written = &self.text[value_start..value_end];
        let value = if classes & (LESS | EXPAND | ILLEGAL | SUSPECT) == 0 {
            Cow::Borrowed(written)
        } else {
            self.careful_value(written, value_start, classes)?
        };
        // Offsets fit, since larger documents are refused.
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
        let found = self.text[at..].chars().next().map_or(String::new(), |found| format!(", found {found:?}"));
        self.malformed(format!("expected {expected}{found}"), at, at + 1)
    }

    fn check_name(&mut self, start: usize, end: usize) -> Read<()> {
        if character::is_qualified_name(&self.text[start..end]) {
            return Ok(());
        }
        self.malformed("this is no name that XML allows", start, end)
    }
}
