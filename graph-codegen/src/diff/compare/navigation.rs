use super::{
    annotations, capabilities, deprecation,
    properties::{is_new, lost_base},
    renames::Candidates,
    substitution,
    type_text::{item_name, type_text},
};
use crate::{
    diff::{
        Rule,
        comparison::{Comparison, Draft},
        scope::Directions,
    },
    edm::{NavigationProperty, TypeId},
    explain::Element,
};

/// Compares the navigation properties of a type.
pub(super) fn compare(comparison: &mut Comparison<'_>, id: TypeId, other: TypeId) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let used = old.navigation_properties(id).into_iter();
    let used = used.filter(|(declaring, _)| *declaring == id || lost_base(comparison, id, *declaring));
    let used: Vec<&NavigationProperty> = used
        .filter(|(declaring, property)| comparison.old_scope.uses_property(*declaring, &property.name))
        .map(|(_, property)| property)
        .collect();
    let removed: Vec<&NavigationProperty> =
        used.into_iter().filter(|property| !compare_one(comparison, id, other, property)).collect();
    let added: Vec<&NavigationProperty> = match new.type_(other).structured() {
        Some(structured) => {
            structured.navigation_properties.iter().filter(|property| is_new(old, id, &property.name)).collect()
        }
        None => Vec::new(),
    };
    let forms = added.iter().map(|property| (type_text(new, &property.type_ref), property.name.as_str()));
    let candidates = Candidates::new(removed.len(), forms);
    for property in &removed {
        let element = format!("{}/{}", old.type_(id).name, property.name);
        let levels = [&property.annotations[..], &old.type_(id).annotations[..]];
        let mut draft = Draft::new(Rule::NavigationRemoved, element.as_str(), format!("{element} was removed"))
            .at(property.span, new.type_(other).span)
            .of(Element::NavigationProperty(id, property))
            .removal_of(&levels, comparison.today);
        if let Some(likely) = candidates.likely(&type_text(old, &property.type_ref), &property.name) {
            draft = draft.note(format!("it was probably renamed to `{likely}`"));
        }
        comparison.push(draft);
    }
    for property in added {
        if !comparison.new_scope.uses_property(other, &property.name) {
            continue;
        }
        let element = format!("{}/{}", new.type_(other).name, property.name);
        let draft = Draft::new(Rule::NavigationAdded, element.as_str(), format!("{element} was added"));
        let draft = draft.at(old.type_(id).span, property.span);
        comparison.push(draft.of_new(Element::NavigationProperty(other, property)));
    }
}

/// Compares a navigation property with its counterpart; returns whether there is one.
fn compare_one<'a>(comparison: &mut Comparison<'a>, id: TypeId, other: TypeId, before: &'a NavigationProperty) -> bool {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let element = format!("{}/{}", old.type_(id).name, before.name);
    let subject = Element::NavigationProperty(id, before);
    let Some((declaring_now, after)) = new.navigation_property(other, &before.name) else {
        let Some((_, property)) = new.property(other, &before.name) else { return false };
        if comparison.crosses_formats() {
            return true;
        }
        let message = format!("{element} is a property; it was a navigation property");
        let draft = Draft::new(Rule::PropertyKindChanged, element, message).at(before.span, property.span);
        comparison.push(draft.of(subject).values("navigation property", "property"));
        return true;
    };
    let draft = |rule, message: String| {
        Draft::new(rule, element.as_str(), message).at(before.span, after.span).of(subject.clone())
    };
    let (left, right) = (&before.type_ref, &after.type_ref);
    let declaring = old.navigation_property(id, &before.name).map_or(id, |(declaring, _)| declaring);
    let is_followed = comparison.old_scope.follows(declaring, &before.name);
    let is_read =
        comparison.old_scope.uses_target(declaring, before) || comparison.new_scope.uses_target(declaring_now, after);
    if item_name(old, &left.item) != item_name(new, &right.item) {
        let (was, is) = (type_text(old, left), type_text(new, right));
        let message = format!("{element} leads to {is}; it led to {was}");
        let draft = draft(Rule::NavigationTypeChanged, message).values(was, is).only_if(is_read);
        let fits = substitution::verdict(comparison, left, right, directions(comparison, id, before));
        comparison.push(if is_read { draft.fits(fits) } else { draft });
    } else if left.is_collection != right.is_collection {
        let verb = if right.is_collection { "became a collection" } else { "is no longer a collection" };
        comparison.push(draft(Rule::NavigationCollectionChanged, format!("{element} {verb}")));
    }
    if comparison.is_csdl() {
        let (was, is) = (before.nullable.unwrap_or(true), after.nullable.unwrap_or(true));
        let is_single = !left.is_collection && !right.is_collection;
        if is_single && was && !is {
            let sent = comparison.old_scope.directions(id).sent;
            let message = format!("{element} must have a target");
            comparison.push(draft(Rule::NavigationBecameNonNullable, message).only_if(sent));
        } else if is_single && is && !was {
            let message = format!("{element} may have no target");
            comparison.push(draft(Rule::NavigationBecameNullable, message).only_if(is_read));
        }
        let draft = |rule, message: String| draft(rule, message).only_if(is_read);
        compare_relations(comparison, &element, before, after, &draft);
    }
    let (old, new) = (&before.annotations[..], &after.annotations[..]);
    deprecation::compare(comparison, &element, Some(subject.clone()), old, new);
    let (old, new) = ((old, before.span), (new, after.span));
    let place = capabilities::Place::of_resources(comparison, &element, left.type_id().zip(right.type_id()));
    let place = if is_followed { place } else { place.only_read(is_read) };
    capabilities::compare(comparison, &place, Some(subject.clone()), old, new);
    annotations::compare(comparison, &element, Some(subject), old, new);
    true
}

/// In which directions the targets of a navigation property go: in bodies with the entity that has it, or on their own.
fn directions(comparison: &Comparison<'_>, id: TypeId, property: &NavigationProperty) -> Directions {
    let own = property.type_ref.type_id().map(|target| comparison.old_scope.directions(target)).unwrap_or_default();
    Directions { sent: own.sent || comparison.old_scope.directions(id).sent, received: true }
}

fn compare_relations<'a>(
    comparison: &mut Comparison<'a>,
    element: &str,
    before: &NavigationProperty,
    after: &NavigationProperty,
    draft: &impl Fn(Rule, String) -> Draft<'a>,
) {
    let (was, is) = (before.contains_target == Some(true), after.contains_target == Some(true));
    if was != is {
        let verb = if is { "contains its targets" } else { "no longer contains its targets" };
        let target = Some(item_name(comparison.old.model, &before.type_ref.item).to_owned());
        comparison.push(Draft { target, ..draft(Rule::ContainmentChanged, format!("{element} {verb}")) });
    }
    let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { format!("`{text}`") };
    let constraints = |property: &NavigationProperty| {
        let constraints = property.referential_constraints.iter();
        let mut texts: Vec<String> = constraints
            .map(|constraint| format!("{} = {}", constraint.property, constraint.referenced_property))
            .collect();
        texts.sort_unstable();
        texts.join(", ")
    };
    let partner = |property: &NavigationProperty| property.partner.clone().unwrap_or_default();
    let on_delete = |property: &NavigationProperty| {
        property.on_delete.as_ref().map(|found| found.action.clone()).unwrap_or_default()
    };
    for (rule, what, was, is) in [
        (Rule::PartnerChanged, "partner", partner(before), partner(after)),
        (Rule::ReferentialConstraintChanged, "referential constraint", constraints(before), constraints(after)),
        (Rule::OnDeleteChanged, "action on delete", on_delete(before), on_delete(after)),
    ] {
        if was != is {
            let message = format!("the {what} of {element} is {}; it was {}", shown(&is), shown(&was));
            comparison.push(draft(rule, message).values(was, is));
        }
    }
}
