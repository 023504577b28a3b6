//! YAML, and so JSON, as a tree with positions. An alias refers to the node it denotes and does not copy it.

use std::{borrow::Cow, cell::Cell, collections::HashMap};

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Range};

use super::surrogate_pairs;
use crate::{
    csdl::{Limits, Text},
    diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span},
};

/// Identifies a node of a [`Tree`].
pub(super) type NodeId = u32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An unquoted scalar: a number, `true`, `null` or a string.
    Plain,
    /// A quoted scalar, which is a string.
    Quoted,
    Sequence,
    Mapping,
}

#[derive(Debug)]
struct Node<'a> {
    kind: Kind,
    span: Span,
    /// The text of a scalar.
    text: Cow<'a, str>,
    /// The index of the first child in [`Tree::children`]; the keys and values of a mapping alternate.
    first: u32,
    count: u32,
}

/// A YAML document.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    children: Vec<NodeId>,
    pub(super) root: NodeId,
}

impl<'a> Tree<'a> {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn kind(&self, id: NodeId) -> Kind {
        self.nodes[id as usize].kind
    }

    pub(super) fn span(&self, id: NodeId) -> Span {
        self.nodes[id as usize].span
    }

    /// Returns the text of a scalar; empty for other nodes.
    pub(super) fn scalar(&self, id: NodeId) -> &Cow<'a, str> {
        &self.nodes[id as usize].text
    }

    pub(super) fn text(&self, id: NodeId) -> Text<'a> {
        let node = &self.nodes[id as usize];
        Text { value: node.text.clone(), span: node.span }
    }

    pub(super) fn is_null(&self, id: NodeId) -> bool {
        let node = &self.nodes[id as usize];
        node.kind == Kind::Plain && matches!(&*node.text, "" | "~" | "null" | "Null" | "NULL")
    }

    pub(super) fn children(&self, id: NodeId) -> &[NodeId] {
        let node = &self.nodes[id as usize];
        &self.children[node.first as usize..(node.first + node.count) as usize]
    }
}

/// Converts the parser's character indices to byte offsets.
struct Offsets {
    /// The multi-byte characters: the index of each, and the number of bytes in excess of the number of characters up
    /// to it.
    wide: Vec<(usize, usize)>,
    start: usize,
    /// The number of multi-byte characters before the last index that was converted; the next index is usually near.
    last: Cell<usize>,
}

/// The number of bytes that are checked for ASCII at once.
const PIECE: usize = 1024;

impl Offsets {
    /// `pairs` are the characters of the text that are surrogate pairs in the document.
    fn new(text: &str, start: usize, pairs: &[usize]) -> Self {
        let mut wide = Vec::new();
        let mut pairs = pairs.iter().peekable();
        // The bytes of the text, and of the document, in excess of their characters.
        let mut more = (0, 0);
        for (number, piece) in text.as_bytes().chunks(PIECE).enumerate() {
            if piece.is_ascii() {
                continue;
            }
            for (at, byte) in piece.iter().enumerate() {
                let of_text = match byte {
                    0xc0..=0xdf => 1,
                    0xe0..=0xef => 2,
                    0xf0.. => 3,
                    _ => continue,
                };
                let is_pair = pairs.next_if(|pair| **pair == number * PIECE + at).is_some();
                let of_document = if is_pair { surrogate_pairs::PAIR - 1 } else { of_text };
                let index = number * PIECE + at - more.0;
                more = (more.0 + of_text, more.1 + of_document);
                wide.push((index, more.1));
            }
        }
        Self { wide, start, last: Cell::new(0) }
    }

    fn byte(&self, index: usize) -> usize {
        if self.wide.is_empty() {
            return self.start + index;
        }
        let mut before = self.last.get();
        while before > 0 && self.wide[before - 1].0 >= index {
            before -= 1;
        }
        while before < self.wide.len() && self.wide[before].0 < index {
            before += 1;
        }
        self.last.set(before);
        let more = if before == 0 { 0 } else { self.wide[before - 1].1 };
        self.start + index + more
    }
}

/// A collection whose end has not been reached.
struct Open {
    id: NodeId,
    /// The number of finished nodes that are not its children.
    finished: usize,
    anchor: usize,
}

struct TreeBuilder<'a> {
    file: FileId,
    end: usize,
    offsets: Offsets,
    tree: Tree<'a>,
    open: Vec<Open>,
    /// Nodes whose parent is incomplete.
    finished: Vec<NodeId>,
    anchors: HashMap<usize, NodeId>,
}

/// Parses a YAML or JSON document.
///
/// # Errors
///
/// Returns a diagnostic for the first mistake in the YAML, or the first limit that is exceeded.
pub(super) fn build<'a>(file: FileId, text: &'a str, limits: Limits) -> Result<Tree<'a>, Diagnostic> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.len() - body.len();
    let (body, pairs) = surrogate_pairs::replace(body);
    let mut builder = TreeBuilder {
        file,
        end: text.len(),
        offsets: Offsets::new(&body, start, &pairs),
        tree: Tree { nodes: Vec::new(), children: Vec::new(), root: 0 },
        open: Vec::new(),
        finished: Vec::new(),
        anchors: HashMap::new(),
    };
    let max_depth = limits.depth.min(Limits::DEEPEST);
    match body {
        Cow::Borrowed(body) => builder.read(body, max_depth, |text| text)?,
        Cow::Owned(body) => builder.read(&body, max_depth, |text| Cow::Owned(text.into_owned()))?,
    }
    match builder.finished.first() {
        Some(&root) => builder.tree.root = root,
        None => return Err(Diagnostic::error(Code::Yaml, "the document is empty").at(Span::new(file, 0, 0))),
    }
    Ok(builder.tree)
}

impl<'a> TreeBuilder<'a> {
    /// Reads a text. `keep` makes the text of a scalar live as long as the tree.
    fn read<'t>(
        &mut self,
        body: &'t str,
        max_depth: usize,
        keep: impl Fn(Cow<'t, str>) -> Cow<'a, str>,
    ) -> Result<(), Diagnostic> {
        let mut documents = 0;
        let mut parser = Parser::new_from_str(body);
        while let Some(event) = parser.next_event() {
            let (event, range) = event.map_err(|error| {
                let at = self.offsets.byte(error.marker().index()).min(self.end);
                Diagnostic::error(Code::Yaml, format!("this is not valid YAML: {}", error.info()))
                    .at(Span::new(self.file, at, at))
                    .help("the document may be truncated, or an indentation or a quotation mark may not match")
            })?;
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(Diagnostic::error(Code::Yaml, "the file contains a second YAML document")
                            .at(self.span(range))
                            .help("move each document to its own file; several files may form one model"));
                    }
                }
                Event::SequenceStart(anchor, _) => self.open(Kind::Sequence, anchor, range, max_depth)?,
                Event::MappingStart(anchor, _) => self.open(Kind::Mapping, anchor, range, max_depth)?,
                Event::SequenceEnd | Event::MappingEnd => self.close(range),
                Event::Scalar(value, style, anchor, _) => {
                    let kind = if style == ScalarStyle::Plain { Kind::Plain } else { Kind::Quoted };
                    let id = self.add(kind, keep(value), range);
                    self.finish(id, anchor);
                }
                Event::Alias(anchor) => match self.anchors.get(&anchor) {
                    Some(&id) => self.finished.push(id),
                    None => {
                        return Err(Diagnostic::error(Code::Yaml, "this alias refers to a node that contains it")
                            .at(self.span(range)));
                    }
                },
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
        }
        Ok(())
    }

    fn span(&self, range: Range) -> Span {
        let start = self.offsets.byte(range.start.index()).min(self.end);
        let end = self.offsets.byte(range.end.index()).min(self.end);
        Span::new(self.file, start, end)
    }

    fn add(&mut self, kind: Kind, text: Cow<'a, str>, range: Range) -> NodeId {
        let span = self.span(range);
        self.tree.nodes.push(Node { kind, span, text, first: 0, count: 0 });
        // Node indices fit, since a document has less than 4 GiB.
        (self.tree.nodes.len() - 1) as NodeId
    }

    fn finish(&mut self, id: NodeId, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        self.finished.push(id);
    }

    fn open(&mut self, kind: Kind, anchor: usize, range: Range, max_depth: usize) -> Result<(), Diagnostic> {
        if self.open.len() >= max_depth {
            return Err(Diagnostic::error(Code::Limit, format!("the document is nested more than {max_depth} deep"))
                .at(self.span(range))
                .help(format!("`Limits::depth` allows more, up to {}", Limits::DEEPEST)));
        }
        let id = self.add(kind, Cow::Borrowed(""), range);
        self.open.push(Open { id, finished: self.finished.len(), anchor });
        Ok(())
    }

    fn close(&mut self, range: Range) {
        let Some(open) = self.open.pop() else { return };
        let end = self.span(range).end;
        let node = &mut self.tree.nodes[open.id as usize];
        node.first = self.tree.children.len() as u32;
        node.count = (self.finished.len() - open.finished) as u32;
        node.span.end = end.max(node.span.end);
        self.tree.children.extend(self.finished.drain(open.finished..));
        self.finish(open.id, open.anchor);
    }
}

/// Parses a document and reports a mistake.
pub(super) fn parse<'a>(
    file: FileId,
    text: &'a str,
    limits: Limits,
    diagnostics: &mut Diagnostics,
) -> Option<Tree<'a>> {
    build(file, text, limits).map_err(|diagnostic| diagnostics.push(diagnostic)).ok()
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn character_indices_become_byte_offsets() {
        let text = "a\u{e4}b\u{540d}c\u{1f600}d";
        let offsets = Offsets::new(text, 3, &[]);
        let expected: Vec<usize> = text.char_indices().map(|(at, _)| 3 + at).collect();
        let forwards: Vec<usize> = (0..7).map(|index| offsets.byte(index)).collect();
        assert_eq!(forwards, expected);
        for index in (0..7).rev() {
            assert_eq!(offsets.byte(index), expected[index]);
        }
        // The last character is a pair of escapes in the document.
        let pairs = Offsets::new("\u{e4}\u{1f600}\u{1f600}a", 0, &[6]);
        let found: Vec<usize> = (0..4).map(|index| pairs.byte(index)).collect();
        assert_eq!(found, [0, 2, 6, 18]);
        let long = format!("{}\u{e4}b", "a".repeat(5000));
        assert_eq!(Offsets::new(&long, 0, &[]).byte(5001), 5002);
    }
}
