use crate::{csdl::Text, diagnostic::Span};

/// Writes numbers, positions and texts as [`IndexReader`](super::IndexReader) reads them.
pub(super) struct IndexWriter<'a> {
    text: &'a str,
    bytes: Vec<u8>,
    position: u32,
}

impl<'a> IndexWriter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, bytes: Vec::new(), position: 0 }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn span(&mut self, span: Span) {
        self.number(span.start.wrapping_sub(self.position));
        self.number(span.end - span.start);
        self.position = span.start;
    }

    pub(super) fn text(&mut self, text: &Text<'a>) {
        let Span { start, end, .. } = text.span;
        let is_written = self.text.get(start as usize..end as usize) == Some(&text.value);
        self.number(start.wrapping_sub(self.position));
        self.number((end - start) << 1 | u32::from(!is_written));
        self.position = end;
        if !is_written {
            self.number(text.value.len() as u32);
            self.bytes.extend(text.value.bytes());
        }
    }
}
