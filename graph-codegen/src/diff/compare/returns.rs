use super::{
    annotations, facets,
    parameters::Call,
    properties::is_vague,
    substitution,
    type_text::{is_same_on_the_wire, primitive, type_text},
};
use crate::{
    diff::{
        Rule, Verdict,
        comparison::{Comparison, Draft},
        scope::Directions,
    },
    explain::Element,
};

const RECEIVED: Directions = Directions { sent: false, received: true };

/// Compares what two overloads return.
pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, call: &Call<'a, '_>) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let (element, subject) = (call.element, Element::Operation(call.id));
    let span = |of: &crate::edm::Operation| of.return_type.as_ref().map_or(of.span, |found| found.type_ref.span);
    let spans = (span(call.before), span(call.after));
    let draft = |rule, message: String| Draft::new(rule, element, message).at(spans.0, spans.1).of(subject.clone());
    let (before, after) = match (&call.before.return_type, &call.after.return_type) {
        (None, None) => return,
        (Some(before), Some(after)) => (before, after),
        (Some(before), None) => {
            let was = type_text(old, &before.type_ref);
            let draft = draft(Rule::ReturnTypeRemoved, format!("{element} returns nothing; it returned {was}"));
            return comparison.push(draft.values(was, ""));
        }
        (None, Some(after)) => {
            let is = type_text(new, &after.type_ref);
            let draft = draft(Rule::ReturnTypeAdded, format!("{element} returns {is}; it returned nothing"));
            return comparison.push(draft.values("", is));
        }
    };
    let (was, is) = (type_text(old, &before.type_ref), type_text(new, &after.type_ref));
    let (left, right) = ((old, &before.type_ref), (new, &after.type_ref));
    let is_same = was == is || is_same_on_the_wire(left, right);
    if was != is && (comparison.is_csdl() || !is_vague(left, right)) {
        let draft = draft(Rule::ReturnTypeChanged, format!("{element} returns {is}; it returned {was}"));
        let fits = substitution::verdict(comparison, left.1, right.1, RECEIVED);
        let draft = draft.values(was, is).fits(fits);
        comparison.push(if is_same { draft.wire(Verdict::Safe).compiles_if(true) } else { draft });
    }
    if is_same && comparison.is_csdl() {
        let nulls = if before.type_ref.is_collection { "items that are null" } else { "null" };
        match (before.nullable.unwrap_or(true), after.nullable.unwrap_or(true)) {
            (true, false) => {
                comparison.push(draft(Rule::ReturnBecameNonNullable, format!("{element} no longer returns {nulls}")));
            }
            (false, true) => {
                comparison.push(draft(Rule::ReturnBecameNullable, format!("{element} may return {nulls}")));
            }
            _ => {}
        }
        let primitive = primitive(old, &before.type_ref.item);
        let ends = facets::Ends { element, subject: Some(subject.clone()), spans, directions: RECEIVED, primitive };
        facets::compare(comparison, &ends, &before.facets, &after.facets);
    }
    let (old, new) = (&before.annotations[..], &after.annotations[..]);
    annotations::compare(comparison, element, Some(subject), (old, spans.0), (new, spans.1));
}
