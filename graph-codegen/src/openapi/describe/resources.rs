use std::collections::HashMap;

use super::template::{Segment, segments};
use crate::{
    csdl::Text,
    diagnostic::Span,
    openapi::{Document, Method, Operation, OperationType, PathItem},
};

/// A segment that one or more paths share.
#[derive(Debug)]
pub(super) struct Resource<'d, 'a> {
    pub(super) parent: usize,
    pub(super) segment: Segment<'d>,
    /// Where it is written first.
    pub(super) span: Span,
    /// The path items that end here, each with the index of its document.
    pub(super) items: Vec<(usize, &'d PathItem<'a>)>,
    pub(super) children: Vec<usize>,
}

/// The paths of all documents as a tree of segments. Parents precede their children; the first is the service root.
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
                    // Documents may name keys differently.
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

    /// Returns the operations of the paths that end at a segment.
    pub(super) fn operations(&self, id: usize) -> impl Iterator<Item = (usize, &'d PathItem<'a>, &'d Operation<'a>)> {
        self.list[id]
            .items
            .iter()
            .flat_map(|&(document, item)| item.operations.iter().map(move |operation| (document, item, operation)))
    }

    /// Returns the operation with a method, from the first document that has it.
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

/// Returns the span of a part of a path's text. The text may be quoted; if it is written with escapes, the span is that
/// of the whole text.
fn within(key: &Text<'_>, offset: usize, length: usize) -> Span {
    let span = key.span;
    let behind = match ((span.end - span.start) as usize).checked_sub(key.value.len()) {
        Some(0) => 0,
        // A text on several lines may also be longer by two.
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
    fn segments_of_quoted_and_unquoted_paths_are_located() {
        assert_eq!(marked("/people名/{id}", "/people名/{id}", 1, 9), "people名");
        assert_eq!(marked("\"/people名/{id}\"", "/people名/{id}", 1, 9), "people名");
        assert_eq!(marked("\"/people\\u00e4\"", "/peopleä", 1, 8), "\"/people\\u00e4\"");
    }
}
