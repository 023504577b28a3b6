//! Corrections of known mistakes in published metadata, each a variant of [`Fixup`]. A fix-up that a document no longer
//! needs is reported, so that it can be removed.

use std::collections::{HashMap, hash_map::Entry};

use super::{Annotation, Expression, Model, QualifiedName, Type, TypeKind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// A known mistake in a service's metadata, and its correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fixup {
    /// `microsoft.graph.Json` is declared as a complex type without properties, but services send and accept any JSON
    /// value: numbers, strings, arrays (such as the `values` of the workbook API). The type is marked as
    /// [`represents_untyped`](Type::represents_untyped).
    AnyJson,
    /// `microsoft.graph.directoryObject` has contradictory annotations with the same capability terms, since two
    /// services contribute to the document. The permissive annotation is moved to the front: a request that the service
    /// rejects is a clear error at run time, but a request that cannot be written is missing without notice.
    ContradictoryCapabilities,
}

/// A [`Fixup`] that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppliedFixup {
    /// The fix-up.
    pub fixup: Fixup,
    /// The corrected model element.
    pub target: QualifiedName,
}

enum Outcome {
    Applied,
    /// The mistake has been corrected upstream.
    Obsolete,
}

impl Fixup {
    /// All fix-ups.
    pub const ALL: &'static [Self] = &[Self::AnyJson, Self::ContradictoryCapabilities];

    /// Returns the name of the model element that it corrects.
    #[must_use]
    pub const fn target(self) -> &'static str {
        match self {
            Self::AnyJson => "microsoft.graph.Json",
            Self::ContradictoryCapabilities => "microsoft.graph.directoryObject",
        }
    }

    /// Returns whether repeated terms at `target` are this mistake and need no warning.
    pub(super) fn excuses_repeated_terms(target: &str) -> bool {
        target == Self::ContradictoryCapabilities.target()
    }

    fn apply(self, element: &mut Type) -> Option<Outcome> {
        match self {
            Self::AnyJson => Some(any_json(element)),
            Self::ContradictoryCapabilities => contradictory_capabilities(&mut element.annotations),
        }
    }
}

/// Applies every fix-up whose target the documents declare.
pub(super) fn apply(model: &mut Model, diagnostics: &mut Diagnostics) {
    for &fixup in Fixup::ALL {
        let Some(id) = model.find_type(fixup.target()) else { continue };
        let element = &mut model.types[id.0 as usize];
        match fixup.apply(element) {
            Some(Outcome::Applied) => {
                let target = element.name.clone();
                model.fixups.push(AppliedFixup { fixup, target });
            }
            Some(Outcome::Obsolete) => diagnostics.push(
                Diagnostic::warning(
                    Code::Csdl,
                    format!("the correction `{fixup:?}` of `{}` is no longer needed", element.name),
                )
                .at(element.span)
                .help("this document is correct; the correction can be removed from the generator"),
            ),
            None => {}
        }
    }
}

fn any_json(json: &mut Type) -> Outcome {
    match &json.kind {
        TypeKind::Complex(json) if json.properties.is_empty() && json.navigation_properties.is_empty() => {}
        _ => return Outcome::Obsolete,
    }
    json.represents_untyped = true;
    Outcome::Applied
}

/// Moves permissive annotations to the front. Returns `None` if no term is repeated, since an excerpt or another
/// cloud's document may not have the mistake at all.
fn contradictory_capabilities(annotations: &mut [Annotation]) -> Option<Outcome> {
    let mut outcome = None;
    let mut first: HashMap<(String, Option<String>), usize> = HashMap::new();
    for later in 0..annotations.len() {
        let Annotation { term, qualifier, .. } = &annotations[later];
        match first.entry((term.to_string(), qualifier.clone())) {
            Entry::Vacant(entry) => {
                entry.insert(later);
            }
            Entry::Occupied(earlier) => {
                outcome = Some(Outcome::Applied);
                if !permits(&annotations[*earlier.get()]) && permits(&annotations[later]) {
                    annotations.swap(*earlier.get(), later);
                }
            }
        }
    }
    outcome
}

/// Returns whether the value of the annotation, or of a property of its record, is `true`.
fn permits(annotation: &Annotation) -> bool {
    match &annotation.value {
        Some(Expression::Record(record)) => {
            record.property_values.iter().any(|value| value.value.as_ref().and_then(Expression::as_bool) == Some(true))
        }
        Some(value) => value.as_bool() == Some(true),
        None => true,
    }
}
