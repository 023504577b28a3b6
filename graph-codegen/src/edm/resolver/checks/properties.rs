use crate::{
    csdl::Text,
    diagnostic::{Diagnostics, Span},
    edm::{
        Model, TypeId,
        name_index::Member,
        name_table::Hash,
        resolver::{
            declarations::{Declarations, DeclaredType, duplicate},
            structured::member_name,
        },
    },
};

/// Reports properties with the name of an inherited property.
pub(super) fn check(model: &Model, declared: &Declarations<'_, '_>, diagnostics: &mut Diagnostics) {
    let members = &model.index.members;
    let mut number = 0;
    while number < model.types.len() {
        let id = TypeId(number as u32);
        number += 1;
        let Some(base) = base_type(model, id) else { continue };
        let DeclaredType::Structured(written) = declared.types[id.0 as usize] else { continue };
        let mut numbers = members.of(id);
        while numbers.start < numbers.end {
            let member = members.list[numbers.start as usize];
            if let Some(name) = member_name(written, member) {
                check_name(name, members.names.hash_of(numbers.start), base, model, declared, diagnostics);
            }
            numbers.start += 1;
        }
    }
}

fn base_type(model: &Model, id: TypeId) -> Option<TypeId> {
    model.types[id.0 as usize].structured()?.base_type
}

/// Looks up a name whose hash is known in each base type.
fn check_name(
    name: &Text<'_>,
    hash: Hash,
    base: TypeId,
    model: &Model,
    declared: &Declarations<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let members = &model.index.members;
    let mut next = Some(base);
    while let Some(id) = next {
        if let Some(found) = members.names.find_hashed(id.0, hash, &name.value) {
            if let Some(first) = inherited_span(declared, id, members.list[found as usize]) {
                let base = &model.type_(id).name;
                diagnostics.push(
                    duplicate("property", name, first).help(format!("the type inherits the property from `{base}`")),
                );
            }
            return;
        }
        next = base_type(model, id);
    }
}

fn inherited_span(declared: &Declarations<'_, '_>, id: TypeId, member: Member) -> Option<Span> {
    match declared.types[id.0 as usize] {
        DeclaredType::Structured(written) => Some(member_name(written, member)?.span),
        DeclaredType::Enum(_) | DeclaredType::Definition(_) => None,
    }
}
