use std::collections::HashMap;

use super::{annotations, deprecation, renames::Candidates};
use crate::{
    diff::{
        Rule, Verdict,
        comparison::{Comparison, Draft},
    },
    edm::{EnumType, Member, Primitive, TypeId},
    explain::Element,
};

/// Compares two enumeration types.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    (id, left): (TypeId, &'a EnumType),
    (other, right): (TypeId, &'a EnumType),
) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let (before, after) = (old.type_(id), new.type_(other));
    let name = before.name.as_str();
    let subject = || Element::Type(id);
    let draft = |rule, message: String| Draft::new(rule, name, message).at(before.span, after.span).of(subject());
    if comparison.is_csdl() {
        let (was, is) = (left.is_flags == Some(true), right.is_flags == Some(true));
        if was != is {
            let verb = if is { "can be combined" } else { "can no longer be combined" };
            let draft = draft(Rule::EnumFlagsChanged, format!("members of {name} {verb}"));
            // One member is still a valid value, but a combination is not.
            comparison.push(if is { draft.wire(Verdict::Maybe) } else { draft });
        }
        let underlying = |of: &EnumType| of.underlying_type.unwrap_or(Primitive::Int32).as_str();
        let (was, is) = (underlying(left), underlying(right));
        if was != is {
            let message = format!("the underlying type of {name} is {is}; it was {was}");
            comparison.push(draft(Rule::EnumUnderlyingTypeChanged, message).values(was, is));
        }
    }
    let mut removed = Vec::new();
    for member in &left.members {
        match new.enum_member(other, &member.name) {
            Some(found) => compare_member(comparison, id, member, found),
            None => removed.push(member),
        }
    }
    let added: Vec<&Member> =
        right.members.iter().filter(|member| old.enum_member(id, &member.name).is_none()).collect();
    let by_value: HashMap<i64, &str> = added.iter().map(|member| (member.value, member.name.as_str())).collect();
    let names = added.iter().map(|member| (String::new(), member.name.as_str()));
    let candidates = Candidates::new(removed.len(), names);
    for member in &removed {
        let element = format!("{name}/{}", member.name);
        let levels = [&member.annotations[..], &before.annotations[..]];
        let mut draft = Draft::new(Rule::EnumMemberRemoved, element.as_str(), format!("{element} was removed"))
            .at(member.span, after.span)
            .of(subject())
            .removal_of(&levels, comparison.today);
        if !comparison.old_scope.directions(id).sent {
            draft = draft.wire(Verdict::Maybe);
        }
        let same_value = by_value.get(&member.value).filter(|_| comparison.is_csdl()).copied();
        if let Some(likely) = same_value.or_else(|| candidates.likely("", &member.name)) {
            draft = draft.note(format!("it was probably renamed to `{likely}`"));
        }
        comparison.push(draft);
    }
    for member in added {
        let element = format!("{name}/{}", member.name);
        let draft = Draft::new(Rule::EnumMemberAdded, element.as_str(), format!("{element} was added"));
        let received = comparison.old_scope.directions(id).received;
        comparison.push(draft.at(before.span, member.span).of(subject()).only_if(received));
    }
}

fn compare_member<'a>(comparison: &mut Comparison<'a>, id: TypeId, before: &'a Member, after: &'a Member) {
    let element = format!("{}/{}", comparison.old.model.type_(id).name, before.name);
    // OpenAPI lists names only.
    if before.value != after.value && comparison.is_csdl() {
        let message = format!("{element} has the value {}; it was {}", after.value, before.value);
        let draft = Draft::new(Rule::EnumValueChanged, element.as_str(), message).at(before.span, after.span);
        comparison.push(draft.of(Element::Type(id)).values(before.value.to_string(), after.value.to_string()));
    }
    let (old, new) = (&before.annotations[..], &after.annotations[..]);
    deprecation::compare(comparison, &element, Some(Element::Type(id)), old, new);
    annotations::compare(comparison, &element, Some(Element::Type(id)), (old, before.span), (new, after.span));
}
