use std::collections::{BTreeSet, HashMap};

use super::{
    annotations, capabilities, deprecation, enumerations, facets, navigation, properties, renames::Candidates,
    type_text,
};
use crate::{
    diff::{
        Rule, Verdicts,
        comparison::{Comparison, Draft},
    },
    edm::{
        Annotation, Expression, Key, Model, Record, StructuredType, Type, TypeDefinition, TypeId, TypeKind, vocabulary,
    },
    explain::Element,
};

/// Compares the types that are used.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let mut removed = Vec::new();
    for (id, declared) in old.types().filter(|(id, _)| comparison.old_scope.uses_type(*id)).collect::<Vec<_>>() {
        match new.find_type(declared.name.as_str()) {
            Some(other) => compare_type(comparison, id, other),
            None => removed.push((id, declared)),
        }
    }
    let is_new = |declared: &Type| old.find_type(declared.name.as_str()).is_none();
    let added: Vec<&Type> =
        new.types().filter(|(_, declared)| is_new(declared)).map(|(_, declared)| declared).collect();
    report_removed(comparison, &removed, &added);
    for (id, declared) in new.types() {
        if comparison.new_scope.uses_type(id) && is_new(declared) && !comparison.crosses_formats() {
            let name = declared.name.as_str();
            let draft = Draft::new(Rule::TypeAdded, name, format!("{name} was added"));
            comparison.push(draft.at(None, declared.span).of_new(Element::Type(id)));
        }
    }
}

fn report_removed<'a>(comparison: &mut Comparison<'a>, removed: &[(TypeId, &'a Type)], added: &[&'a Type]) {
    let mut by_members: HashMap<Vec<&str>, &str> = HashMap::new();
    for declared in added {
        // A few members say little.
        by_members.entry(member_names(declared)).or_insert(declared.name.as_str());
    }
    let by_simple_name: HashMap<(&str, &str), &str> =
        added.iter().map(|other| ((kind_name(other), other.name.name()), other.name.as_str())).collect();
    let names = added.iter().map(|other| (kind_name(other).to_owned(), other.name.as_str()));
    let candidates = Candidates::new(removed.len(), names);
    for (id, declared) in removed {
        let (name, kind) = (declared.name.as_str(), kind_name(declared));
        let moved = by_simple_name.get(&(kind, declared.name.name()));
        let members = member_names(declared);
        let alike = || by_members.get(&members).filter(|_| members.len() >= 3);
        let likely = moved.or_else(alike).copied().or_else(|| candidates.likely(kind, name));
        let mut draft = Draft::new(Rule::TypeRemoved, name, format!("{name} was removed"))
            .at(declared.span, None)
            .of(Element::Type(*id))
            .removal_of(&[&declared.annotations], comparison.today);
        if let Some(likely) = likely {
            draft = draft.note(format!("it was probably renamed to {likely}"));
        }
        comparison.push(draft);
    }
}

/// The names of a type's own members, sorted.
fn member_names(declared: &Type) -> Vec<&str> {
    let mut names: Vec<&str> = match &declared.kind {
        TypeKind::Entity(structured) | TypeKind::Complex(structured) => {
            let properties = structured.properties.iter().map(|property| property.name.as_str());
            properties.chain(structured.navigation_properties.iter().map(|property| property.name.as_str())).collect()
        }
        TypeKind::Enum(enumeration) => enumeration.members.iter().map(|member| member.name.as_str()).collect(),
        TypeKind::Definition(_) => Vec::new(),
    };
    names.sort_unstable();
    names
}

fn kind_name(declared: &Type) -> &'static str {
    match declared.kind {
        TypeKind::Entity(_) => "an entity type",
        TypeKind::Complex(_) => "a complex type",
        TypeKind::Enum(_) => "an enumeration type",
        TypeKind::Definition(_) => "a type definition",
    }
}

fn compare_type(comparison: &mut Comparison<'_>, id: TypeId, other: TypeId) {
    let (before, after) = (comparison.old.model.type_(id), comparison.new.model.type_(other));
    let name = before.name.as_str();
    match (&before.kind, &after.kind) {
        (TypeKind::Enum(left), TypeKind::Enum(right)) => {
            if comparison.old_scope.uses_values(id) {
                enumerations::compare(comparison, (id, left), (other, right));
            }
        }
        (TypeKind::Definition(left), TypeKind::Definition(right)) => {
            compare_definitions(comparison, (id, left), (other, right));
        }
        (TypeKind::Entity(left), TypeKind::Entity(right)) | (TypeKind::Complex(left), TypeKind::Complex(right)) => {
            compare_structured(comparison, (id, left), (other, right));
        }
        // OpenAPI does not distinguish entity types from complex types for sure.
        _ if before.structured().is_some() && after.structured().is_some() && !comparison.is_csdl() => {
            if let (Some(left), Some(right)) = (before.structured(), after.structured()) {
                compare_structured(comparison, (id, left), (other, right));
            }
        }
        _ => {
            let (was, is) = (kind_name(before), kind_name(after));
            let draft = Draft::new(Rule::TypeKindChanged, name, format!("{name} is {is}; it was {was}"));
            comparison.push(draft.at(before.span, after.span).of(Element::Type(id)).values(was, is));
            return;
        }
    }
    let (old, new) = (&before.annotations[..], &after.annotations[..]);
    deprecation::compare(comparison, name, Some(Element::Type(id)), old, new);
    let place = capabilities::Place::of_resources(comparison, name, Some((id, other)));
    capabilities::compare(comparison, &place, Some(Element::Type(id)), (old, before.span), (new, after.span));
    annotations::compare(comparison, name, Some(Element::Type(id)), (old, before.span), (new, after.span));
}

fn compare_definitions<'a>(
    comparison: &mut Comparison<'a>,
    (id, left): (TypeId, &'a TypeDefinition),
    (other, right): (TypeId, &'a TypeDefinition),
) {
    let (before, after) = (comparison.old.model.type_(id), comparison.new.model.type_(other));
    let name = before.name.as_str();
    let was = type_text::type_text(comparison.old.model, &left.underlying_type);
    let is = type_text::type_text(comparison.new.model, &right.underlying_type);
    if was != is {
        let draft = Draft::new(Rule::TypeDefinitionChanged, name, format!("{name} is {is}; it was {was}"));
        comparison.push(draft.at(before.span, after.span).of(Element::Type(id)).values(was, is));
        return;
    }
    let ends = facets::Ends {
        element: name,
        subject: Some(Element::Type(id)),
        spans: (before.span, after.span),
        directions: comparison.old_scope.directions(id),
        primitive: type_text::primitive(comparison.old.model, &left.underlying_type.item),
    };
    facets::compare(comparison, &ends, &left.facets, &right.facets);
}

fn compare_structured<'a>(
    comparison: &mut Comparison<'a>,
    (id, left): (TypeId, &'a StructuredType),
    (other, right): (TypeId, &'a StructuredType),
) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let (before, after) = (old.type_(id), new.type_(other));
    let name = before.name.as_str();
    let sent = comparison.old_scope.directions(id).sent;
    let draft =
        |rule, message: String| Draft::new(rule, name, message).at(before.span, after.span).of(Element::Type(id));
    if comparison.is_csdl() && comparison.old_scope.uses_values(id) {
        let (was, is) = (left.is_abstract == Some(true), right.is_abstract == Some(true));
        if was != is {
            let (rule, verb) = match is {
                true => (Rule::TypeBecameAbstract, "became abstract"),
                false => (Rule::TypeBecameConcrete, "is no longer abstract"),
            };
            comparison.push(draft(rule, format!("{name} {verb}")).only_if(sent));
        }
        let (was, is) = (left.open_type == Some(true), right.open_type == Some(true));
        if was != is {
            let (rule, verb) = match is {
                true => (Rule::TypeBecameOpen, "became an open type"),
                false => (Rule::TypeBecameClosed, "is no longer an open type"),
            };
            comparison.push(draft(rule, format!("{name} {verb}")).only_if(sent));
        }
    }
    if comparison.is_csdl() {
        compare_base(comparison, (id, left), (other, right));
        compare_keys(comparison, id, other);
        let (was, is) = (left.has_stream == Some(true), right.has_stream == Some(true));
        if was != is {
            let (rule, verb) = match is {
                true => (Rule::StreamAdded, "has a media stream"),
                false => (Rule::StreamRemoved, "no longer has a media stream"),
            };
            let draft = draft(rule, format!("{name} {verb}"));
            comparison.push(draft.only_if(comparison.old_scope.uses_stream(id)));
        }
    }
    properties::compare(comparison, id, other);
    navigation::compare(comparison, id, other);
}

/// The name of the base type, if there is one.
fn base_name<'a>(model: &'a Model, structured: &'a StructuredType) -> &'a str {
    let external = || structured.external_base_type.as_ref().map(|name| name.as_str());
    let declared = structured.base_type.map(|base| model.type_(base).name.as_str());
    declared.or_else(external).unwrap_or("")
}

fn compare_base<'a>(
    comparison: &mut Comparison<'a>,
    (id, left): (TypeId, &'a StructuredType),
    (other, right): (TypeId, &'a StructuredType),
) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let (was, is) = (base_name(old, left), base_name(new, right));
    if was == is || !comparison.old_scope.uses_values(id) {
        return;
    }
    let (before, after) = (old.type_(id), new.type_(other));
    let name = before.name.as_str();
    let shown = |base: &str| if base.is_empty() { "no base type".to_owned() } else { format!("the base type {base}") };
    let mut draft = Draft::new(Rule::BaseTypeChanged, name, format!("{name} has {}; it had {}", shown(is), shown(was)))
        .at(before.span, after.span)
        .of(Element::Type(id))
        .values(was, is);
    // A type between, or a first base type, takes nothing away.
    if was.is_empty() || new.lineage(other).any(|(_, base)| base.name.as_str() == was) {
        draft.verdicts = Verdicts::default();
    }
    comparison.push(draft);
}

/// A key as it is written in paths: its parts in declared order.
fn key_text(key: Option<(TypeId, &Key)>) -> String {
    let parts = key.iter().flat_map(|(_, key)| &key.property_refs);
    let names = parts.map(|part| part.alias.as_deref().unwrap_or(&part.name));
    names.collect::<Vec<_>>().join(", ")
}

fn compare_keys(comparison: &mut Comparison<'_>, id: TypeId, other: TypeId) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let (before, after) = (old.type_(id), new.type_(other));
    let name = before.name.as_str();
    let (was, is) = (key_text(old.key(id)), key_text(new.key(other)));
    // A key that is inherited is compared where it is declared, if both types still inherit it.
    let declares = |found: Option<(TypeId, &Key)>, id| found.is_some_and(|(declaring, _)| declaring == id);
    let is_own = declares(old.key(id), id) || declares(new.key(other), other);
    if was != is && (is_own || was.is_empty() || is.is_empty()) && before.is_entity() {
        let draft = Draft::new(
            Rule::KeyChanged,
            name,
            match (was.as_str(), is.as_str()) {
                ("", is) => format!("{name} has the key `{is}`; it had none"),
                (was, "") => format!("{name} no longer has the key `{was}`"),
                (was, is) => format!("{name} has the key `{is}`; it was `{was}`"),
            },
        );
        let draft = draft.at(before.span, after.span).of(Element::Type(id)).values(was, is);
        comparison.push(draft.only_if(comparison.old_scope.uses_key(id)));
    }
    let (was, is) = (alternate_keys(&before.annotations), alternate_keys(&after.annotations));
    let parts = |key: &[String]| key.join(", ");
    let annotation = |annotations| Annotation::find(annotations, vocabulary::ALTERNATE_KEYS).map(|found| found.span);
    for key in was.difference(&is) {
        let message = format!("{name} no longer has the alternate key `{}`", parts(key));
        let span = annotation(&before.annotations).unwrap_or(before.span);
        let draft = Draft::new(Rule::AlternateKeyRemoved, name, message).at(span, after.span).values(parts(key), "");
        let is_used = comparison.old_scope.uses_alternate_key(id, aliases(key));
        comparison.push(draft.of(Element::Type(id)).only_if(is_used));
    }
    for key in is.difference(&was) {
        let message = format!("{name} has the alternate key `{}`", parts(key));
        let span = annotation(&after.annotations).unwrap_or(after.span);
        let draft = Draft::new(Rule::AlternateKeyAdded, name, message).at(before.span, span).values("", parts(key));
        comparison.push(draft.of(Element::Type(id)));
    }
}

/// The alternate keys in annotations of a type, each as its parts: `alias` or `alias = property`, sorted.
fn alternate_keys(annotations: &[Annotation]) -> BTreeSet<Vec<String>> {
    let keys = Annotation::value(annotations, vocabulary::ALTERNATE_KEYS);
    keys.and_then(Expression::as_collection).unwrap_or_default().iter().filter_map(key_parts).collect()
}

/// The names of the parts of an alternate key in paths, sorted.
fn aliases(key: &[String]) -> Vec<&str> {
    let mut aliases: Vec<&str> = key.iter().map(|part| part.split(" = ").next().unwrap_or(part)).collect();
    aliases.sort_unstable();
    aliases
}

fn key_parts(key: &Expression) -> Option<Vec<String>> {
    let refs = key.as_record()?.get("Key")?;
    let part = |part: &Record| {
        let name = part.get("Name").and_then(Expression::as_path).unwrap_or_default();
        match part.get("Alias").and_then(Expression::as_string) {
            Some(alias) if alias != name => format!("{alias} = {name}"),
            _ => name.to_owned(),
        }
    };
    let mut parts: Vec<String> = refs.records().map(part).collect();
    parts.sort_unstable();
    Some(parts)
}
