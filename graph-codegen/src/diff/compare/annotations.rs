//! Annotations that no other rule reads.

use std::collections::BTreeMap;

use super::capabilities::is_capability;
use crate::{
    diagnostic::Span,
    diff::{
        Rule,
        comparison::{Comparison, Draft},
    },
    edm::{Annotation, vocabulary},
    explain::Element,
    facts::term,
};

/// Terms that other rules compare, and sentences for people.
const COMPARED_ELSEWHERE: &[&str] = &[
    vocabulary::ALTERNATE_KEYS,
    vocabulary::COMPUTED,
    vocabulary::IMMUTABLE,
    vocabulary::OPTIONAL_PARAMETER,
    vocabulary::PERMISSIONS,
    vocabulary::REVISIONS,
    "Org.OData.Core.V1.Description",
    "Org.OData.Core.V1.LongDescription",
    term::ROLES,
    term::ROLE_PERMISSIONS,
    term::CLOUDS,
    term::PERSONAL_ACCOUNTS,
    term::SUMMARY,
];

/// Compares the other annotations of an element.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    element: &str,
    subject: Option<Element<'a>>,
    (old, old_span): (&'a [Annotation], Span),
    (new, new_span): (&'a [Annotation], Span),
) {
    if !comparison.is_csdl() || (old.is_empty() && new.is_empty()) {
        return;
    }
    let key = |annotation: &'a Annotation| (annotation.term.as_str(), annotation.qualifier.as_deref());
    let counted = |annotation: &&Annotation| {
        !is_capability(annotation) && !COMPARED_ELSEWHERE.contains(&annotation.term.as_str())
    };
    let shown = |annotation: &Annotation| {
        let qualifier = annotation.qualifier.as_deref().map(|text| format!("#{text}")).unwrap_or_default();
        format!("{}{qualifier}", annotation.term)
    };
    let mut found = Vec::new();
    let mut push = |name: String, verb: &str, spans: (Span, Span)| {
        let message = format!("the annotation {name} of {element} was {verb}");
        let draft = Draft::new(Rule::AnnotationChanged, element, message).at(spans.0, spans.1).values(name, verb);
        found.push(Draft { subject: subject.clone(), ..draft });
    };
    // Of several with the same term and qualifier, the first counts.
    let first = |annotations: &'a [Annotation]| {
        let mut first: BTreeMap<(&str, Option<&str>), &Annotation> = BTreeMap::new();
        annotations.iter().filter(counted).for_each(|found| _ = first.entry(key(found)).or_insert(found));
        first
    };
    let (was, is) = (first(old), first(new));
    for (key, before) in &was {
        match is.get(key) {
            None => push(shown(before), "removed", (before.span, new_span)),
            Some(after) if after != before => push(shown(before), "changed", (before.span, after.span)),
            Some(_) => {}
        }
    }
    for (_, after) in is.iter().filter(|(key, _)| !was.contains_key(*key)) {
        push(shown(after), "added", (old_span, after.span));
    }
    found.into_iter().for_each(|draft| comparison.push(draft));
}
