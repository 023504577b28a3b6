//! Rules that need the whole model.

mod container_extension;
mod inheritance;
mod keys;
mod overloads;
mod properties;
mod several_containers;

use super::{declared::Declared, suggestions::Suggestions};
use crate::{diagnostic::Diagnostics, edm::Model};

/// Checks the model; cycles are cut, so that every walk along base types ends.
pub(super) fn check(
    model: &mut Model,
    declared: &Declared<'_, '_>,
    suggestions: &Suggestions,
    diagnostics: &mut Diagnostics,
) {
    inheritance::check(model, declared, diagnostics);
    inheritance::check_definitions(model, declared, diagnostics);
    container_extension::check(model, declared, diagnostics);
    several_containers::check(model, diagnostics);
    properties::check(model, declared, diagnostics);
    keys::check(model, suggestions, diagnostics);
    overloads::check(model, declared, diagnostics);
}
