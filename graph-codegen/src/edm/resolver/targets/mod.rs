//! Annotations that are declared apart from their targets.

mod element;
mod search;

use self::{
    element::TargetElement,
    search::{Found, Missing},
};
use super::{
    document_resolver::DocumentResolver,
    work_budget::{WorkBudget, weight},
};
use crate::{
    csdl::{self, Document},
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{Annotation, AnnotationTarget, Fixup, Model, QualifiedName, TargetedAnnotations},
};

/// Attaches annotations to their targets.
#[derive(Default)]
pub(super) struct Targets {
    waiting: Vec<Waiting>,
}

/// Annotations of an annotation, which are attached after all others.
struct Waiting {
    /// The index in `Model::targeted`.
    number: usize,
    annotations: Vec<Annotation>,
    /// The element with the annotation that they annotate.
    place: TargetElement,
    term: QualifiedName,
    qualifier: Option<String>,
    target: String,
    /// The span of the `Target` attribute.
    span: Span,
}

impl Targets {
    /// Merges the `Annotations` elements of a document.
    pub(super) fn merge(
        &mut self,
        document: &Document<'_>,
        resolver: &mut DocumentResolver<'_, '_, '_>,
        model: &mut Model,
    ) {
        for schema in &document.schemas {
            for written in &schema.targeted {
                self.merge_one(written, resolver, model);
            }
        }
    }

    fn merge_one(
        &mut self,
        written: &csdl::Annotations<'_>,
        resolver: &mut DocumentResolver<'_, '_, '_>,
        model: &mut Model,
    ) {
        let annotations = resolver.targeted(written);
        let mut targeted = TargetedAnnotations {
            qualifier: super::values::optional(&written.qualifier),
            is_attached: true,
            span: written.span,
        };
        match resolver.find_target(&written.target, model) {
            Found::Element(place) if resolver.budget.spend(place.steps(model)) => {
                attach(annotations, place, resolver, model);
            }
            Found::Overloads(places) if resolver.budget.spend(places.len().saturating_mul(weight(&annotations))) => {
                for place in places {
                    attach(annotations.clone(), place, resolver, model);
                }
            }
            Found::Element(_) | Found::Overloads(_) | Found::TooMuch => {
                targeted.is_attached = false;
                resolver.diagnostics.extend(resolver.budget.refusal(written.target.span));
            }
            Found::Annotation { place, term, qualifier } => self.waiting.push(Waiting {
                number: model.targeted.len(),
                annotations,
                place,
                term,
                qualifier,
                target: resolver.path(&written.target),
                span: written.target.span,
            }),
            Found::Elsewhere => {
                targeted.is_attached = false;
                unattached(resolver.path(&written.target), annotations, written.span, model);
            }
            Found::Missing(missing) => {
                targeted.is_attached = false;
                unattached(resolver.path(&written.target), annotations, written.span, model);
                resolver.diagnostics.push(missing_target(&written.target.value, written.target.span, missing));
            }
        }
        model.targeted.push(targeted);
    }

    /// Attaches annotations of annotations, now that all others are attached.
    pub(super) fn finish(self, model: &mut Model, budget: &WorkBudget, diagnostics: &mut Diagnostics) {
        for waiting in self.waiting {
            let steps = waiting.place.steps(model) + waiting.place.annotations(model).map_or(0, |list| list.len());
            if !budget.spend(steps) {
                diagnostics.extend(budget.refusal(waiting.span));
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

fn attach(
    annotations: Vec<Annotation>,
    place: TargetElement,
    resolver: &mut DocumentResolver<'_, '_, '_>,
    model: &mut Model,
) {
    let Some(present) = place.annotations(model) else { return };
    if present.is_empty() && annotations.len() == 1 {
        *present = annotations;
        return;
    }
    let is_excused = match place {
        TargetElement::Type(id) => Fixup::excuses_repeated_terms(resolver.declared.types[id.0 as usize].name()),
        _ => false,
    };
    for annotation in annotations {
        if !is_excused {
            resolver.warn_of_repetition(present, &annotation);
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
