//! Pages about types.

use super::{Member, Page, Pages, description, facet_notes, member, type_name};
use crate::{
    edm::{EnumType, TypeDefinition, TypeId, TypeKind},
    explain::Element,
    facts::Deprecation,
    selection::ResourceShape,
};

/// The maximum number of derived types that are named.
const MAX_DERIVED: usize = 8;

pub(super) fn page<'m>(id: TypeId, pages: &Pages<'_, 'm>) -> Page<'m> {
    let model = pages.graph.model();
    let declared = model.type_(id);
    let mut page = Page {
        name: declared.name.to_string(),
        kind: Element::Type(id).kind(model),
        description: description(&declared.annotations),
        deprecation: Deprecation::of(&declared.annotations),
        ..Page::default()
    };
    match &declared.kind {
        TypeKind::Entity(_) | TypeKind::Complex(_) => add_structure(&mut page, id, pages),
        TypeKind::Enum(enumeration) => add_enumeration(&mut page, enumeration),
        TypeKind::Definition(TypeDefinition { underlying_type, facets, .. }) => {
            page.facts.push(("underlying type", type_name(underlying_type, model)));
            let notes = facet_notes(facets);
            page.facts.extend((!notes.is_empty()).then(|| ("facets", notes.join(", "))));
        }
    }
    page
}

fn add_structure<'m>(page: &mut Page<'m>, id: TypeId, pages: &Pages<'_, 'm>) {
    let Pages { graph, forms, .. } = pages;
    let model = graph.model();
    let bases: Vec<&str> = model.lineage(id).skip(1).map(|(_, base)| base.name.as_str()).collect();
    let facts = &mut page.facts;
    facts.extend((!bases.is_empty()).then(|| ("base types", bases.join(", "))));
    let mut derived = model.derived_types(id);
    model.sort_types(&mut derived);
    if !derived.is_empty() {
        let named = derived.iter().take(MAX_DERIVED).map(|id| model.type_(*id).name.as_str());
        let mut text = named.collect::<Vec<_>>().join(", ");
        if derived.len() > MAX_DERIVED {
            text.push_str(&format!(" and {} more", derived.len() - MAX_DERIVED));
        }
        facts.push(("derived types", text));
    }
    if let Some((_, key)) = model.key(id) {
        let parts: Vec<&str> = key.property_refs.iter().map(|part| part.name.as_str()).collect();
        facts.push(("key", parts.join(", ")));
    }
    let alternate: Vec<String> = graph.alternate_keys(id).iter().map(|parts| parts.join(" + ")).collect();
    facts.extend((!alternate.is_empty()).then(|| ("alternate keys", alternate.join(", "))));
    let structured = model.type_(id).structured();
    let has = |is: fn(&crate::edm::StructuredType) -> Option<bool>| structured.and_then(is) == Some(true);
    let flags = [
        (has(|of| of.is_abstract), "abstract"),
        (has(|of| of.open_type), "open: it can have undeclared properties"),
        (has(|of| of.has_stream), "has a media stream"),
    ];
    let flags: Vec<&str> = flags.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
    facts.extend((!flags.is_empty()).then(|| ("flags", flags.join(", "))));
    let operations: usize = [ResourceShape::Entity(id), ResourceShape::Collection(id)]
        .into_iter()
        .map(|shape| graph.operations_on(shape).len())
        .sum();
    facts.extend((operations > 0).then(|| ("operations", operations.to_string())));
    page.paths = forms.forms(ResourceShape::Entity(id));
    let properties = model.properties(id).into_iter();
    page.members.extend(properties.map(|(of, property)| member::of_property(id, of, property, model)));
    let navigation = model.navigation_properties(id).into_iter();
    page.members.extend(navigation.map(|(of, property)| member::of_navigation(id, of, property, model)));
}

fn add_enumeration<'m>(page: &mut Page<'m>, enumeration: &'m EnumType) {
    let facts = &mut page.facts;
    facts.extend(enumeration.underlying_type.map(|underlying| ("underlying type", underlying.as_str().to_owned())));
    facts.extend((enumeration.is_flags == Some(true)).then(|| ("flags", "values are combined".to_owned())));
    page.members.extend(enumeration.members.iter().map(|member| Member {
        name: &member.name,
        kind: "member",
        value: member.value.to_string(),
        notes: Vec::new(),
        deprecation: Deprecation::of(&member.annotations),
        inherited_from: None,
    }));
}
