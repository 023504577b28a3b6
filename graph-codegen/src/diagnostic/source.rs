use std::{borrow::Cow, fmt, sync::OnceLock};

/// Identifies one [`Source`] of a [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// A half-open range of bytes in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The source that contains the range.
    pub file: FileId,
    /// The offset of the first byte.
    pub start: u32,
    /// The offset after the last byte.
    pub end: u32,
}

impl Span {
    /// Creates the range `start..end` of `file`; offsets above 4 GiB saturate.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end.max(start)) }
    }
}

/// A line and column, counted from 1; columns are counted in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A text that diagnostics can refer to, such as a metadata document or a selector.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: Cow<'static, str>,
    #[cfg_attr(not(feature = "tools"), expect(dead_code, reason = "commands do not show positions in it"))]
    is_embedded: bool,
    /// The start of each line; computed lazily, since most runs do not need it.
    lines: OnceLock<Vec<usize>>,
}

impl Source {
    /// Returns the name shown before `line:column`: a path as given by the user, or a label.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether users have the text under its name, so that positions in it help them: it is neither embedded nor a
    /// selector on the command line.
    #[cfg(feature = "tools")]
    pub(crate) fn is_of_user(&self) -> bool {
        !self.is_embedded && !self.is_selector()
    }

    /// Whether it is a selector that is not in a file; `Builder::select` names these.
    #[cfg(feature = "tools")]
    pub(crate) fn is_selector(&self) -> bool {
        let number = self.name.strip_prefix("selector");
        number.is_some_and(|rest| rest.bytes().all(|byte| byte == b' ' || byte.is_ascii_digit()))
    }

    /// Returns the line and column of a byte offset; one after the end, or inside a character, is moved back to a valid
    /// one.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.boundary(offset);
        let (index, start) = self.line_at(offset);
        Position { line: index + 1, column: self.text[start..offset].chars().count() + 1 }
    }

    /// Returns the line that contains a byte offset, without its line end.
    #[must_use]
    pub fn line(&self, offset: u32) -> &str {
        let (lines, index) = (self.lines(), self.line_at(self.boundary(offset)).0);
        let end = lines.get(index + 1).copied().unwrap_or(self.text.len());
        self.text[lines[index]..end].trim_end_matches(['\r', '\n'])
    }

    /// Returns the number of bytes between the start of the line and a byte offset.
    pub(super) fn column_offset(&self, offset: u32) -> usize {
        let offset = self.boundary(offset);
        offset - self.line_at(offset).1
    }

    /// Returns the index of the line that contains an offset, and where it starts. A byte order mark is not part of the
    /// first line.
    fn line_at(&self, offset: usize) -> (usize, usize) {
        let lines = self.lines();
        let index = lines.partition_point(|start| *start <= offset).saturating_sub(1);
        (index, lines[index].min(offset))
    }

    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let first = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let mut lines = vec![first];
            lines.extend(self.text.match_indices('\n').map(|(newline, _)| newline + 1));
            lines
        })
    }

    fn boundary(&self, offset: u32) -> usize {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// The texts that a run of the generator reads.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Adds a text under a name, and returns its identifier for spans.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(name.into(), Cow::Owned(text.into()), false)
    }

    /// Adds an embedded text, without copying it.
    pub(crate) fn add_embedded(&mut self, name: &'static str, text: &'static str) -> FileId {
        self.push(name.to_owned(), Cow::Borrowed(text), true)
    }

    fn push(&mut self, name: String, text: Cow<'static, str>, is_embedded: bool) -> FileId {
        self.list.push(Source { name, text, is_embedded, lines: OnceLock::new() });
        FileId(u32::try_from(self.list.len() - 1).unwrap_or(u32::MAX))
    }

    /// Returns the source of `file`.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.list.get(file.0 as usize)
    }

    /// Returns the sources with their identifiers, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0u32..).map(FileId).zip(&self.list)
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Source, Sources};

    fn source(text: &str) -> Source {
        let mut sources = Sources::default();
        let file = sources.add("a", text);
        sources.get(file).unwrap().clone()
    }

    #[test]
    fn columns_count_characters_and_lines_may_end_with_crlf() {
        let source = source("äb\r\nc名d\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        assert_eq!(source.position(5), Position { line: 2, column: 1 });
        assert_eq!(source.position(9), Position { line: 2, column: 3 });
        assert_eq!(source.line(0), "äb");
        assert_eq!(source.line(3), "äb");
        assert_eq!(source.line(9), "c名d");
    }

    #[test]
    fn invalid_offsets_are_moved_back() {
        let source = source("ä\n");
        assert_eq!(source.position(1), Position { line: 1, column: 1 });
        assert_eq!(source.position(3), Position { line: 2, column: 1 });
        assert_eq!(source.position(u32::MAX), Position { line: 2, column: 1 });
        assert_eq!(source.line(u32::MAX), "");
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        let source = source("\u{feff}<a/>");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(3), Position { line: 1, column: 1 });
        assert_eq!(source.position(4), Position { line: 1, column: 2 });
        assert_eq!(source.line(0), "<a/>");
    }
}
