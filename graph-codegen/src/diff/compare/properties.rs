use super::{annotations, deprecation, facets, renames::Candidates, substitution, type_text::*};
use crate::{
    diff::{
        Rule, Verdict,
        comparison::{Comparison, Draft},
        scope::Directions,
    },
    edm::{Key, Model, NavigationProperty, Property, TypeId},
    explain::Element,
    facts::{Access, Writing},
};

/// Compares the structural properties of a type.
pub(super) fn compare(comparison: &mut Comparison<'_>, id: TypeId, other: TypeId) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let removed: Vec<&Property> =
        used(comparison, id).into_iter().filter(|property| !compare_one(comparison, id, other, property)).collect();
    let added: Vec<&Property> = match new.type_(other).structured() {
        Some(structured) => structured.properties.iter().filter(|property| is_new(old, id, &property.name)).collect(),
        None => Vec::new(),
    };
    let forms = added.iter().map(|property| (type_text(new, &property.type_ref), property.name.as_str()));
    let candidates = Candidates::new(removed.len(), forms);
    for property in &removed {
        let is_key = |(_, key): (TypeId, &Key)| key.property_refs.iter().any(|part| part.name == property.name);
        if comparison.crosses_formats() && old.key(id).is_some_and(is_key) {
            continue;
        }
        let declaring = old.type_(id).name.as_str();
        let element = format!("{declaring}/{}", property.name);
        let levels = [&property.annotations[..], &old.type_(id).annotations[..]];
        let mut draft = Draft::new(Rule::PropertyRemoved, element.as_str(), format!("{element} was removed"))
            .at(property.span, new.type_(other).span)
            .of(Element::Property(id, property))
            .removal_of(&levels, comparison.today);
        if let Some(likely) = candidates.likely(&type_text(old, &property.type_ref), &property.name) {
            draft = draft.note(format!("it was probably renamed to `{likely}`"));
        }
        comparison.push(draft);
    }
    for property in added {
        if comparison.new_scope.uses_property(other, &property.name) {
            report_added(comparison, id, other, property);
        }
    }
}

/// The properties that are compared: those that the type declares, and those that it no longer inherits.
fn used<'a>(comparison: &Comparison<'a>, id: TypeId) -> Vec<&'a Property> {
    let old = comparison.old.model;
    let is_used =
        |(declaring, property): &(TypeId, &Property)| comparison.old_scope.uses_property(*declaring, &property.name);
    old.properties(id)
        .into_iter()
        .filter(|(declaring, _)| *declaring == id || lost_base(comparison, id, *declaring))
        .filter(is_used)
        .map(|(_, property)| property)
        .collect()
}

/// Whether a type no longer has a base type, so that what it inherited from there may be gone.
pub(super) fn lost_base(comparison: &Comparison<'_>, id: TypeId, base: TypeId) -> bool {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let Some(other) = new.find_type(old.type_(id).name.as_str()) else { return false };
    let name = old.type_(base).name.as_str();
    comparison.old_scope.uses_values(id) && !new.lineage(other).any(|(_, base)| base.name.as_str() == name)
}

/// Whether a type had neither a structural nor a navigation property of a name.
pub(super) fn is_new(old: &Model, id: TypeId, name: &str) -> bool {
    old.property(id, name).is_none() && old.navigation_property(id, name).is_none()
}

fn report_added<'a>(comparison: &mut Comparison<'a>, id: TypeId, other: TypeId, property: &'a Property) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let element = format!("{}/{}", new.type_(other).name, property.name);
    let is_required = property.nullable == Some(false)
        && !property.type_ref.is_collection
        && property.facets.default_value().is_none()
        && Writing::of(&property.annotations) != Writing::Never
        && comparison.old_scope.directions(id).sent
        && comparison.is_csdl();
    let rule = if is_required { Rule::RequiredPropertyAdded } else { Rule::PropertyAdded };
    let mut draft = Draft::new(rule, element.as_str(), format!("{element} was added"))
        .at(old.type_(id).span, property.span)
        .of_new(Element::Property(other, property));
    if is_required {
        draft = draft.note("it cannot be null and has no default value, so the service may refuse bodies without it");
    }
    comparison.push(draft);
}

/// Compares a property with its counterpart; returns whether there is one.
fn compare_one<'a>(comparison: &mut Comparison<'a>, id: TypeId, other: TypeId, before: &'a Property) -> bool {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let element = format!("{}/{}", old.type_(id).name, before.name);
    let subject = Element::Property(id, before);
    let Some((_, after)) = new.property(other, &before.name) else {
        let Some((_, NavigationProperty { span, .. })) = new.navigation_property(other, &before.name) else {
            return false;
        };
        if comparison.crosses_formats() {
            return true;
        }
        let message = format!("{element} is a navigation property; it was a property");
        let draft = Draft::new(Rule::PropertyKindChanged, element, message).at(before.span, *span);
        comparison.push(draft.of(subject).values("property", "navigation property"));
        return true;
    };
    let spans = (before.span, after.span);
    let directions = directions(comparison.old_scope.directions(id), before);
    let draft =
        |rule, message: String| Draft::new(rule, element.as_str(), message).at(spans.0, spans.1).of(subject.clone());
    let same_type = compare_types(comparison, &element, (before, after), directions, &draft);
    if comparison.is_csdl() {
        let (was, is) = (before.nullable.unwrap_or(true), after.nullable.unwrap_or(true));
        let items = if before.type_ref.is_collection { "items of " } else { "" };
        if same_type && was && !is {
            let message = format!("{items}{element} can no longer be null");
            let draft = draft(Rule::PropertyBecameNonNullable, message).only_if(directions.sent);
            // Null clears a property, but hardly anybody sends lists of nulls.
            let is_rare = before.type_ref.is_collection && draft.verdicts.wire == Verdict::Breaking;
            comparison.push(if is_rare { draft.wire(Verdict::Maybe) } else { draft });
        } else if same_type && is && !was {
            let message = format!("{items}{element} can be null");
            comparison.push(draft(Rule::PropertyBecameNullable, message).only_if(directions.received));
        }
        let (was, is) = (before.facets.default_value(), after.facets.default_value());
        if was != is {
            let shown = |value: Option<&str>| value.map_or("none".to_owned(), |value| format!("`{value}`"));
            let message = format!("the default value of {element} is {}; it was {}", shown(is), shown(was));
            comparison.push(draft(Rule::DefaultValueChanged, message).values(shown(was), shown(is)));
        }
        compare_access(comparison, &element, before, after, directions, &draft);
    }
    if same_type {
        let primitive = primitive(old, &before.type_ref.item);
        let ends = facets::Ends { element: &element, subject: Some(subject.clone()), spans, directions, primitive };
        facets::compare(comparison, &ends, &before.facets, &after.facets);
    }
    let (old, new) = (&before.annotations[..], &after.annotations[..]);
    deprecation::compare(comparison, &element, Some(subject.clone()), old, new);
    annotations::compare(comparison, &element, Some(subject), (old, before.span), (new, after.span));
    true
}

/// In which directions values of a property go.
fn directions(of_type: Directions, property: &Property) -> Directions {
    let is_readable = Access::of(&property.annotations).is_none_or(|access| access.read);
    let is_writable = Writing::of(&property.annotations) != Writing::Never;
    Directions { sent: of_type.sent && is_writable, received: of_type.received && is_readable }
}

/// Compares the types of a property; returns whether they are the same.
fn compare_types<'a>(
    comparison: &mut Comparison<'a>,
    element: &str,
    (before, after): (&Property, &Property),
    directions: Directions,
    draft: &impl Fn(Rule, String) -> Draft<'a>,
) -> bool {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let (left, right) = (&before.type_ref, &after.type_ref);
    if item_name(old, &left.item) == item_name(new, &right.item) {
        if left.is_collection == right.is_collection {
            return true;
        }
        let verb = if right.is_collection { "became a collection" } else { "is no longer a collection" };
        comparison.push(draft(Rule::PropertyCollectionChanged, format!("{element} {verb}")));
        return false;
    }
    let (was, is) = (type_text(old, left), type_text(new, right));
    if !comparison.is_csdl() && is_vague((old, left), (new, right)) {
        return false;
    }
    let draft = draft(Rule::PropertyTypeChanged, format!("{element} is {is}; it was {was}")).values(was, is);
    let draft = draft.fits(substitution::verdict(comparison, left, right, directions));
    let is_same = is_same_on_the_wire((old, left), (new, right));
    comparison.push(if is_same { draft.wire(Verdict::Safe).compiles_if(true) } else { draft });
    is_same
}

/// Whether OpenAPI cannot tell two types apart, or documents of it often do not.
pub(super) fn is_vague(old: (&Model, &crate::edm::TypeRef), new: (&Model, &crate::edm::TypeRef)) -> bool {
    use crate::edm::{ItemType, Primitive};
    let is_loose = |item: &ItemType, model: &Model| match primitive(model, item) {
        Some(Primitive::Untyped | Primitive::String | Primitive::Stream | Primitive::Binary) => true,
        Some(_) => false,
        None => item_name(model, item).ends_with(".Json"),
    };
    let is_number = |item: &ItemType, model: &Model| {
        use Primitive::{Byte, Decimal, Double, Int16, Int32, Int64, SByte, Single};
        matches!(primitive(model, item), Some(Byte | Decimal | Double | Int16 | Int32 | Int64 | SByte | Single))
    };
    let both_loose = is_loose(&old.1.item, old.0) || is_loose(&new.1.item, new.0);
    let both_numbers = is_number(&old.1.item, old.0) && is_number(&new.1.item, new.0);
    both_loose || both_numbers
}

/// Compares when a property can be read and set.
fn compare_access<'a>(
    comparison: &mut Comparison<'a>,
    element: &str,
    before: &Property,
    after: &Property,
    directions: Directions,
    draft: &impl Fn(Rule, String) -> Draft<'a>,
) {
    let (was, is) = (Writing::of(&before.annotations), Writing::of(&after.annotations));
    let rank = |writing| match writing {
        Writing::Never => 0,
        Writing::OnCreate => 1,
        Writing::Always => 2,
    };
    let shown = |writing| match writing {
        Writing::Never => "read-only",
        Writing::OnCreate => "set on creation only",
        Writing::Always => "writable",
    };
    if rank(is) < rank(was) {
        let (rule, verb) = match is {
            Writing::OnCreate => (Rule::PropertyBecameCreateOnly, "can only be set when its entity is created"),
            _ => (Rule::PropertyBecameReadOnly, "can no longer be set"),
        };
        let draft = draft(rule, format!("{element} {verb}")).values(shown(was), shown(is));
        comparison.push(draft.only_if(directions.sent).compiles_if(!directions.sent));
    } else if rank(is) > rank(was) {
        let draft = draft(Rule::PropertyBecameWritable, format!("{element} is {}; it was {}", shown(is), shown(was)));
        comparison.push(draft.values(shown(was), shown(is)));
    }
    let is_readable = |property: &Property| Access::of(&property.annotations).is_none_or(|access| access.read);
    match (is_readable(before), is_readable(after)) {
        (true, false) => {
            let message = format!("{element} can no longer be read");
            comparison.push(draft(Rule::PropertyBecameUnreadable, message).only_if(directions.received));
        }
        (false, true) => comparison.push(draft(Rule::PropertyBecameReadable, format!("{element} can be read"))),
        _ => {}
    }
}
