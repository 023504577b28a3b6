use std::collections::BTreeMap;

use super::{
    annotations, facets,
    properties::is_vague,
    renames::Candidates,
    substitution,
    type_text::{is_same_on_the_wire, primitive, type_text},
};
use crate::{
    diff::{
        Rule, Verdict,
        comparison::{Comparison, Draft},
        scope::Directions,
    },
    edm::{Annotation, Operation, OperationId, OperationKind, Parameter, vocabulary::OPTIONAL_PARAMETER},
    explain::Element,
};

/// Two overloads that are compared.
#[derive(Debug)]
pub(super) struct Call<'a, 'e> {
    pub(super) element: &'e str,
    pub(super) id: OperationId,
    pub(super) before: &'a Operation,
    pub(super) after: &'a Operation,
}

const SENT: Directions = Directions { sent: true, received: false };

/// Compares the parameters of two overloads, without the binding parameters.
pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, call: &Call<'a, '_>) {
    let (before, after) = (call.before.call_parameters(), call.after.call_parameters());
    let (old, new) = (by_name(before), by_name(after));
    let removed: Vec<&Parameter> = before.iter().filter(|found| !new.contains_key(found.name.as_str())).collect();
    let mut added: BTreeMap<&str, &Parameter> = new.clone();
    added.retain(|name, _| !old.contains_key(name));
    let model = comparison.new.model;
    let forms = added.values().map(|parameter| (type_text(model, &parameter.type_ref), parameter.name.as_str()));
    let candidates = Candidates::new(removed.len(), forms);
    for parameter in removed {
        let form = type_text(comparison.old.model, &parameter.type_ref);
        let likely = candidates.likely(&form, &parameter.name);
        let only = || candidates.only(&form).filter(|_| added.len() == 1);
        let renamed = likely.or_else(only).and_then(|name| added.remove(name));
        report_removed(comparison, call, parameter, renamed);
    }
    added.values().for_each(|parameter| report_added(comparison, call, parameter));
    for parameter in before {
        if let Some(other) = new.get(parameter.name.as_str()) {
            compare_one(comparison, call, parameter, other);
        }
    }
    let shared = |list: &'a [Parameter], other: &BTreeMap<&str, &Parameter>| -> Vec<&'a str> {
        list.iter().map(|parameter| parameter.name.as_str()).filter(|name| other.contains_key(name)).collect()
    };
    let (was, is) = (shared(before, &new), shared(after, &old));
    if was != is && comparison.is_csdl() {
        let (was, is) = (was.join(", "), is.join(", "));
        let message = format!("the parameters of {} have the order {is}; it was {was}", call.element);
        let draft = Draft::new(Rule::ParameterOrderChanged, call.element, message).values(was, is);
        let draft = draft.compiles_if(call.before.kind == OperationKind::Action);
        comparison.push(draft.at(call.before.span, call.after.span).of(Element::Operation(call.id)));
    }
}

fn by_name(parameters: &[Parameter]) -> BTreeMap<&str, &Parameter> {
    parameters.iter().map(|parameter| (parameter.name.as_str(), parameter)).collect()
}

fn report_removed<'a>(
    comparison: &mut Comparison<'a>,
    call: &Call<'a, '_>,
    parameter: &'a Parameter,
    renamed: Option<&'a Parameter>,
) {
    let element = format!("{}/{}", call.element, parameter.name);
    let draft = match renamed {
        Some(other) => {
            let message = format!("{element} was renamed to `{}`", other.name);
            let draft = Draft::new(Rule::ParameterRenamed, element, message).at(parameter.span, other.span);
            draft.values(&parameter.name, &other.name)
        }
        None => {
            let message = format!("{element} was removed");
            Draft::new(Rule::ParameterRemoved, element, message).at(parameter.span, call.after.span)
        }
    };
    comparison.push(draft.of(Element::Operation(call.id)));
}

fn is_optional(parameter: &Parameter) -> bool {
    Annotation::find(&parameter.annotations, OPTIONAL_PARAMETER).is_some()
}

/// Whether a call may omit a parameter: an action treats a parameter that is missing as null.
fn may_be_omitted(operation: &Operation, parameter: &Parameter) -> bool {
    let is_null = operation.kind == OperationKind::Action && parameter.nullable.unwrap_or(true);
    is_optional(parameter) || is_null
}

fn report_added<'a>(comparison: &mut Comparison<'a>, call: &Call<'a, '_>, parameter: &'a Parameter) {
    let element = format!("{}/{}", call.element, parameter.name);
    let (rule, kind) = match may_be_omitted(call.after, parameter) {
        true => (Rule::ParameterAdded, "optional"),
        false => (Rule::RequiredParameterAdded, "required"),
    };
    let draft = Draft::new(rule, element.as_str(), format!("the {kind} parameter {element} was added"));
    let draft = draft.at(call.before.span, parameter.span).of(Element::Operation(call.id));
    // Parameters of actions are fields of a struct that has a default.
    comparison.push(draft.compiles_if(call.after.kind == OperationKind::Action));
}

fn compare_one<'a>(comparison: &mut Comparison<'a>, call: &Call<'a, '_>, before: &'a Parameter, after: &'a Parameter) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let element = format!("{}/{}", call.element, before.name);
    let subject = Element::Operation(call.id);
    let draft = |rule, message: String| {
        Draft::new(rule, element.as_str(), message).at(before.span, after.span).of(subject.clone())
    };
    let (was, is) = (type_text(old, &before.type_ref), type_text(new, &after.type_ref));
    let (left, right) = ((old, &before.type_ref), (new, &after.type_ref));
    let is_same = was == is || is_same_on_the_wire(left, right);
    if was != is && (comparison.is_csdl() || !is_vague(left, right)) {
        let draft = draft(Rule::ParameterTypeChanged, format!("{element} is {is}; it was {was}")).values(was, is);
        let draft = draft.fits(substitution::verdict(comparison, left.1, right.1, SENT));
        comparison.push(if is_same { draft.wire(Verdict::Safe).compiles_if(true) } else { draft });
    }
    if comparison.is_csdl() {
        let is_action = call.after.kind == OperationKind::Action;
        match (is_optional(before), is_optional(after)) {
            (true, false) => {
                let draft = draft(Rule::ParameterBecameRequired, format!("{element} can no longer be omitted"));
                let draft = if may_be_omitted(call.after, after) { draft.wire(Verdict::Safe) } else { draft };
                comparison.push(draft.compiles_if(is_action));
            }
            (false, true) => {
                let draft = draft(Rule::ParameterBecameOptional, format!("{element} can be omitted"));
                comparison.push(draft.compiles_if(is_action));
            }
            _ => {}
        }
        let items = if before.type_ref.is_collection { "items of " } else { "" };
        match (before.nullable.unwrap_or(true), after.nullable.unwrap_or(true)) {
            (true, false) if is_same => {
                let message = format!("{items}{element} can no longer be null");
                let draft = draft(Rule::ParameterBecameNonNullable, message);
                // Hardly anybody sends lists of nulls.
                comparison.push(if items.is_empty() { draft } else { draft.wire(Verdict::Maybe) });
            }
            (false, true) if is_same => {
                comparison.push(draft(Rule::ParameterBecameNullable, format!("{items}{element} can be null")));
            }
            _ => {}
        }
    }
    if is_same {
        let primitive = primitive(old, &before.type_ref.item);
        let spans = (before.span, after.span);
        let ends =
            facets::Ends { element: &element, subject: Some(subject.clone()), spans, directions: SENT, primitive };
        facets::compare(comparison, &ends, &before.facets, &after.facets);
    }
    let (old, new) = (&before.annotations[..], &after.annotations[..]);
    annotations::compare(comparison, &element, Some(subject), (old, before.span), (new, after.span));
}
