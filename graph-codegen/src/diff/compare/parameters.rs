use super::{
    annotations, facets,
    properties::is_vague,
    renames,
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
    let find = |list: &'a [Parameter], name: &str| list.iter().find(|parameter| parameter.name == name);
    let removed: Vec<&Parameter> = before.iter().filter(|parameter| find(after, &parameter.name).is_none()).collect();
    let mut added: Vec<&Parameter> = after.iter().filter(|parameter| find(before, &parameter.name).is_none()).collect();
    for parameter in &removed {
        report_removed(comparison, call, parameter, removed.len(), &mut added);
    }
    added.iter().for_each(|parameter| report_added(comparison, call, parameter));
    for parameter in before {
        if let Some(other) = find(after, &parameter.name) {
            compare_one(comparison, call, parameter, other);
        }
    }
    let shared = |list: &'a [Parameter], other: &'a [Parameter]| -> Vec<&'a str> {
        let names = list.iter().map(|parameter| parameter.name.as_str());
        names.filter(|name| find(other, name).is_some()).collect()
    };
    let (was, is) = (shared(before, after), shared(after, before));
    if was != is && comparison.is_csdl() {
        let (was, is) = (was.join(", "), is.join(", "));
        let message = format!("the parameters of {} have the order {is}; it was {was}", call.element);
        let draft = Draft::new(Rule::ParameterOrderChanged, call.element, message).values(was, is);
        let draft = draft.compiles_if(call.before.kind == OperationKind::Action);
        comparison.push(draft.at(call.before.span, call.after.span).of(Element::Operation(call.id)));
    }
}

fn report_removed<'a>(
    comparison: &mut Comparison<'a>,
    call: &Call<'a, '_>,
    parameter: &'a Parameter,
    count: usize,
    added: &mut Vec<&'a Parameter>,
) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let element = format!("{}/{}", call.element, parameter.name);
    let draft = |rule, message: String| {
        let draft = Draft::new(rule, element.as_str(), message).of(Element::Operation(call.id));
        draft.at(parameter.span, call.after.span)
    };
    let same_type = |other: &&&Parameter| type_text(old, &parameter.type_ref) == type_text(new, &other.type_ref);
    let candidates: Vec<&Parameter> = added.iter().filter(same_type).copied().collect();
    let names: Vec<&str> = candidates.iter().map(|parameter| parameter.name.as_str()).collect();
    let is_only_one = count == 1 && added.len() == 1 && names.len() == 1;
    let likely =
        renames::likely_name(&parameter.name, count, &names).or(names.first().copied().filter(|_| is_only_one));
    if let Some(at) = likely.and_then(|name| added.iter().position(|parameter| parameter.name == name)) {
        let other = added.remove(at);
        let message = format!("{element} was renamed to `{}`", other.name);
        let draft = draft(Rule::ParameterRenamed, message).at(parameter.span, other.span);
        comparison.push(draft.values(&parameter.name, &other.name));
        return;
    }
    comparison.push(draft(Rule::ParameterRemoved, format!("{element} was removed")));
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
        comparison.push(if is_same { draft.wire(Verdict::Safe).compiles_if(true) } else { draft });
    }
    if comparison.is_csdl() {
        match (is_optional(before), is_optional(after)) {
            (true, false) => {
                let mut draft = draft(Rule::ParameterBecameRequired, format!("{element} can no longer be omitted"));
                if may_be_omitted(call.after, after) {
                    draft = draft.wire(Verdict::Safe);
                }
                comparison.push(draft);
            }
            (false, true) => comparison.push(draft(Rule::ParameterBecameOptional, format!("{element} can be omitted"))),
            _ => {}
        }
        match (before.nullable.unwrap_or(true), after.nullable.unwrap_or(true)) {
            (true, false) if is_same => {
                let message = format!("{element} can no longer be null");
                comparison.push(draft(Rule::ParameterBecameNonNullable, message));
            }
            (false, true) if is_same => {
                comparison.push(draft(Rule::ParameterBecameNullable, format!("{element} can be null")));
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
