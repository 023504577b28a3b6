//! Finds more than the first mistake in a text that is not well-formed.

use std::ops::Range;

use super::{Limits, Reader, xml};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId};

/// A mistake in the XML, and what can be overwritten to read on.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) diagnostic: Diagnostic,
    /// A character, reference or attribute, and what can be in its place.
    pub(super) removable: Option<(Range<usize>, &'static str)>,
}

/// The maximum number of mistakes that are reported; the text is parsed again after each.
const MAX_MISTAKES: usize = 10;
/// The maximum size of a text that is parsed again, in bytes.
const MAX_SIZE: usize = 16 << 20;

/// Reports a mistake and those that follow. Each is overwritten with as many bytes, so positions stay valid.
pub(super) fn report(file: FileId, text: &str, limits: Limits, first: Mistake, diagnostics: &mut Diagnostics) {
    let mut text = text.to_owned();
    let mut mistake = first;
    for _ in 0..MAX_MISTAKES {
        diagnostics.push(mistake.diagnostic);
        let Some((range, filler)) = mistake.removable.filter(|_| text.len() <= MAX_SIZE) else { return };
        let filler = filler.repeat(range.len());
        text.replace_range(range, &filler);
        mistake = match xml::parse(file, &text) {
            Ok(tree) => {
                // Mistakes in the CSDL.
                let _ = Reader::new(file, &text, limits, diagnostics).document(&tree);
                return;
            }
            Err(next) => *next,
        };
    }
}
