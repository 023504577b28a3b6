use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    annotations, capabilities, deprecation, parameters,
    renames::Candidates,
    requests, returns,
    type_text::{item_name, type_text},
};
use crate::{
    diff::{
        Rule, Verdict,
        comparison::{Comparison, Draft},
    },
    edm::{Model, Operation, OperationId, OperationKind},
    explain::{Element, operation_name},
};

/// The qualified name of an operation, and its binding type as text; empty if it is unbound.
type Key<'a> = (&'a str, String);

/// Overloads with their identifiers.
type List<'a> = Vec<(OperationId, &'a Operation)>;

/// The overloads of each operation on one binding type.
type Overloads<'a> = BTreeMap<Key<'a>, List<'a>>;

/// Compares the actions and functions that are used.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let (before, after) = (overloads(old), overloads(new));
    let is_used =
        |list: &[(OperationId, &Operation)]| list.iter().any(|(id, _)| comparison.old_scope.uses_operation(*id));
    let used: Vec<(&Key<'_>, &List<'_>)> = before.iter().filter(|(_, list)| is_used(list)).collect();
    // Overloads with another binding type, which a bound operation has now.
    let mut moved: HashSet<&Key<'_>> = HashSet::new();
    let added: Vec<&Key<'_>> = after.keys().filter(|key| !before.contains_key(*key)).collect();
    let by_name: HashMap<&str, &Key<'_>> = added.iter().rev().map(|key| (key.0, *key)).collect();
    let gone = used.iter().filter(|(key, _)| !after.contains_key(*key)).count();
    let candidates = Candidates::new(gone, added.iter().map(|key| (key.1.clone(), key.0)));
    for (key, list) in used {
        let inherited = || inherited_key(comparison, key).and_then(|key| after.get_key_value(&key));
        let only = || {
            let is_only_one = old.operations_named(key.0).count() == list.len() && is_declared(new, &key.1);
            let other = by_name.get(key.0).copied().filter(|_| is_only_one)?;
            after.get_key_value(other)
        };
        match after.get(key) {
            Some(others) => compare_overloads(comparison, list, others),
            None => match inherited().or_else(only) {
                Some((other, others)) => {
                    moved.insert(other);
                    report_moved(comparison, list, others);
                    compare_overloads(comparison, list, others);
                }
                None => report_removed(comparison, list, &key.1, &candidates),
            },
        }
    }
    for (key, list) in &after {
        if before.contains_key(key) || moved.contains(key) || comparison.crosses_formats() {
            continue;
        }
        for (id, operation) in list {
            if comparison.new_scope.uses_operation(*id) {
                let element = operation_name(new, *id);
                let draft = Draft::new(Rule::OperationAdded, element.as_str(), format!("{element} was added"));
                comparison.push(draft.at(None, operation.span).of_new(Element::Operation(*id)));
            }
        }
    }
}

fn overloads(model: &Model) -> Overloads<'_> {
    let mut overloads = Overloads::new();
    for (id, operation) in model.operations() {
        let binding = operation.binding_parameter().map(|binding| type_text(model, &binding.type_ref));
        let key = (operation.name.as_str(), binding.unwrap_or_default());
        overloads.entry(key).or_default().push((id, operation));
    }
    overloads
}

/// The type in `Collection(type)`, or the type itself.
fn binding_type(text: &str) -> &str {
    text.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(text)
}

/// Whether an operation that is bound to `other` can be called where one bound to `binding` could.
fn is_base(comparison: &Comparison<'_>, binding: &str, other: &str) -> bool {
    let new = comparison.new.model;
    let is_same_number = binding.starts_with("Collection(") == other.starts_with("Collection(");
    let types = (new.find_type(binding_type(binding)), new.find_type(binding_type(other)));
    matches!(types, (Some(id), Some(base)) if is_same_number && new.is_a(id, base))
}

/// The nearest base type to which an operation of the same name is bound, as a key of overloads.
fn inherited_key<'a>(comparison: &Comparison<'a>, (name, binding): &Key<'a>) -> Option<Key<'a>> {
    let new = comparison.new.model;
    let id = new.find_type(binding_type(binding))?;
    let is_collection = binding.starts_with("Collection(");
    new.lineage(id).skip(1).find_map(|(_, base)| {
        let text = if is_collection { format!("Collection({})", base.name) } else { base.name.to_string() };
        let bound = new.operations_named(name).filter_map(|id| new.operation(id).binding_parameter());
        let is_bound = bound.map(|binding| type_text(new, &binding.type_ref)).any(|other| other == text);
        is_bound.then_some((*name, text))
    })
}

/// Whether the type that an operation is bound to is declared; unbound operations have none.
fn is_declared(model: &Model, binding: &str) -> bool {
    binding.is_empty() || model.find_type(binding_type(binding)).is_some()
}

fn report_moved<'a>(
    comparison: &mut Comparison<'a>,
    list: &[(OperationId, &'a Operation)],
    others: &[(OperationId, &'a Operation)],
) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let ((id, before), (other, after)) = (list[0], others[0]);
    let (element, is) = (operation_name(old, id), operation_name(new, other));
    let text = |model: &Model, operation: &Operation| {
        operation.binding_parameter().map(|binding| type_text(model, &binding.type_ref)).unwrap_or_default()
    };
    let (was_bound, is_bound) = (text(old, before), text(new, after));
    let message = match (was_bound.as_str(), is_bound.as_str()) {
        ("", is) => format!("{element} is bound to {is}; it was unbound"),
        (_, "") => format!("{element} is no longer bound"),
        _ => format!("{element} is {is}"),
    };
    let is_base = is_base(comparison, &was_bound, &is_bound);
    // OpenAPI declares operations by path, so that the binding type is a guess.
    if comparison.crosses_formats() {
        return;
    }
    let mut draft = Draft::new(Rule::OperationBindingChanged, element, message)
        .at(before.span, after.span)
        .of(Element::Operation(id))
        .values(was_bound, is_bound);
    if is_base {
        // It can be called on the same paths.
        (draft.verdicts.wire, draft.verdicts.source) = (Verdict::Safe, Verdict::Safe);
    }
    comparison.push(draft);
}

fn report_removed<'a>(
    comparison: &mut Comparison<'a>,
    list: &[(OperationId, &'a Operation)],
    binding: &str,
    candidates: &Candidates<'a>,
) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    // Its type was removed with all that is bound to it, which is reported.
    if !binding.is_empty()
        && new.find_type(binding_type(binding)).is_none()
        && old.find_type(binding_type(binding)).is_some()
    {
        return;
    }
    let used: Vec<&(OperationId, &Operation)> =
        list.iter().filter(|(id, _)| comparison.old_scope.uses_operation(*id)).collect();
    for (id, operation) in &used {
        let element = overload_name(old, *id, list.len());
        let mut draft = Draft::new(Rule::OperationRemoved, element.as_str(), format!("{element} was removed"))
            .at(operation.span, None)
            .of(Element::Operation(*id))
            .removal_of(&[&operation.annotations], comparison.today)
            .values(signature(old, operation), "");
        if let Some(likely) = candidates.likely(binding, operation.name.as_str()) {
            draft = draft.note(format!("it was probably renamed to {likely}"));
        }
        comparison.push(draft);
    }
}

/// The name of an overload, with its parameters if there are others.
fn overload_name(model: &Model, id: OperationId, count: usize) -> String {
    let name = operation_name(model, id);
    match count {
        0 | 1 => name,
        _ => format!("{name}({})", parameter_names(model.operation(id)).join(",")),
    }
}

fn parameter_names(operation: &Operation) -> Vec<&str> {
    operation.call_parameters().iter().map(|parameter| parameter.name.as_str()).collect()
}

/// The parameter types of an overload, for its fingerprint.
fn signature(model: &Model, operation: &Operation) -> String {
    let parameters = operation.call_parameters().iter();
    parameters.map(|parameter| type_text(model, &parameter.type_ref)).collect::<Vec<_>>().join(",")
}

/// Matches overloads by the names of their parameters, then by what is left, and compares them.
fn compare_overloads<'a>(
    comparison: &mut Comparison<'a>,
    list: &[(OperationId, &'a Operation)],
    others: &[(OperationId, &'a Operation)],
) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let names = |operation: &'a Operation| parameter_names(operation).into_iter().collect::<BTreeSet<&'a str>>();
    let types = |model: &'a Model, operation: &'a Operation| -> Vec<&'a str> {
        operation.call_parameters().iter().map(|parameter| item_name(model, &parameter.type_ref.item)).collect()
    };
    let mut by_names: BTreeMap<(OperationKind, BTreeSet<&str>, Vec<&str>), OperationId> = BTreeMap::new();
    let mut left: Vec<(OperationId, &Operation)> = Vec::new();
    let mut rest: BTreeSet<OperationId> = others.iter().map(|(id, _)| *id).collect();
    for (id, operation) in others {
        by_names.insert((operation.kind, names(operation), types(new, operation)), *id);
    }
    let mut pairs = Vec::new();
    for (id, operation) in list {
        match by_names
            .get(&(operation.kind, names(operation), types(old, operation)))
            .filter(|other| rest.remove(other))
        {
            Some(other) => pairs.push((*id, *other)),
            None => left.push((*id, *operation)),
        }
    }
    // Those with the same names of parameters, then those with the most names in common.
    let mut by_only_names: BTreeMap<BTreeSet<&str>, Vec<OperationId>> = BTreeMap::new();
    for id in &rest {
        by_only_names.entry(names(new.operation(*id))).or_default().push(*id);
    }
    left.retain(|(id, operation)| {
        let found = by_only_names.get_mut(&names(operation)).and_then(Vec::pop).filter(|other| rest.remove(other));
        pairs.extend(found.map(|other| (*id, other)));
        found.is_none()
    });
    if left.len() == 1 && rest.len() == 1 {
        let other = rest.pop_first();
        pairs.extend(left.pop().zip(other).map(|((id, _), other)| (id, other)));
    }
    pairs.sort_unstable();
    for (id, other) in pairs {
        if comparison.old_scope.uses_operation(id) {
            compare_operation(comparison, id, other, list.len());
        }
    }
    for (id, operation) in left {
        if !comparison.old_scope.uses_operation(id) {
            continue;
        }
        let element = overload_name(old, id, 2);
        let draft = Draft::new(Rule::OverloadRemoved, element.as_str(), format!("{element} was removed"))
            .at(operation.span, others.first().map(|(_, other)| other.span))
            .of(Element::Operation(id))
            .removal_of(&[&operation.annotations], comparison.today)
            .values(signature(old, operation), "");
        comparison.push(draft);
    }
    for id in rest {
        let is_used = comparison.new_scope.uses_operation(id)
            || list.iter().any(|(id, _)| comparison.old_scope.uses_operation(*id));
        if is_used {
            let operation = new.operation(id);
            let element = overload_name(new, id, 2);
            let draft = Draft::new(Rule::OverloadAdded, element.as_str(), format!("{element} was added"))
                .at(list.first().map(|(_, other)| other.span), operation.span)
                .values("", signature(new, operation));
            let of = list.first().map(|(id, _)| Element::Operation(*id));
            comparison.push(Draft { subject: of, ..draft });
        }
    }
}

fn compare_operation(comparison: &mut Comparison<'_>, id: OperationId, other: OperationId, count: usize) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let (before, after) = (old.operation(id), new.operation(other));
    let element = overload_name(old, id, count);
    let subject = Element::Operation(id);
    let draft = |rule, message: String| {
        Draft::new(rule, element.as_str(), message).at(before.span, after.span).of(subject.clone())
    };
    if before.kind != after.kind {
        let kind = |kind| if kind == OperationKind::Action { "an action" } else { "a function" };
        let message = format!("{element} is {}; it was {}", kind(after.kind), kind(before.kind));
        comparison.push(draft(Rule::OperationKindChanged, message).values(kind(before.kind), kind(after.kind)));
    }
    let context = parameters::Call { element: &element, id, before, after };
    parameters::compare(comparison, &context);
    returns::compare(comparison, &context);
    if comparison.is_csdl() {
        let (was, is) = (before.is_composable == Some(true), after.is_composable == Some(true));
        if was != is {
            let (rule, verb) = match is {
                true => (Rule::ComposabilityAdded, "paths can continue after"),
                false => (Rule::ComposabilityRemoved, "paths can no longer continue after"),
            };
            comparison.push(draft(rule, format!("{verb} {element}")));
        }
        let path = |operation: &Operation| operation.entity_set_path.clone().unwrap_or_default();
        let (was, is) = (path(before), path(after));
        if was != is {
            let shown = |path: &str| if path.is_empty() { "none".to_owned() } else { format!("`{path}`") };
            let message = format!("the entity set path of {element} is {}; it was {}", shown(&is), shown(&was));
            comparison.push(draft(Rule::EntitySetPathChanged, message).values(was, is));
        }
    }
    let (old, new) = (&before.annotations[..], &after.annotations[..]);
    deprecation::compare(comparison, &element, Some(subject.clone()), old, new);
    requests::compare(comparison, &element, &subject, before, after);
    let (old, new) = ((old, before.span), (new, after.span));
    let place = capabilities::Place::of_resources(comparison, &element, None);
    capabilities::compare(comparison, &place, Some(subject.clone()), old, new);
    annotations::compare(comparison, &element, Some(subject), old, new);
}
