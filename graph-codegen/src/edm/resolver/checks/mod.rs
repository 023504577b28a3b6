//! Checks that need the whole model.

mod containers;
mod inheritance;
mod keys;
mod overloads;
mod properties;
mod unreachable;

use std::collections::BTreeSet;

pub(super) use self::containers::{check_profile_settings, check_versions};
pub(in crate::edm) use self::keys::check_one as check_key;
use super::{declarations::Declarations, suggestions::Suggestions};
use crate::{
    diagnostic::{Diagnostics, FileId},
    edm::Model,
};

/// Checks the model and breaks cycles, so that every walk along base types ends.
///
/// `redeclaring` are the documents of a version in which a derived type may redeclare a property.
pub(super) fn check(
    model: &mut Model,
    declared: &Declarations<'_, '_>,
    redeclaring: &BTreeSet<FileId>,
    suggestions: &Suggestions,
    diagnostics: &mut Diagnostics,
) {
    inheritance::check(model, declared, diagnostics);
    inheritance::check_definitions(model, declared, diagnostics);
    containers::check_extension(model, declared, diagnostics);
    model.index.has_redeclarations = properties::check(model, declared, redeclaring, diagnostics);
    keys::check(model, suggestions, diagnostics);
    overloads::check(model, declared, diagnostics);
    containers::check_children(model, diagnostics);
    unreachable::check(model, diagnostics);
}
