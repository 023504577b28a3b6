use std::collections::HashMap;

use super::template::{Segment, segments};
use crate::{
    csdl::Text,
    diagnostic::Span,
    openapi::{Document, Method, Operation, OperationType, PathItem},
};

/// A segment of one or more paths.
#[derive(Debug)]
pub(super) struct Resource<'d, 'a> {
    pub(super) parent: usize,
    pub(super) segment: Segment<'d>,
    /// Where it is first written.
    pub(super) span: Span,
    /// What can be done there, and in which document that stands.
    pub(super) items: Vec<(usize, &'d PathItem<'a>)>,
    pub(super) children: Vec<usize>,
}

/// The paths of all documents as a tree of segments. Each comes behind its parent; the first one is the service's root.
pub(super) struct Resources<'d, 'a> {
    pub(super) list: Vec<Resource<'d, 'a>>,
}

impl<'d, 'a> Resources<'d, 'a> {
    pub(super) fn new(documents: &'d [Document<'a>]) -> Self {
        let mut list = Vec::new();
        let mut known: HashMap<(usize, &str), usize> = HashMap::new();
        for (number, document) in documents.iter().enumerate() {
            for item in &document.paths {
                let mut at = 0;
                if list.is_empty() {
                    list.push(resource(0, Segment::Name(""), item.path.span));
                }
                for (offset, text) in segments(&item.path) {
                    let segment = Segment::parse(text);
                    // The names of keys are the document's own business.
                    let key = if matches!(segment, Segment::Key(_)) { "{}" } else { text };
                    at = *known.entry((at, key)).or_insert_with(|| {
                        let child = list.len();
                        list.push(resource(at, segment, within(&item.path, offset, text.len())));
                        list[at].children.push(child);
                        child
                    });
                }
                list[at].items.push((number, item));
            }
        }
        Self { list }
    }

    /// The methods of a segment that ends a path.
    pub(super) fn operations(&self, id: usize) -> impl Iterator<Item = (usize, &'d PathItem<'a>, &'d Operation<'a>)> {
        self.list[id]
            .items
            .iter()
            .flat_map(|&(document, item)| item.operations.iter().map(move |operation| (document, item, operation)))
    }

    /// A segment's `GET`, `POST` or other method, in the first document that has it.
    pub(super) fn operation(&self, id: usize, method: Method) -> Option<(usize, &'d Operation<'a>)> {
        let mut operations = self.operations(id);
        operations
            .find(|(.., operation)| operation.method == method)
            .map(|(document, _, operation)| (document, operation))
    }

    pub(super) fn is_called(&self, id: usize, how: OperationType) -> bool {
        self.operations(id).any(|(.., operation)| operation.operation_type == Some(how))
    }

    pub(super) fn child(&self, id: usize, is_meant: impl Fn(&Segment<'_>) -> bool) -> Option<usize> {
        self.list[id].children.iter().copied().find(|child| is_meant(&self.list[*child].segment))
    }
}

fn resource<'d, 'a>(parent: usize, segment: Segment<'d>, span: Span) -> Resource<'d, 'a> {
    Resource { parent, segment, span, items: Vec::new(), children: Vec::new() }
}

/// A part of a key's text, which begins behind its quotation mark if it has one. A key that is written with escapes is
/// marked as a whole.
fn within(key: &Text<'_>, offset: usize, length: usize) -> Span {
    let span = key.span;
    let behind = match ((span.end - span.start) as usize).checked_sub(key.value.len()) {
        Some(0) => 0,
        // A text on several lines may be longer by as much.
        Some(2) if !key.value.contains(' ') => 1,
        _ => return span,
    };
    let start = span.start + behind + offset as u32;
    Span { start, end: start + length as u32, ..span }
}

#[cfg(test)]
mod tests {
    use super::within;
    use crate::{
        csdl::Text,
        diagnostic::{FileId, Sources, Span},
    };

    fn marked(written: &str, value: &str, offset: usize, length: usize) -> String {
        let file: FileId = Sources::default().add("a.yml", written.to_owned());
        let text = Text { value: value.into(), span: Span::new(file, 0, written.len()) };
        let span = within(&text, offset, length);
        written[span.start as usize..span.end as usize].to_owned()
    }

    #[test]
    fn a_segment_is_marked_whether_its_path_is_quoted_or_not() {
        assert_eq!(marked("/people名/{id}", "/people名/{id}", 1, 9), "people名");
        assert_eq!(marked("\"/people名/{id}\"", "/people名/{id}", 1, 9), "people名");
        assert_eq!(marked("\"/people\\u00e4\"", "/peopleä", 1, 8), "\"/people\\u00e4\"");
    }
}
