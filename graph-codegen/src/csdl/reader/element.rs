use std::borrow::Cow;

use roxmltree::{Node, StringStorage};

use super::{
    Limits, Read, Reader,
    attributes::Attribute,
    markup,
    namespace::Kind,
    vocabulary::{AttributeName, ElementName},
};
use crate::{
    csdl::{Annotation, Ignored, Text},
    diagnostic::{Code, Diagnostic, Quoted, Span, closest},
};

/// An element, with the position of its start tag.
#[derive(Clone, Copy)]
pub(super) struct Element<'t, 'a> {
    pub(super) name: ElementName,
    pub(super) namespace: Kind,
    /// The name without prefix, as written.
    pub(super) local: &'a str,
    /// Where the tag starts.
    pub(super) start: usize,
    /// Where the tag ends.
    pub(super) end: usize,
    pub(super) node: Node<'t, 'a>,
}

impl Element<'_, '_> {
    /// Returns the name with prefix, as written.
    pub(super) fn qualified_name<'s>(&self, text: &'s str) -> &'s str {
        let name = &text[self.start + 1..];
        &name[..markup::name_length(name)]
    }
}

impl<'t, 'a> Reader<'t, 'a, '_> {
    /// Returns the next child of `parent`, or `None` at its end.
    ///
    /// Skips elements that are not in the specification. The first call records attributes of `parent` that have not
    /// been taken as ignored.
    pub(super) fn child(&mut self, parent: Element<'t, 'a>) -> Read<Option<Element<'t, 'a>>> {
        if self.attributes.remaining > 0 {
            self.ignore_remaining(parent);
        }
        while let Some(node) = self.next {
            if node.is_element() {
                let element = self.enter(node)?;
                if element.name != ElementName::Unknown {
                    return Ok(Some(element));
                }
                self.ignore(element, parent)?;
                continue;
            }
            self.next = node.next_sibling();
            if node.is_text() {
                self.only_white_space(node, parent);
            }
        }
        self.leave(parent);
        Ok(None)
    }

    /// Begins to read an element: its attributes, then its children.
    pub(super) fn enter(&mut self, node: Node<'t, 'a>) -> Read<Element<'t, 'a>> {
        let range = node.range();
        let first = node.first_child();
        let end = tag_end(self.text, &node, first);
        if self.depth >= self.max_depth {
            return self.too_deep(range.start, end);
        }
        self.depth += 1;
        self.next = first;
        self.read_attributes(node);
        let tag = node.tag_name();
        let (namespace, local) = (self.kind(tag.namespace()), tag.name());
        let name = match ElementName::from_bytes(local.as_bytes()) {
            Some(name) if namespace == Kind::Edm && !name.is_edmx() => name,
            Some(name) if namespace == Kind::Edmx && name.is_edmx() => name,
            _ => ElementName::Unknown,
        };
        Ok(Element { name, namespace, local, start: range.start, end, node })
    }

    /// Ends reading an element.
    pub(super) fn leave(&mut self, element: Element<'t, 'a>) {
        self.depth -= 1;
        self.next = element.node.next_sibling();
    }

    fn too_deep<T>(&mut self, start: usize, end: usize) -> Read<T> {
        let message = format!("elements are nested more than {} deep", self.max_depth);
        let help = format!("`Limits::depth` allows more, up to {}", Limits::DEEPEST);
        self.fatal(Diagnostic::error(Code::Limit, message).at(self.span(start, end)).help(help))
    }

    fn kind(&mut self, uri: Option<&'t str>) -> Kind {
        let Some(uri) = uri else { return Kind::Absent };
        let (last, kind) = self.last_namespace;
        if std::ptr::eq(last, uri) {
            return kind;
        }
        let kind = Kind::of(Some(uri));
        self.last_namespace = (uri, kind);
        kind
    }

    fn read_attributes(&mut self, node: Node<'t, 'a>) {
        self.attributes.clear();
        for attribute in node.attributes() {
            let range = attribute.range();
            let local = attribute.name();
            let (name, namespace) = match attribute.namespace() {
                None => (AttributeName::from_bytes(local.as_bytes()).unwrap_or(AttributeName::Unknown), Kind::Absent),
                namespace => (AttributeName::Unknown, Kind::of(namespace)),
            };
            let end = range.end - 1;
            let (value, start) = match attribute.value_storage() {
                StringStorage::Borrowed(value) => (Cow::Borrowed(*value), end - value.len()),
                value => {
                    // The value has no quotation mark of the kind around it.
                    let quote = char::from(self.text.as_bytes()[end]);
                    let start = self.text[range.start..end].rfind(quote).map_or(end, |at| range.start + at + 1);
                    (self.checked(value, start, end), start)
                }
            };
            // Offsets fit into `u32`, since larger documents are rejected.
            let span = Span { file: self.file, start: start as u32, end: end as u32 };
            let value = Some(Text { value, span });
            self.attributes.push(Attribute { name, namespace, local, start: range.start, value });
        }
    }

    /// Reads the content of an element that can contain only annotations.
    pub(super) fn annotations_of(&mut self, element: Element<'t, 'a>) -> Read<Vec<Annotation<'a>>> {
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
    pub(super) fn no_content(&mut self, element: Element<'t, 'a>) -> Read<()> {
        while let Some(child) = self.child(element)? {
            self.misplaced(child, element)?;
        }
        Ok(())
    }

    /// Reports and skips an element that the specification does not allow here.
    pub(super) fn misplaced(&mut self, element: Element<'t, 'a>, parent: Element<'t, 'a>) -> Read<()> {
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
    fn ignore(&mut self, element: Element<'t, 'a>, parent: Element<'t, 'a>) -> Read<()> {
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
        let (start, end) = (element.start, element.node.range().end);
        let text = Text { value: Cow::Borrowed(&self.text[start..end]), span: self.span(start, end) };
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

    /// Skips an element, checking only how deep the elements inside of it are.
    pub(super) fn skip(&mut self, element: Element<'t, 'a>) -> Read<()> {
        self.attributes.clear();
        let mut depth = self.depth;
        let mut next = self.next;
        while let Some(mut node) = next {
            if node.is_element() && depth >= self.max_depth {
                return self.too_deep(node.range().start, tag_end(self.text, &node, node.first_child()));
            }
            next = node.first_child();
            if next.is_some() {
                depth += 1;
            }
            while next.is_none() {
                next = node.next_sibling();
                match node.parent() {
                    Some(parent) if next.is_none() && parent != element.node => {
                        node = parent;
                        depth -= 1;
                    }
                    _ => break,
                }
            }
        }
        self.leave(element);
        Ok(())
    }
}

/// Returns the end of an element's start tag, given its first child.
fn tag_end(text: &str, node: &Node<'_, '_>, first: Option<Node<'_, '_>>) -> usize {
    let range = node.range();
    if let Some(first) = first {
        return first.range().start;
    }
    let bytes = text.as_bytes();
    if range.end >= 2 && bytes[range.end - 2] == b'/' {
        return range.end;
    }
    // Values cannot contain `<`, so this is the end tag.
    text[range.start + 1..range.end].find('<').map_or(range.end, |length| range.start + 1 + length)
}

/// The number of distinct unknown names that are compared with known ones.
pub(super) const MAX_UNKNOWN: usize = 100;

/// Finds the known name that a misspelled one may mean.
pub(super) fn similar(name: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    // Comparison is quadratic in the length, and every known name is shorter.
    if name.len() > 40 { None } else { closest(name, names) }
}
