use crate::{
    csdl::Text,
    diagnostic::{Diagnostics, Span},
    edm::{
        Model, TypeId,
        index::Member,
        resolver::{
            declared::{Declared, DeclaredType, duplicate},
            structured::member_span,
        },
    },
};

/// Finds properties that are named like an inherited one.
pub(super) fn check(model: &Model, declared: &Declared<'_, '_>, diagnostics: &mut Diagnostics) {
    let mut number = 0;
    while number < declared.types.len() {
        if let DeclaredType::Structured(written) = declared.types[number]
            && let Some(base) = base_type(model, TypeId(number as u32))
        {
            for property in &written.properties {
                check_name(&property.name, base, model, declared, diagnostics);
            }
            for property in &written.navigation_properties {
                check_name(&property.name, base, model, declared, diagnostics);
            }
        }
        number += 1;
    }
}

fn base_type(model: &Model, id: TypeId) -> Option<TypeId> {
    model.types[id.0 as usize].structured()?.base_type
}

/// Hashes the name once and asks each base type.
fn check_name(
    name: &Text<'_>,
    base: TypeId,
    model: &Model,
    declared: &Declared<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let members = &model.index.members;
    let text: &str = &name.value;
    let hash = members.names.hash(text);
    let mut next = Some(base);
    while let Some(id) = next {
        if let Some(found) = members.names.find_hashed(id.0, hash, text) {
            if let Some(first) = inherited_span(declared, id, members.list[found as usize]) {
                diagnostics.push(duplicate("property", name, first).help(format!(
                    "a type inherits the properties of its base types, here of `{}`",
                    model.type_(id).name
                )));
            }
            return;
        }
        next = base_type(model, id);
    }
}

fn inherited_span(declared: &Declared<'_, '_>, id: TypeId, member: Member) -> Option<Span> {
    match declared.types[id.0 as usize] {
        DeclaredType::Structured(written) => member_span(written, member),
        DeclaredType::Enum(_) | DeclaredType::Definition(_) => None,
    }
}
