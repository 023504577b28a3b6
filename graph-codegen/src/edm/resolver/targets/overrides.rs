//! Annotations of authors, which replace those of the metadata.

use std::collections::{HashMap, HashSet};

use super::{super::document_resolver::DocumentResolver, TargetElement};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{Annotation, Model, QualifiedName},
};

/// Annotations that replace others with the same term and qualifier, in the order of the documents.
///
/// They are applied when all others are attached, and to each element at once: an element may have very many.
#[derive(Debug, Default)]
pub(super) struct Overrides {
    elements: Vec<(TargetElement, Vec<Override>)>,
    /// The indices in `elements`.
    known: HashMap<TargetElement, usize>,
}

#[derive(Debug)]
struct Override {
    annotation: Annotation,
    /// The target as written.
    target: String,
}

/// What identifies an annotation of an element.
type Key<'a> = (&'a QualifiedName, Option<&'a str>);

fn key(annotation: &Annotation) -> Key<'_> {
    (&annotation.term, annotation.qualifier.as_deref())
}

impl Overrides {
    pub(super) fn add(&mut self, element: TargetElement, annotations: Vec<Annotation>, target: &str) {
        let at = *self.known.entry(element).or_insert_with_key(|element| {
            self.elements.push((element.clone(), Vec::new()));
            self.elements.len() - 1
        });
        let added = annotations.into_iter().map(|annotation| Override { annotation, target: target.to_owned() });
        self.elements[at].1.extend(added);
    }

    /// Replaces the annotations of elements with the same terms, and adds the others.
    pub(super) fn apply(self, model: &mut Model, diagnostics: &mut Diagnostics) {
        for (element, overrides) in self.elements {
            let Some(present) = element.annotations(model) else { continue };
            // Whether an annotation is one of an author, and its span.
            let mut earlier: HashMap<Key<'_>, (bool, Span)> = HashMap::new();
            for annotation in present.iter() {
                earlier.entry(key(annotation)).or_insert((false, annotation.span));
            }
            for Override { annotation, target } in &overrides {
                let Some((is_override, replaced)) = earlier.insert(key(annotation), (true, annotation.span)) else {
                    continue;
                };
                let message = format!("the annotation of `{target}` with `{}` replaces another one", annotation.term);
                // Authors want to replace annotations of the metadata, but perhaps not their own.
                let diagnostic = match is_override {
                    true => Diagnostic::warning(Code::Override, message).help("remove the annotation that is replaced"),
                    false => Diagnostic::information(Code::Override, message),
                };
                diagnostics.push(diagnostic.at(annotation.span).note("this annotation is replaced", replaced));
            }
            // The last annotation with a key is used.
            let mut keys = HashSet::new();
            let mut is_used: Vec<bool> =
                overrides.iter().rev().map(|Override { annotation, .. }| keys.insert(key(annotation))).collect();
            is_used.reverse();
            let is_kept: Vec<bool> = present.iter().map(|annotation| !keys.contains(&key(annotation))).collect();
            let mut is_kept = is_kept.into_iter();
            present.retain(|_| is_kept.next() == Some(true));
            let used = overrides.into_iter().zip(is_used).filter(|(_, is_used)| *is_used);
            present.extend(used.map(|(replacing, _)| replacing.annotation));
        }
    }
}

/// The annotations of an element, without those that repeat a term.
pub(super) fn first_of_each(
    annotations: Vec<Annotation>,
    resolver: &mut DocumentResolver<'_, '_, '_>,
) -> Vec<Annotation> {
    let mut firsts: HashMap<Key<'_>, usize> = HashMap::with_capacity(annotations.len());
    let is_first: Vec<bool> = annotations
        .iter()
        .enumerate()
        .map(|(at, annotation)| {
            let first = *firsts.entry(key(annotation)).or_insert(at);
            if first != at {
                resolver.warn_of_repetition(&annotations[first..=first], annotation);
            }
            first == at
        })
        .collect();
    annotations.into_iter().zip(is_first).filter(|(_, is_first)| *is_first).map(|(annotation, _)| annotation).collect()
}
