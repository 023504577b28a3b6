//! Annotations that no other rule reads.

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
    for before in old.iter().filter(counted) {
        match new.iter().find(|after| key(after) == key(before)) {
            None => push(shown(before), "removed", (before.span, new_span)),
            Some(after) if after != before => push(shown(before), "changed", (before.span, after.span)),
            Some(_) => {}
        }
    }
    for after in new.iter().filter(counted).filter(|after| !old.iter().any(|before| key(before) == key(after))) {
        push(shown(after), "added", (old_span, after.span));
    }
    found.into_iter().for_each(|draft| comparison.push(draft));
}
