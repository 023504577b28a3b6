//! Parses XML with roxmltree.

use roxmltree::{Document, ParsingOptions};

use super::{bounds, malformed};
use crate::diagnostic::{Diagnostic, FileId};

/// Parses a text whose size is below the limit.
///
/// # Errors
///
/// Returns a diagnostic of the first mistake, or if parsing would be expensive.
pub(super) fn parse(file: FileId, text: &str) -> Result<Document<'_>, Diagnostic> {
    bounds::check(file, text)?;
    // Otherwise entities can expand, and refer to files.
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| malformed::diagnostic(file, text, &error))
}
