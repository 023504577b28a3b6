//! Text between tags.

use std::borrow::Cow;

use roxmltree::{Node, StringStorage};

use super::{Read, Reader, character::is_space, element::Element, reference};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Quoted},
};

impl<'t, 'a> Reader<'t, 'a, '_> {
    /// Checks that text is white space, where only elements are allowed.
    pub(super) fn only_white_space(&mut self, node: Node<'t, 'a>, parent: Element<'t, 'a>) {
        let bytes = node.text().unwrap_or_default().as_bytes();
        let mut at = 0;
        while at < bytes.len() && matches!(bytes[at], b' ' | b'\n' | b'\t' | b'\r') {
            at += 1;
        }
        if at == bytes.len() {
            return;
        }
        let (start, end) = self.text_range(node);
        let written = self.text[start..end].trim_matches(is_space);
        let start = start + self.text[start..end].find(written).unwrap_or(0);
        let span = self.span(start, start + written.len());
        let message = format!("{} cannot contain text", Quoted(parent.qualified_name(self.text)));
        self.report(Diagnostic::error(Code::Csdl, message).at(span));
    }

    /// Reads an element that contains only text.
    pub(super) fn content(&mut self, element: Element<'t, 'a>) -> Read<Text<'a>> {
        if self.attributes.remaining > 0 {
            self.ignore_remaining(element);
        }
        let mut value = Cow::Borrowed("");
        let (mut start, mut end) = (element.end, element.end);
        while let Some(node) = self.next {
            if node.is_element() {
                let child = self.enter(node)?;
                self.misplaced(child, element)?;
                continue;
            }
            self.next = node.next_sibling();
            let Some(piece) = node.text_storage().filter(|_| node.is_text()) else { continue };
            let (from, to) = self.text_range(node);
            append(&mut value, self.checked(piece, from, to));
            if start == end {
                start = from;
            }
            end = to;
        }
        self.leave(element);
        Ok(Text { value, span: self.span(start, end) })
    }

    /// Returns the value of text or of an attribute that is at `start..end`.
    pub(super) fn checked(&mut self, value: &StringStorage<'a>, start: usize, end: usize) -> Cow<'a, str> {
        match value {
            StringStorage::Borrowed(text) => Cow::Borrowed(text),
            StringStorage::Owned(text) => {
                // roxmltree replaces `&#xD800;`. CDATA sections have no references.
                let written = &self.text[start..end];
                if !written.contains("<![CDATA[")
                    && let Some(invalid) = reference::first_invalid(written)
                {
                    self.report(invalid.diagnostic(self.file, start));
                }
                Cow::Owned(text.to_string())
            }
        }
    }

    /// Returns where text is, which may be in several pieces.
    fn text_range(&self, node: Node<'t, 'a>) -> (usize, usize) {
        let start = node.range().start;
        let end = match (node.next_sibling(), node.parent()) {
            (Some(next), _) => next.range().start,
            (None, Some(parent)) => self.text[..parent.range().end].rfind("</").unwrap_or(start),
            (None, None) => node.range().end,
        };
        (start, end.max(start))
    }
}

fn append<'a>(value: &mut Cow<'a, str>, piece: Cow<'a, str>) {
    if value.is_empty() {
        *value = piece;
    } else {
        value.to_mut().push_str(&piece);
    }
}
