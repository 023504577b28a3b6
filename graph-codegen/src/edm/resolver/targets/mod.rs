//! Annotations that stand apart from their targets.

mod place;
mod search;

use self::{
    place::Place,
    search::{Found, Missing},
};
use super::{
    context::Context,
    effort::{Effort, weight},
};
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
    target: String,
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
            qualifier: super::values::optional(&written.qualifier),
            is_attached: true,
            span: written.span,
        };
        match context.find_target(&written.target, model) {
            Found::Place(place) if context.effort.spend(place.steps(model)) => {
                attach(annotations, place, context, model);
            }
            Found::Overloads(places) if context.effort.spend(places.len().saturating_mul(weight(&annotations))) => {
                for place in places {
                    attach(annotations.clone(), place, context, model);
                }
            }
            Found::Place(_) | Found::Overloads(_) | Found::TooMuch => {
                targeted.is_attached = false;
                context.diagnostics.extend(context.effort.refusal(written.target.span));
            }
            Found::Annotation { place, term, qualifier } => self.waiting.push(Waiting {
                number: model.targeted.len(),
                annotations,
                place,
                term,
                qualifier,
                target: context.path(&written.target),
                span: written.target.span,
            }),
            Found::Elsewhere => {
                targeted.is_attached = false;
                unattached(context.path(&written.target), annotations, written.span, model);
            }
            Found::Missing(missing) => {
                targeted.is_attached = false;
                unattached(context.path(&written.target), annotations, written.span, model);
                context.diagnostics.push(missing_target(&written.target.value, written.target.span, missing));
            }
        }
        model.targeted.push(targeted);
    }

    /// Annotates annotations, now that all of them are in place.
    pub(super) fn finish(self, model: &mut Model, effort: &Effort, diagnostics: &mut Diagnostics) {
        for waiting in self.waiting {
            let steps = waiting.place.steps(model) + waiting.place.annotations(model).map_or(0, |list| list.len());
            if !effort.spend(steps) {
                diagnostics.extend(effort.refusal(waiting.span));
                break;
            }
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
            let span = targeted.span;
            diagnostics.push(missing_target(&waiting.target, waiting.span, Missing::default()));
            unattached(waiting.target, waiting.annotations, span, model);
        }
    }
}

fn attach(annotations: Vec<Annotation>, place: Place, context: &mut Context<'_, '_, '_>, model: &mut Model) {
    let Some(present) = place.annotations(model) else { return };
    if present.is_empty() && annotations.len() == 1 {
        *present = annotations;
        return;
    }
    let is_excused =
        matches!(place, Place::Type(id) if Fixup::excuses_repeated_terms(context.declared.types[id.0 as usize].name()));
    for annotation in annotations {
        if !is_excused {
            context.warn_of_repetition(present, &annotation);
        }
        present.push(annotation);
    }
}

fn unattached(target: String, annotations: Vec<Annotation>, span: Span, model: &mut Model) {
    model.unattached.push(AnnotationTarget { target, annotations, span });
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
