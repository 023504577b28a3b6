use std::borrow::Cow;

use super::{
    Read, Reader,
    namespace::Kind,
    token::{CUT_OFF, Token},
    vocabulary::ElementName,
};
use crate::{
    csdl::{Annotation, Ignored, Text},
    diagnostic::{Code, Diagnostic, Quoted, closest},
};

/// A start tag.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) name: ElementName,
    pub(super) namespace: Kind,
    /// The name without prefix, as written.
    pub(super) local: &'a str,
    /// Where the tag starts.
    pub(super) start: usize,
    /// Where the tag ends.
    pub(super) end: usize,
    /// Whether it ends with `/>`.
    pub(super) empty: bool,
}

/// An element whose end tag has not been read yet.
pub(super) struct Open<'a> {
    /// The name with prefix, as written.
    pub(super) name: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The number of namespace declarations in force around it.
    pub(super) declared: usize,
}

impl<'a> Reader<'a, '_> {
    /// Returns the next child of `parent`, or `None` once the end tag has been read.
    ///
    /// Skips elements that are not in the specification. The first call records attributes of `parent` that have not
    /// been taken as ignored.
    pub(super) fn child(&mut self, parent: Element<'a>) -> Read<Option<Element<'a>>> {
        if self.attributes.remaining > 0 {
            self.ignore_remaining(parent);
        }
        if parent.empty {
            return Ok(None);
        }
        loop {
            let token = self.next()?;
            match token {
                Token::Start => {
                    let element = self.start_tag()?;
                    if element.name != ElementName::Unknown {
                        return Ok(Some(element));
                    }
                    self.ignore(element, parent)?;
                }
                Token::End => {
                    self.end_tag()?;
                    return Ok(None);
                }
                Token::Eof => return self.ended(),
                _ => self.only_white_space(token)?,
            }
        }
    }

    /// Reads the content of an element that can contain only annotations.
    pub(super) fn annotations_of(&mut self, element: Element<'a>) -> Read<Vec<Annotation<'a>>> {
        let mut annotations = Vec::new();
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::Annotation => {
                    let annotation = self.annotation(child)?;
                    // Most elements have a single annotation, and a growing vector would reserve four.
                    if annotations.is_empty() {
                        annotations.reserve_exact(1);
                    }
                    annotations.push(annotation);
                }
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(annotations)
    }

    /// Reads the content of an element that must be empty.
    pub(super) fn no_content(&mut self, element: Element<'a>) -> Read<()> {
        while let Some(child) = self.child(element)? {
            self.misplaced(child, element)?;
        }
        Ok(())
    }

    /// Checks that the current token closes the innermost open element.
    pub(super) fn end_tag(&mut self) -> Read<()> {
        let (start, end) = (self.tokens.start, self.tokens.end);
        let bytes = self.text.as_bytes();
        let mut name_end = end - 1;
        while name_end > start + 2 && bytes[name_end - 1].is_ascii_whitespace() {
            name_end -= 1;
        }
        let name = &bytes[start + 2..name_end];
        match self.open.pop() {
            Some(open) if open.name.as_bytes() == name => {
                self.namespaces.in_force = open.declared;
                Ok(())
            }
            Some(open) => {
                let span = self.span(start, end);
                let opened = self.span(open.start, open.end);
                let message = format!("{} does not close {}", Quoted(&self.text[start..end]), Quoted(open.name));
                let help = format!("add {} before it, or remove it", Quoted(&format!("</{}>", open.name)));
                let diagnostic = Diagnostic::error(Code::Xml, message).at(span).help(help);
                self.fatal(diagnostic.note("the open element starts here", opened))
            }
            None => self.malformed("this end tag does not close an element", start, end),
        }
    }

    /// Reports that the document ends inside an element.
    pub(super) fn ended<T>(&mut self) -> Read<T> {
        let end = self.text.len();
        let mut diagnostic =
            Diagnostic::error(Code::Xml, "the document ends inside an element").at(self.span(end, end));
        if let Some(open) = self.open.last() {
            let note = format!("{} starts here and has no end tag", Quoted(open.name));
            diagnostic = diagnostic.note(note, self.span(open.start, open.end));
        }
        self.fatal(diagnostic.help(CUT_OFF))
    }

    /// Reports and skips an element that the specification does not allow here.
    pub(super) fn misplaced(&mut self, element: Element<'a>, parent: Element<'a>) -> Read<()> {
        if element.name == ElementName::Unknown {
            return self.ignore(element, parent);
        }
        let message = format!("{} cannot contain {}", Quoted(parent.local), Quoted(element.local));
        let span = self.span(element.start, element.end);
        let mut diagnostic = Diagnostic::error(Code::Csdl, message).at(span);
        if let Some(parents) = element.name.parents() {
            diagnostic = diagnostic.help(format!("`{}` belongs in {parents}", element.name.as_str()));
        }
        self.report(diagnostic);
        self.skip(element)
    }

    /// Skips an element that is not in the specification, and records it as ignored.
    fn ignore(&mut self, element: Element<'a>, parent: Element<'a>) -> Read<()> {
        let tag = self.span(element.start, element.end);
        let reason = match element.namespace {
            Kind::Foreign => {
                self.reject_older_version(element)?;
                "foreign namespace"
            }
            Kind::Absent => {
                let message = format!("{} is in no namespace", Quoted(element.local));
                let help = "declare it: `xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"`";
                self.report(Diagnostic::error(Code::Csdl, message).at(tag).help(help));
                "no namespace"
            }
            Kind::Edm | Kind::Edmx => {
                let (name, parent) = (Quoted(element.local), Quoted(parent.local));
                let message = format!("{name} in {parent} is ignored: the specification has no such element");
                let mut warning = Diagnostic::warning(Code::Csdl, message).at(tag);
                if let Some(meant) = self.similar_element(element.local) {
                    warning = warning.help(format!("did you mean `{meant}`?"));
                }
                self.report(warning);
                "not in the specification"
            }
        };
        self.skip(element)?;
        let end = if element.empty { element.end } else { self.tokens.end };
        let text = Text { value: Cow::Borrowed(&self.text[element.start..end]), span: self.span(element.start, end) };
        self.ignored.push(Ignored { name: element.local.to_owned(), reason, text });
        Ok(())
    }

    /// Finds the element that may be meant by a misspelled one. Cached, since a mistake is often repeated.
    fn similar_element(&mut self, local: &'a str) -> Option<&'static str> {
        if let Some(known) = self.unknown_elements.get(local) {
            return *known;
        }
        if self.unknown_elements.len() >= MAX_UNKNOWN {
            return None;
        }
        let meant = similar(local, ElementName::ALL.iter().map(|name| name.as_str()));
        self.unknown_elements.insert(local, meant);
        meant
    }

    /// Skips to the end of an element, checking only the XML.
    pub(super) fn skip(&mut self, element: Element<'a>) -> Read<()> {
        self.attributes.clear();
        if element.empty {
            return Ok(());
        }
        let outside = self.open.len() - 1;
        while self.open.len() > outside {
            match self.next()? {
                Token::Start => {
                    self.start_tag()?;
                }
                Token::End => self.end_tag()?,
                Token::Eof => return self.ended(),
                Token::Reference => {
                    let (start, end) = (self.tokens.start, self.tokens.end);
                    self.expand(&self.text[start + 1..end - 1], start, &mut String::new());
                }
                Token::Text => {
                    let (start, end) = (self.tokens.start, self.tokens.end);
                    self.check_text(&self.text[start..end], start);
                }
                _ => self.check_characters_of_token(),
            }
        }
        self.attributes.clear();
        Ok(())
    }
}

/// The number of distinct unknown names that are compared with known ones.
pub(super) const MAX_UNKNOWN: usize = 100;

/// Finds the known name that a misspelled one may mean.
pub(super) fn similar(name: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    // Comparison is quadratic in the length, and every known name is shorter.
    if name.len() > 40 { None } else { closest(name, names) }
}
