//! A structural index of a CSDL text: which elements it has, and where their names and values are.
//!
//! With the index, a [`Document`] is made without parsing XML. The strings and positions of the document are those of
//! the text, so diagnostics show its lines. The index of the embedded metadata is committed beside it.
//!
//! # Format
//!
//! A header: the eight bytes of `MAGIC`, then the length of the text, four bytes, little-endian. Then the document as a
//! sequence of numbers in LEB128. Positions are relative to the end of the position before, modulo 2³², so that most
//! take a byte. [`records`] lists the fields of each element in the order in which they are written:
//!
//! | value | written as |
//! |---|---|
//! | span | start, length |
//! | text | start, twice the length; plus one if the value differs from the text there, then its length and bytes |
//! | optional text | 0, or 1 and the text |
//! | Boolean | 0 absent, 1 false, 2 true |
//! | list | the number of items, then the items |
//! | enum | the number of the variant, then its content |
//! | name of the specification | its number in the reader's vocabulary |

mod index_reader;
#[cfg(feature = "tools")]
mod index_writer;
mod records;

use super::Document;
use crate::diagnostic::FileId;
use index_reader::IndexReader;
#[cfg(feature = "tools")]
use index_writer::IndexWriter;

/// Identifies the format; the last byte is its version.
const MAGIC: [u8; 8] = *b"CSDLIDX\x01";

/// The length of the header in bytes.
const HEADER: usize = MAGIC.len() + size_of::<u32>();

/// A value that the index contains.
trait Indexed<'a>: Sized {
    /// Reads the value. If the index is damaged, the value is arbitrary and [`IndexReader::is_complete`] is false.
    fn read(from: &mut IndexReader<'a, '_>) -> Self;

    #[cfg(feature = "tools")]
    fn write(&self, to: &mut IndexWriter<'a>);
}

/// Makes the document of a text from its index; returns `None` if the index is damaged, or of another text or version.
///
/// The document is the one that [`read`](super::read) returns. Differences that a damaged index might cause without
/// being noticed are confined to the document: it contains no text that is not in `text` or `index`.
#[must_use]
pub fn read_indexed<'a>(file: FileId, text: &'a str, index: &[u8]) -> Option<Document<'a>> {
    let length = index.get(MAGIC.len()..HEADER)?;
    if index[..MAGIC.len()] != MAGIC || u32::try_from(text.len()).ok()?.to_le_bytes() != *length {
        return None;
    }
    let mut reader = IndexReader::new(file, text, &index[HEADER..]);
    let document = Document::read(&mut reader);
    reader.is_complete().then_some(document)
}

/// Writes the index of a text.
///
/// # Errors
///
/// Returns the reason as prose if the text is not a CSDL document, if reading it gives diagnostics, or if it has
/// elements or attributes that are ignored: the index does not contain these.
#[cfg(feature = "tools")]
pub fn index(text: &str) -> Result<Vec<u8>, String> {
    let mut sources = crate::diagnostic::Sources::default();
    let file = sources.add("metadata", text);
    let mut diagnostics = crate::diagnostic::Diagnostics::strict();
    let document = super::read(file, text, super::Limits::default(), &mut diagnostics);
    let Some(document) = document.filter(|_| diagnostics.list().is_empty()) else {
        return Err(diagnostics.rendered(&sources).to_string());
    };
    if let Some(ignored) = document.ignored.first() {
        return Err(format!("`{}` is ignored ({}), so the index would omit it", ignored.name, ignored.reason));
    }
    let mut writer = IndexWriter::new(text);
    document.write(&mut writer);
    let mut index = MAGIC.to_vec();
    // Longer texts have a diagnostic.
    index.extend((text.len() as u32).to_le_bytes());
    index.extend(writer.into_bytes());
    Ok(index)
}
