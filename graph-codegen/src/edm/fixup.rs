//! Corrections of known mistakes in published metadata. Each is one variant of [`Fixup`], says what is wrong, and is
//! reported when a document of that service no longer needs it, so that it can go.

use super::{Annotation, Expression, Model, QualifiedName, Type, TypeKind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// A known mistake of a service's metadata, and what is done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fixup {
    /// `microsoft.graph.Json` is declared as a complex type without properties, but services send and take any JSON
    /// value there: numbers, text, arrays (the workbook API's `values` are arrays of arrays). The type is marked as
    /// [`represents_untyped`](Type::represents_untyped).
    AnyJson,
    /// `microsoft.graph.directoryObject` is annotated twice with the same capability terms, with `false` and with
    /// `true`: two services contribute to one document. The permissive annotation is moved to the front, because a
    /// request that the service refuses is a clear error at run time, and one that cannot be written is none.
    ContradictoryCapabilities,
}

/// A [`Fixup`] that was needed, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppliedFixup {
    /// Which.
    pub fixup: Fixup,
    /// The model element.
    pub target: QualifiedName,
}

enum Outcome {
    Applied,
    /// The mistake is mended upstream.
    Obsolete,
}

impl Fixup {
    /// Every fix-up.
    pub const ALL: &'static [Self] = &[Self::AnyJson, Self::ContradictoryCapabilities];

    /// The model element that it corrects.
    #[must_use]
    pub const fn target(self) -> &'static str {
        match self {
            Self::AnyJson => "microsoft.graph.Json",
            Self::ContradictoryCapabilities => "microsoft.graph.directoryObject",
        }
    }

    /// Whether a term that stands twice at `target` is this mistake, and needs no warning of its own.
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

/// Only documents that repeat a term have the mistake; a slice or another cloud's document without it is no news.
fn contradictory_capabilities(annotations: &mut [Annotation]) -> Option<Outcome> {
    let mut outcome = None;
    for later in 1..annotations.len() {
        let earlier = annotations[..later].iter().position(|earlier| {
            earlier.term == annotations[later].term && earlier.qualifier == annotations[later].qualifier
        });
        if let Some(earlier) = earlier {
            outcome = Some(Outcome::Applied);
            if !permits(&annotations[earlier]) && permits(&annotations[later]) {
                annotations.swap(earlier, later);
            }
        }
    }
    outcome
}

/// Whether the annotation says `true`, itself or in a property of its record.
fn permits(annotation: &Annotation) -> bool {
    match &annotation.value {
        Some(Expression::Record(record)) => {
            record.property_values.iter().any(|value| value.value.as_ref().and_then(Expression::as_bool) == Some(true))
        }
        Some(value) => value.as_bool() == Some(true),
        None => true,
    }
}
