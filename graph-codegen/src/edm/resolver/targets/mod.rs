//! Annotations that are declared apart from their targets.

mod element;
mod overrides;
mod search;

use std::collections::{HashMap, HashSet};

pub(in crate::edm) use self::element::TargetElement;
use self::{
    overrides::{Overrides, first_of_each},
    search::{Found, Missing},
};
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
    overrides: Overrides,
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
        Self {
            overriding,
            general: Vec::new(),
            repeated: HashMap::new(),
            overrides: Overrides::default(),
            pending: Vec::new(),
        }
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
                self.overrides.add(element, first_of_each(annotations, resolver), &written.target.value);
            }
            Found::Overloads(elements)
                if overrides && resolver.budget.spend(elements.len().saturating_mul(weight(&annotations))) =>
            {
                let annotations = first_of_each(annotations, resolver);
                for element in elements {
                    self.overrides.add(element, annotations.clone(), &written.target.value);
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
        self.overrides.apply(model, diagnostics);
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
