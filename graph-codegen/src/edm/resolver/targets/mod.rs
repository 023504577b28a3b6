//! Annotations that stand apart from their targets.

mod place;
mod search;

use self::{
    place::Place,
    search::{Found, Missing},
};
use super::context::Context;
use crate::{
    csdl::{self, Document},
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{Annotation, AnnotationTarget, Fixup, Model, QualifiedName, TargetedAnnotations},
};

/// Puts annotations at their targets.
#[derive(Default)]
pub(super) struct Targets {
    waiting: Vec<Waiting>,
}

/// Annotations of an annotation: they wait until all others are in place.
struct Waiting {
    /// The number in `Model::targeted`.
    number: usize,
    annotations: Vec<Annotation>,
    /// Where the annotation is that they annotate.
    place: Place,
    term: QualifiedName,
    qualifier: Option<String>,
    /// Of the `Target` attribute.
    span: Span,
}

impl Targets {
    /// Merges what the `Annotations` elements of a document say.
    pub(super) fn merge(&mut self, document: &Document<'_>, context: &mut Context<'_, '_, '_>, model: &mut Model) {
        for schema in &document.schemas {
            for written in &schema.targeted {
                self.merge_one(written, context, model);
            }
        }
    }

    fn merge_one(&mut self, written: &csdl::Annotations<'_>, context: &mut Context<'_, '_, '_>, model: &mut Model) {
        let annotations = context.targeted(written);
        let mut targeted = TargetedAnnotations {
            target: context.path(&written.target),
            qualifier: super::values::optional(&written.qualifier),
            is_attached: true,
            span: written.span,
        };
        match context.find_target(&written.target, model) {
            Found::Place(place) => attach(annotations, place, &targeted.target, context, model),
            Found::Overloads(places) => {
                for place in places {
                    attach(annotations.clone(), place, &targeted.target, context, model);
                }
            }
            Found::Annotation { place, term, qualifier } => self.waiting.push(Waiting {
                number: model.targeted.len(),
                annotations,
                place,
                term,
                qualifier,
                span: written.target.span,
            }),
            Found::Elsewhere => {
                targeted.is_attached = false;
                unattached(&targeted, annotations, model);
            }
            Found::Missing(missing) => {
                targeted.is_attached = false;
                unattached(&targeted, annotations, model);
                context.diagnostics.push(missing_target(&written.target.value, written.target.span, missing));
            }
        }
        model.targeted.push(targeted);
    }

    /// Annotates annotations, now that all of them are in place.
    pub(super) fn finish(self, model: &mut Model, diagnostics: &mut Diagnostics) {
        for waiting in self.waiting {
            let place = waiting.place.annotations(model).and_then(|annotations| {
                annotations
                    .iter_mut()
                    .find(|annotation| annotation.term == waiting.term && annotation.qualifier == waiting.qualifier)
            });
            if let Some(annotated) = place {
                annotated.annotations.extend(waiting.annotations);
                continue;
            }
            let targeted = &mut model.targeted[waiting.number];
            targeted.is_attached = false;
            let targeted = targeted.clone();
            diagnostics.push(missing_target(&targeted.target, waiting.span, Missing::default()));
            unattached(&targeted, waiting.annotations, model);
        }
    }
}

fn attach(
    annotations: Vec<Annotation>,
    place: Place,
    target: &str,
    context: &mut Context<'_, '_, '_>,
    model: &mut Model,
) {
    let Some(present) = place.annotations(model) else { return };
    let is_excused = Fixup::excuses_repeated_terms(target);
    for annotation in annotations {
        if !is_excused {
            context.warn_of_repetition(present, &annotation);
        }
        present.push(annotation);
    }
}

fn unattached(targeted: &TargetedAnnotations, annotations: Vec<Annotation>, model: &mut Model) {
    model.unattached.push(AnnotationTarget { target: targeted.target.clone(), annotations, span: targeted.span });
}

fn missing_target(target: &str, span: Span, missing: Missing) -> Diagnostic {
    let diagnostic =
        Diagnostic::warning(Code::AnnotationTarget, format!("the annotation target `{target}` is not in the model"))
            .at(span);
    match missing.meant {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
}
