//! Checks that need the whole model.

mod containers;
mod inheritance;
mod keys;
mod overloads;
mod properties;

use super::{declarations::Declarations, suggestions::Suggestions};
use crate::{diagnostic::Diagnostics, edm::Model};

/// Checks the model and breaks cycles, so that every walk along base types ends.
pub(super) fn check(
    model: &mut Model,
    declared: &Declarations<'_, '_>,
    suggestions: &Suggestions,
    diagnostics: &mut Diagnostics,
) {
    inheritance::check(model, declared, diagnostics);
    inheritance::check_definitions(model, declared, diagnostics);
    containers::check_extension(model, declared, diagnostics);
    containers::check_number(model, diagnostics);
    properties::check(model, declared, diagnostics);
    keys::check(model, suggestions, diagnostics);
    overloads::check(model, declared, diagnostics);
}
