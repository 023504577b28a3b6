//! Pages about members of types, and their lines in pages about types.

use super::{Member, Page, Pages, description, facet_notes, type_name};
use crate::{
    edm::{Annotation, Model, NavigationProperty, Operation, Property, TypeId},
    facts::{Deprecation, Writing},
    lookup::forms::Forms,
    selection::{ResourceShape, append},
};

/// A page about a property.
pub(super) fn property<'m>(of: TypeId, property: &'m Property, pages: &Pages<'_, 'm>) -> Page<'m> {
    let model = pages.graph.model();
    let declaring = model.property(of, &property.name).map_or(of, |(declaring, _)| declaring);
    let member = of_property(of, declaring, property, model);
    page(of, member, &property.annotations, Forms::default(), model)
}

/// A page about a navigation property.
pub(super) fn navigation_property<'m>(of: TypeId, property: &'m NavigationProperty, pages: &Pages<'_, 'm>) -> Page<'m> {
    let model = pages.graph.model();
    let declaring = model.navigation_property(of, &property.name).map_or(of, |(declaring, _)| declaring);
    let Forms { paths, more } = pages.forms.forms(ResourceShape::Entity(of));
    let paths = paths.iter().map(|path| append(path, &property.name)).collect();
    let member = of_navigation(of, declaring, property, model);
    page(of, member, &property.annotations, Forms { paths, more }, model)
}

fn page<'m>(of: TypeId, member: Member<'m>, annotations: &'m [Annotation], paths: Forms, model: &'m Model) -> Page<'m> {
    let mut facts = vec![("type", member.value)];
    facts.extend(member.inherited_from.map(|base| ("declared by", base.to_owned())));
    if !member.notes.is_empty() {
        facts.push(("facets", member.notes.join(", ")));
    }
    Page {
        name: format!("{}/{}", model.type_(of).name, member.name),
        kind: member.kind,
        description: description(annotations),
        deprecation: member.deprecation,
        facts,
        paths,
        ..Page::default()
    }
}

/// The line of a property.
pub(super) fn of_property<'m>(of: TypeId, declaring: TypeId, property: &'m Property, model: &'m Model) -> Member<'m> {
    let mut notes = Vec::new();
    let is_key = model.key(of).is_some_and(|(_, key)| key.property_refs.iter().any(|part| part.name == property.name));
    notes.extend(is_key.then(|| "key".to_owned()));
    notes.extend((property.nullable == Some(false)).then(|| "not null".to_owned()));
    let writing = if is_key { Writing::of_key } else { Writing::of };
    notes.extend(match writing(&property.annotations) {
        Writing::Always => None,
        Writing::OnCreate => Some("set on creation only".to_owned()),
        Writing::Never => Some("read-only".to_owned()),
    });
    notes.extend(facet_notes(&property.facets));
    Member {
        name: &property.name,
        kind: "property",
        value: type_name(&property.type_ref, model),
        notes,
        deprecation: Deprecation::of(&property.annotations),
        inherited_from: inherited_from(of, declaring, model),
    }
}

/// The line of a navigation property.
pub(super) fn of_navigation<'m>(
    of: TypeId,
    declaring: TypeId,
    property: &'m NavigationProperty,
    model: &'m Model,
) -> Member<'m> {
    let mut notes = Vec::new();
    notes.extend((property.contains_target == Some(true)).then(|| "contained".to_owned()));
    notes.extend((property.nullable == Some(false) && !property.type_ref.is_collection).then(|| "not null".to_owned()));
    Member {
        name: &property.name,
        kind: "navigation property",
        value: type_name(&property.type_ref, model),
        notes,
        deprecation: Deprecation::of(&property.annotations),
        inherited_from: inherited_from(of, declaring, model),
    }
}

fn inherited_from(of: TypeId, declaring: TypeId, model: &Model) -> Option<&str> {
    (of != declaring).then(|| model.type_(declaring).name.as_str())
}

/// The parameters and the result of an operation: `(message: microsoft.graph.message) -> Edm.String`.
pub(super) fn signature(operation: &Operation, model: &Model) -> String {
    let parameters = operation.call_parameters().iter();
    let parameters: Vec<String> =
        parameters.map(|parameter| format!("{}: {}", parameter.name, type_name(&parameter.type_ref, model))).collect();
    let returned = operation.return_type.as_ref();
    let returned =
        returned.map_or_else(String::new, |returned| format!(" -> {}", type_name(&returned.type_ref, model)));
    format!("({}){returned}", parameters.join(", "))
}
