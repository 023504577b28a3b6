//! Parses XML with roxmltree.

use roxmltree::{Document, ParsingOptions};

use super::{bounds, malformed, recovery::Mistake};
use crate::diagnostic::FileId;

/// Parses a text whose size is below the limit.
///
/// # Errors
///
/// Returns the first mistake, or if parsing would be expensive.
pub(super) fn parse(file: FileId, text: &str) -> Result<Document<'_>, Box<Mistake>> {
    bounds::check(file, text).map_err(|diagnostic| Box::new(Mistake { diagnostic, removable: None }))?;
    // Otherwise entities can expand, and refer to files.
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| Box::new(malformed::mistake(file, text, &error)))
}
