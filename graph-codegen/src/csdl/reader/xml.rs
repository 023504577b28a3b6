//! Parses XML with roxmltree.

use roxmltree::{Document, ParsingOptions};

use super::{bounds, default_namespace, malformed, recovery::Mistake};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// Parses a text whose size is below the limit.
///
/// # Errors
///
/// Returns the first mistake, or if parsing would be expensive.
pub(super) fn parse(file: FileId, text: &str) -> Result<Document<'_>, Box<Mistake>> {
    bounds::check(file, text).map_err(|diagnostic| Box::new(Mistake { diagnostic, removable: None }))?;
    // Otherwise entities can expand, and refer to files.
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| Box::new(malformed::mistake(file, text, &error)))?;
    match default_namespace::repeated(text, &document) {
        None => Ok(document),
        Some(at) => {
            let span = Span::new(file, at, at + "xmlns".len());
            let diagnostic = Diagnostic::error(Code::Xml, "the default namespace is declared twice").at(span);
            Err(Box::new(Mistake { diagnostic, removable: None }))
        }
    }
}
