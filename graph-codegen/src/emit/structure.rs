use super::{
    code::{Code, literal},
    place::Place,
};
use crate::{
    edm::{Model, QualifiedName},
    extension::{Customs, Element},
    facts::Writing,
    rust::{Field, Structure, StructureOrigin},
};

/// A struct, constants for its properties, and how the runtime reads and writes it.
pub(super) fn structure(code: &mut Code, place: Place<'_>, structure: &Structure, model: &Model, customs: &Customs) {
    let name = structure.name.written();
    code.gap();
    code.docs(&structure.docs);
    code.deprecated(structure.deprecation.as_ref());
    if !customs.is_empty() {
        code.attributes(&attributes(structure, model, customs));
    }
    code.open(&["pub struct ", name, " {"]);
    for field in &structure.fields {
        code.doc(&field.doc);
        code.deprecated(field.deprecation.as_ref());
        if !customs.is_empty() {
            code.attributes(&field_attributes(structure, field, model, customs));
        }
        code.line(&["pub ", field.name.written(), ": Option<", &place.value_type(&field.value_type), ">,"]);
    }
    code.close();
    if structure.is_selectable {
        constants(code, place, structure);
    }
    structured(code, structure);
    for base in &structure.relations.bases {
        code.line(&["impl rt::DerivedFrom<", &place.path(base), "> for ", name, " {}"]);
    }
}

/// The table of properties, and how they are read and written.
fn structured(code: &mut Code, structure: &Structure) {
    code.gap();
    code.open(&["impl ::core::default::Default for ", structure.name.written(), " {"]);
    code.line(&["#[inline]"]);
    code.open(&["fn default() -> Self {"]);
    code.line(&["rt::empty()"]);
    code.close();
    code.close();
    code.gap();
    code.open(&["impl rt::Structured for ", structure.name.written(), " {"]);
    code.line(&["const TYPE_NAME: &'static str = ", &literal(&structure.source), ";"]);
    if structure.relations.sends_type {
        code.line(&["const SENDS_TYPE: bool = true;"]);
    }
    let names: Vec<String> = structure.fields.iter().map(|field| literal(&field.wire_name)).collect();
    code.open(&["fn properties() -> &'static [&'static str] {"]);
    code.list(&["&["], &names, "]");
    code.close();
    if !structure.relations.fixed.is_empty() {
        let fixed: Vec<String> = structure.relations.fixed.iter().map(|name| literal(name)).collect();
        code.open(&["fn read_only_on_update() -> &'static [&'static str] {"]);
        code.list(&["&["], &fixed, "]");
        code.close();
    }
    if structure.fields.is_empty() {
        code.open(&["fn build<R: rt::PropertyReader>(_: &mut R) -> Self {"]);
        code.line(&["Self {}"]);
        code.close();
        code.line(&["fn write<'a, W: rt::PropertyWriter<'a>>(&'a self, _: &mut W) {}"]);
        code.close();
        return;
    }
    let values: Vec<String> =
        structure.fields.iter().map(|field| format!("{}: from.property()", field.name.written())).collect();
    code.open(&["fn build<R: rt::PropertyReader>(from: &mut R) -> Self {"]);
    code.list(&["Self { "], &values, " }");
    code.close();
    code.open(&["fn write<'a, W: rt::PropertyWriter<'a>>(&'a self, to: &mut W) {"]);
    for four in structure.fields.chunks(4) {
        let count = ["", "", "2", "3", "4"].get(four.len()).copied().unwrap_or_default();
        let fields: Vec<String> = four.iter().map(|field| format!("&self.{}", field.name.written())).collect();
        code.line(&["to.put", count, "(", &fields.join(", "), ");"]);
    }
    code.close();
    code.close();
}

/// Constants that name the properties in queries and bodies.
fn constants(code: &mut Code, place: Place<'_>, structure: &Structure) {
    if structure.fields.is_empty() && structure.relations.navigation.is_empty() {
        return;
    }
    code.gap();
    code.open(&["impl ", structure.name.written(), " {"]);
    for field in &structure.fields {
        let (access, note) = match field.writing {
            Writing::Always => ("", "for queries and bodies."),
            Writing::OnCreate => (", rt::CreateOnly", "for queries and bodies of `create`."),
            Writing::Never => (", rt::ReadOnly", "for queries."),
        };
        code.doc(&format!("`{}`, {note}", field.wire_name));
        code.deprecated(field.deprecation.as_ref());
        let (name, value_type) = (field.constant.written(), place.property_type(&field.value_type));
        let wire_name = literal(&field.wire_name);
        code.line(&[
            "pub const ",
            name,
            ": rt::Property<Self, ",
            &value_type,
            access,
            "> = rt::property(",
            &wire_name,
            ");",
        ]);
    }
    for planned in &structure.relations.navigation {
        code.doc(&format!("`{}`, which leads on.", planned.wire_name));
        code.deprecated(planned.deprecation.as_ref());
        let target = planned.target.as_ref().map_or_else(|| "rt::Unselected".to_owned(), |target| place.path(target));
        let number = if planned.is_collection { ", rt::Many" } else { ", rt::One" };
        let (name, wire_name) = (planned.name.written(), literal(&planned.wire_name));
        code.line(&[
            "pub const ",
            name,
            ": rt::NavigationProperty<Self, ",
            &target,
            number,
            "> = rt::navigation(",
            &wire_name,
            ");",
        ]);
    }
    code.close();
}

fn attributes(structure: &Structure, model: &Model, customs: &Customs) -> Vec<proc_macro2::TokenStream> {
    match structure.origin {
        StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => {
            customs.attributes(&Element::Type(&model.type_(id).name))
        }
        StructureOrigin::Parameters(_) => match parameters_of(structure, model) {
            Some((on, operation)) => customs.attributes(&Element::Parameters { on, operation }),
            None => Vec::new(),
        },
    }
}

fn field_attributes(
    structure: &Structure,
    field: &Field,
    model: &Model,
    customs: &Customs,
) -> Vec<proc_macro2::TokenStream> {
    if let Some((on, operation)) = parameters_of(structure, model) {
        return customs.attributes(&Element::Parameter { on, operation, name: &field.wire_name });
    }
    let declaring = field.source.split('/').next().unwrap_or_default();
    match model.find_type(declaring) {
        Some(id) => customs.attributes(&Element::Property { of: &model.type_(id).name, name: &field.wire_name }),
        None => Vec::new(),
    }
}

/// The type and operation that a struct of parameters belongs to.
fn parameters_of<'a>(structure: &'a Structure, model: &'a Model) -> Option<(&'a QualifiedName, &'a str)> {
    let StructureOrigin::Parameters(_) = structure.origin else { return None };
    let (on, operation) = structure.source.split_once('/')?;
    Some((&model.type_(model.find_type(on)?).name, operation))
}
