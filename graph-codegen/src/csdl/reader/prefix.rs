//! Checks "Namespaces in XML" for start tags, and duplicate attributes.

use std::borrow::Cow;

use super::{
    Read, Reader,
    namespace::{self, Kind},
    tag::Tag,
};
use crate::diagnostic::{Code, Diagnostic, Quoted, Span};

/// More than five times as many as any element of the specification has; keeps the search for duplicates cheap.
const MAX_ATTRIBUTES: usize = 100;
/// The maximum number of declarations in force.
const MAX_NAMESPACES: usize = 100;

impl<'a> Reader<'a, '_> {
    /// Reports the last attribute if an earlier one has the same prefix and name.
    pub(super) fn check_unknown_duplicate(&mut self) -> Read<()> {
        let list = &self.attributes.list;
        if list.len() > MAX_ATTRIBUTES {
            let at = list[list.len() - 1].start;
            let span = self.span(at, at);
            let message = format!("an element has more than {MAX_ATTRIBUTES} attributes");
            return self.fatal(Diagnostic::error(Code::Limit, message).at(span));
        }
        let Some((last, earlier)) = list.split_last() else { return Ok(()) };
        let (local, at) = (last.local, last.start);
        if earlier.iter().any(|other| other.local == local && other.prefix == last.prefix) {
            self.duplicate(local, at);
        }
        Ok(())
    }

    /// Reports a duplicate attribute; `at` is where its name starts.
    pub(super) fn duplicate(&mut self, local: &str, at: usize) {
        let span = self.span(at, at + local.len());
        let message = format!("attribute {} is duplicated", Quoted(local));
        self.report(Diagnostic::error(Code::Xml, message).at(span));
    }

    /// Adds `xmlns:prefix="uri"`, or `xmlns="uri"` if the prefix is empty.
    pub(super) fn declare(&mut self, prefix: &'a str, uri: Cow<'a, str>, span: Span, tag: &Tag) -> Read<()> {
        if self.namespaces.len() >= MAX_NAMESPACES {
            let message = format!("more than {MAX_NAMESPACES} namespaces are declared");
            return self.fatal(Diagnostic::error(Code::Limit, message).at(span));
        }
        let name = Quoted(prefix);
        let wrong = if self.namespaces.is_declared_since(tag.declared, prefix) {
            match prefix {
                "" => Some("attribute `xmlns` is duplicated".to_owned()),
                _ => Some(format!("the prefix {name} is declared twice")),
            }
        } else if prefix == "xmlns" || (prefix == "xml") != (uri == namespace::XML) || uri == namespace::XMLNS {
            Some("the prefixes `xml` and `xmlns` and their namespaces cannot be redeclared".to_owned())
        } else if !prefix.is_empty() && uri.is_empty() {
            Some(format!("the prefix {name} is declared with an empty namespace"))
        } else {
            None
        };
        if let Some(message) = wrong {
            self.report(Diagnostic::error(Code::Xml, message).at(span));
        }
        self.namespaces.declare(prefix, uri);
        Ok(())
    }

    /// Ends reading at a name with an undeclared prefix; `at` is where it starts.
    pub(super) fn undeclared<T>(&mut self, prefix: &str, at: usize) -> Read<T> {
        let span = self.span(at, at + prefix.len());
        let message = format!("the prefix {} is not declared", Quoted(prefix));
        let help = "declare it as `xmlns:prefix=\"…\"` in this element or an enclosing one";
        self.fatal(Diagnostic::error(Code::Xml, message).at(span).help(help))
    }

    /// Resolves the prefixes of attributes at the end of a tag: a declaration may follow the names that use it.
    pub(super) fn resolve_prefixes(&mut self) -> Read<()> {
        let mut index = 0;
        while index < self.attributes.list.len() {
            let attribute = &self.attributes.list[index];
            let (prefix, local, start) = (attribute.prefix, attribute.local, attribute.start);
            if !prefix.is_empty() {
                let Some(kind) = self.namespaces.kind(prefix) else { return self.undeclared(prefix, start) };
                self.attributes.list[index].namespace = kind;
                if self.is_duplicate(index, prefix, local) {
                    self.duplicate(local, start + prefix.len() + 1);
                }
            }
            index += 1;
        }
        Ok(())
    }

    /// Returns whether one of the first `count` attributes has another prefix, but the same namespace and name.
    fn is_duplicate(&self, count: usize, prefix: &str, local: &str) -> bool {
        self.attributes.list[..count].iter().any(|earlier| {
            earlier.local == local
                && earlier.namespace != Kind::Absent
                && earlier.prefix != prefix
                && self.namespaces.uri(earlier.prefix) == self.namespaces.uri(prefix)
        })
    }
}
