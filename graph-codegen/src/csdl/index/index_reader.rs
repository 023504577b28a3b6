use std::borrow::Cow;

use crate::{
    csdl::{Limits, Text},
    diagnostic::{FileId, Span},
};

/// Reads numbers, positions and texts of an index.
///
/// Does not return a result for each: they are many, and each costs time in unoptimized builds. After the first mistake
/// it returns zeros and empty texts, and reading ends soon since there are no items in any list.
pub(super) struct IndexReader<'a, 'i> {
    file: FileId,
    text: &'a str,
    bytes: &'i [u8],
    /// The offset of the next byte.
    at: usize,
    /// The position in the text up to which positions are known; the next one is relative to it.
    position: u32,
    depth: usize,
    is_damaged: bool,
}

impl<'a, 'i> IndexReader<'a, 'i> {
    pub(super) fn new(file: FileId, text: &'a str, bytes: &'i [u8]) -> Self {
        Self { file, text, bytes, at: 0, position: 0, depth: 0, is_damaged: false }
    }

    pub(super) fn file(&self) -> FileId {
        self.file
    }

    /// Returns whether everything was read, without a mistake.
    pub(super) fn is_complete(&self) -> bool {
        !self.is_damaged && self.at == self.bytes.len()
    }

    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// Records a mistake.
    pub(super) fn fail(&mut self) {
        self.is_damaged = true;
        self.at = self.bytes.len();
    }

    pub(super) fn number(&mut self) -> u32 {
        let at = self.at;
        if at >= self.bytes.len() {
            self.fail();
            return 0;
        }
        let byte = self.bytes[at];
        self.at = at + 1;
        if byte < 0x80 { byte as u32 } else { self.long_number(byte) }
    }

    fn long_number(&mut self, first: u8) -> u32 {
        let mut number = u64::from(first & 0x7f);
        let mut shift = 7;
        while self.at < self.bytes.len() && shift < 35 {
            let byte = self.bytes[self.at];
            self.at += 1;
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                if number > u64::from(u32::MAX) {
                    break;
                }
                return number as u32;
            }
        }
        self.fail();
        0
    }

    /// Reads the length of a list whose items take at least a byte each.
    pub(super) fn count(&mut self) -> usize {
        let count = self.number() as usize;
        if count > self.bytes.len() - self.at {
            self.fail();
            return 0;
        }
        count
    }

    pub(super) fn span(&mut self) -> Span {
        let start = self.position.wrapping_add(self.number());
        let end = start.wrapping_add(self.number());
        if start > end || end as usize > self.text.len() {
            self.fail();
            return Span { file: self.file, start: 0, end: 0 };
        }
        self.position = start;
        Span { file: self.file, start, end }
    }

    pub(super) fn text(&mut self) -> Text<'a> {
        let start = self.position.wrapping_add(self.number());
        let length = self.number();
        let end = start.wrapping_add(length >> 1);
        let span = Span { file: self.file, start, end };
        // Also if the start is after the end.
        let Some(written) = self.text.get(start as usize..end as usize) else {
            self.fail();
            return Text { value: Cow::Borrowed(""), span: Span { file: self.file, start: 0, end: 0 } };
        };
        self.position = end;
        let value = if length & 1 == 0 { Cow::Borrowed(written) } else { Cow::Owned(self.string()) };
        Text { value, span }
    }

    fn string(&mut self) -> String {
        let length = self.count();
        let bytes = self.bytes[self.at..self.at + length].to_vec();
        self.at += length;
        String::from_utf8(bytes).unwrap_or_else(|_| {
            self.fail();
            String::new()
        })
    }

    /// Notes that a list begins, whose items may contain lists. Each element that can contain itself does so in a list.
    pub(super) fn enter(&mut self) {
        self.depth += 1;
        if self.depth > Limits::DEEPEST {
            self.fail();
        }
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }
}
