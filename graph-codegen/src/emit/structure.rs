//! Structs, constants for their properties, and implementations of the runtime's traits.

use super::{code::Code, expression::Expression, literal::escaped, names::Names};
use crate::plan::Structure;

/// Writes a struct and constants for its properties.
pub(super) fn structure(code: &mut Code, names: Names<'_>, structure: &Structure) {
    let name = structure.name.written();
    code.gap();
    code.docs(&structure.docs);
    code.deprecated(structure.deprecation.as_ref());
    code.attributes(&structure.attributes);
    if structure.fields.is_empty() {
        code.line(&["pub struct ", name, " {}"]);
    } else {
        code.open(&["pub struct ", name, " {"]);
        for field in &structure.fields {
            code.docs(&field.docs);
            code.deprecated(field.deprecation.as_ref());
            code.attributes(&field.attributes);
            code.field(names, &field.name, &field.rust_type());
        }
        code.close();
    }
    if structure.is_selectable {
        constants(code, names, structure);
    }
}

/// Writes constants for properties, for queries and bodies.
fn constants(code: &mut Code, names: Names<'_>, structure: &Structure) {
    if structure.fields.is_empty() && structure.relations.navigation.is_empty() {
        return;
    }
    code.gap();
    code.open(&["impl ", structure.name.written(), " {"]);
    for field in &structure.fields {
        code.docs(&field.docs);
        code.deprecated(field.deprecation.as_ref());
        code.constant(
            names,
            &["pub const ", field.constant.written()],
            &field.constant_type(),
            &["rt::property(\"", &escaped(&field.wire_name), "\")"],
        );
    }
    for planned in &structure.relations.navigation {
        code.doc(&planned.doc);
        code.deprecated(planned.deprecation.as_ref());
        code.constant(
            names,
            &["pub const ", planned.name.written()],
            &planned.rust_type(),
            &["rt::navigation(\"", &escaped(&planned.wire_name), "\")"],
        );
    }
    code.close();
}

/// Writes the implementations that the runtime uses to read and write a struct.
pub(super) fn structure_wiring(code: &mut Code, names: Names<'_>, structure: &Structure) {
    let name = structure.name.written();
    code.gap();
    code.implementation("::core::default::Default", name);
    code.line(&["#[inline]"]);
    code.open(&["fn default() -> Self {"]);
    code.line(&["rt::empty()"]);
    code.close();
    code.close();
    code.gap();
    code.implementation("rt::Structured", name);
    code.type_name(names, &structure.source);
    if structure.relations.sends_type {
        code.line(&["const SENDS_TYPE: bool = true;"]);
    }
    code.open(&["fn properties() -> &'static [&'static str] {"]);
    code.expression("", &Expression::literals(structure.fields.iter().map(|field| &field.wire_name)), "");
    code.close();
    if !structure.relations.read_only_on_update.is_empty() {
        code.open(&["fn read_only_on_update() -> &'static [&'static str] {"]);
        code.expression("", &Expression::literals(&structure.relations.read_only_on_update), "");
        code.close();
    }
    if !structure.relations.navigation_names.is_empty() {
        code.open(&["fn navigation_properties() -> &'static [&'static str] {"]);
        code.expression("", &Expression::literals(&structure.relations.navigation_names), "");
        code.close();
    }
    if !structure.relations.derived_names.is_empty() {
        code.open(&["fn derived_types() -> &'static [&'static str] {"]);
        code.expression("", &Expression::literals(&structure.relations.derived_names), "");
        code.close();
    }
    let reader = if structure.fields.is_empty() { "_" } else { "from" };
    code.open(&["fn build(", reader, ": &mut rt::PropertyReader<'_>) -> Self {"]);
    let values = structure.fields.iter();
    let values = values.map(|field| (field.name.written(), Expression::text("from.property()"))).collect();
    code.expression("", &Expression::Struct("Self", values), "");
    code.close();
    let writer = if structure.fields.is_empty() { "_" } else { "to" };
    let head = ["fn write<'a>(&'a self, ", writer, ": &mut rt::PropertyWriter<'a>) {"].concat();
    if structure.fields.is_empty() {
        code.line(&[&head, "}"]);
    } else {
        code.open(&[&head]);
        // One statement per property, so that a diff shows a changed property on one line.
        structure.fields.iter().for_each(|field| code.line(&["to.put(&self.", field.name.written(), ");"]));
        code.close();
    }
    code.close();
    for base in &structure.relations.bases {
        code.empty_implementation(&format!("rt::DerivedFrom<{}>", names.path(base)), name);
    }
}
