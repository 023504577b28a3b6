//! Annotations that are declared apart from their targets.

mod element;
mod search;

use std::collections::{HashMap, HashSet};

pub(in crate::edm) use self::element::TargetElement;
use self::search::{Found, Missing};
use super::{
    document_resolver::DocumentResolver,
    work_budget::{WorkBudget, weight},
};
use crate::{
    csdl::{self, Document},
    diagnostic::{Code, Diagnostic, Diagnostics, FileId, Severity, Span},
    edm::{Annotation, AnnotationTarget, Fixup, Model, QualifiedName, TargetedAnnotations},
};

/// Attaches annotations to their targets.
pub(super) struct Targets<'o> {
    /// Documents whose annotations replace those of others.
    overriding: &'o HashSet<FileId>,
    /// Annotations of all overloads of a name, which are attached after those of single overloads: these are more
    /// specific, and the first annotation with a term is used.
    general: Vec<(Vec<Annotation>, Vec<TargetElement>)>,
    /// The annotations in `general`, by target.
    repeated: HashMap<String, Vec<Annotation>>,
    pending: Vec<Pending>,
}

/// Annotations of an annotation, which are attached after all others.
struct Pending {
    /// The index in `Model::targeted`.
    number: usize,
    annotations: Vec<Annotation>,
    /// The element with the annotation that they annotate.
    element: TargetElement,
    term: QualifiedName,
    qualifier: Option<String>,
    target: String,
    /// The span of the `Target` attribute.
    span: Span,
}

impl<'o> Targets<'o> {
    pub(super) fn new(overriding: &'o HashSet<FileId>) -> Self {
        Self { overriding, general: Vec::new(), repeated: HashMap::new(), pending: Vec::new() }
    }

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
        let overrides = self.overriding.contains(&written.span.file);
        match resolver.find_target(&written.target, model) {
            Found::Element(element) if overrides && resolver.budget.spend(element.steps(model)) => {
                let annotations = first_of_each(annotations, resolver);
                override_annotations(&annotations, &element, &written.target.value, resolver.diagnostics, model);
            }
            Found::Overloads(elements)
                if overrides && resolver.budget.spend(elements.len().saturating_mul(weight(&annotations))) =>
            {
                let annotations = first_of_each(annotations, resolver);
                for element in &elements {
                    override_annotations(&annotations, element, &written.target.value, resolver.diagnostics, model);
                }
            }
            Found::Element(element) if resolver.budget.spend(element.steps(model)) => {
                attach(annotations, element, resolver, model);
            }
            Found::Overloads(elements)
                if resolver.budget.spend(elements.len().saturating_mul(weight(&annotations))) =>
            {
                let target = resolver.path(&written.target);
                let earlier = self.repeated.entry(target).or_default();
                for annotation in &annotations {
                    resolver.warn_of_repetition(earlier, annotation);
                    earlier.push(annotation.clone());
                }
                self.general.push((annotations, elements));
            }
            Found::Element(_) | Found::Overloads(_) | Found::OverBudget => {
                targeted.is_attached = false;
                resolver.diagnostics.extend(resolver.budget.error(written.target.span));
            }
            Found::Annotation { element, term, qualifier } => self.pending.push(Pending {
                number: model.targeted.len(),
                annotations,
                element,
                term,
                qualifier,
                target: resolver.path(&written.target),
                span: written.target.span,
            }),
            Found::External => {
                targeted.is_attached = false;
                unattached(resolver.path(&written.target), annotations, written.span, model);
            }
            Found::Missing(missing) => {
                targeted.is_attached = false;
                unattached(resolver.path(&written.target), annotations, written.span, model);
                let mut diagnostic = missing_target(&written.target.value, written.target.span, missing);
                if overrides {
                    // The author of the document wants to change this service.
                    diagnostic.severity = Severity::Error;
                }
                resolver.diagnostics.push(diagnostic);
            }
        }
        model.targeted.push(targeted);
    }

    /// Attaches annotations of annotations, now that all others are attached.
    pub(super) fn finish(self, model: &mut Model, budget: &WorkBudget, diagnostics: &mut Diagnostics) {
        for (annotations, elements) in self.general {
            for element in elements {
                element.annotations(model).into_iter().for_each(|present| present.extend(annotations.iter().cloned()));
            }
        }
        for pending in self.pending {
            let steps = pending.element.steps(model) + pending.element.annotations(model).map_or(0, |list| list.len());
            if !budget.spend(steps) {
                diagnostics.extend(budget.error(pending.span));
                break;
            }
            let element = pending.element.annotations(model).and_then(|annotations| {
                annotations
                    .iter_mut()
                    .find(|annotation| annotation.term == pending.term && annotation.qualifier == pending.qualifier)
            });
            if let Some(annotated) = element {
                annotated.annotations.extend(pending.annotations);
                continue;
            }
            let targeted = &mut model.targeted[pending.number];
            targeted.is_attached = false;
            let span = targeted.span;
            diagnostics.push(missing_target(&pending.target, pending.span, Missing::default()));
            unattached(pending.target, pending.annotations, span, model);
        }
    }
}

fn attach(
    annotations: Vec<Annotation>,
    element: TargetElement,
    resolver: &mut DocumentResolver<'_, '_, '_>,
    model: &mut Model,
) {
    let is_excused = match element {
        TargetElement::Type(id) => Fixup::excuses_repeated_terms(model.types[id.0 as usize].name.as_str()),
        _ => false,
    };
    let Some(present) = element.annotations(model) else { return };
    if present.is_empty() && annotations.len() == 1 {
        *present = annotations;
        return;
    }
    for annotation in annotations {
        if !is_excused {
            resolver.warn_of_repetition(present, &annotation);
        }
        present.push(annotation);
    }
}

/// The annotations of an element, without those that repeat a term.
fn first_of_each(annotations: Vec<Annotation>, resolver: &mut DocumentResolver<'_, '_, '_>) -> Vec<Annotation> {
    let mut first = Vec::with_capacity(annotations.len());
    for annotation in annotations {
        resolver.warn_of_repetition(&first, &annotation);
        let is_repeated = first.iter().any(|earlier| is_same_term(earlier, &annotation));
        if !is_repeated {
            first.push(annotation);
        }
    }
    first
}

/// Replaces the annotations of an element with the same terms, and adds the others.
fn override_annotations(
    annotations: &[Annotation],
    element: &TargetElement,
    target: &str,
    diagnostics: &mut Diagnostics,
    model: &mut Model,
) {
    let Some(present) = element.annotations(model) else { return };
    for annotation in annotations {
        let is_replaced = |earlier: &Annotation| is_same_term(earlier, annotation);
        if let Some(replaced) = present.iter().find(|earlier| is_replaced(earlier)) {
            let message = format!("the annotation of `{target}` with `{}` replaces another one", annotation.term);
            diagnostics.push(
                Diagnostic::information(Code::Override, message)
                    .at(annotation.span)
                    .note("this annotation is replaced", replaced.span),
            );
        }
        present.retain(|earlier| !is_replaced(earlier));
        present.push(annotation.clone());
    }
}

fn is_same_term(left: &Annotation, right: &Annotation) -> bool {
    left.term == right.term && left.qualifier == right.qualifier
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
