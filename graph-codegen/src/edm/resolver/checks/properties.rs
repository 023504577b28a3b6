use std::collections::BTreeSet;

use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostics, FileId, Span},
    edm::{
        ItemType, Model, Primitive, TypeId, TypeRef,
        name_index::Member,
        name_table::Hash,
        resolver::{
            declarations::{Declarations, DeclaredType, duplicate},
            structured::member_name,
        },
    },
};

/// Reports properties with the name of an inherited property, unless they redeclare it: a derived type may give a
/// property the same type or a more specific one, since version 4.01 (OData CSDL XML 4.01, section 7).
///
/// Returns whether there are such redeclarations.
pub(super) fn check(
    model: &Model,
    declared: &Declarations<'_, '_>,
    redeclaring: &BTreeSet<FileId>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut has_redeclarations = false;
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
            if let Some(name) = member_name(written, member)
                && let hash = members.names.hash_of(numbers.start)
                && let Some((of, inherited)) = find_inherited(name, hash, base, model)
            {
                let (own, base) = (type_of(model, id, member), type_of(model, of, inherited));
                let is_specific = redeclaring.contains(&name.span.file) && redeclares(model, own, base);
                has_redeclarations |= is_specific;
                if !is_specific && let Some(first) = inherited_span(declared, of, inherited) {
                    let base = &model.type_(of).name;
                    let mut diagnostic = duplicate("property", name, first);
                    // The base type is right, so this does not matter to those who need it.
                    diagnostic.code = Code::Csdl;
                    diagnostics.push_deferred(diagnostic.help(format!(
                        "the type inherits the property from `{base}`; it may redeclare the property with a derived \
                         type, since version 4.01"
                    )));
                }
            }
            numbers.start += 1;
        }
    }
    has_redeclarations
}

fn base_type(model: &Model, id: TypeId) -> Option<TypeId> {
    model.types[id.0 as usize].structured()?.base_type
}

/// Looks up a name whose hash is known in each base type.
fn find_inherited(name: &Text<'_>, hash: Hash, base: TypeId, model: &Model) -> Option<(TypeId, Member)> {
    let members = &model.index.members;
    let mut next = Some(base);
    while let Some(id) = next {
        if let Some(found) = members.names.find_hashed(id.0, hash, &name.value) {
            return Some((id, members.list[found as usize]));
        }
        next = base_type(model, id);
    }
    None
}

/// The type of a property, and whether it is a navigation property.
fn type_of(model: &Model, id: TypeId, member: Member) -> Option<(&TypeRef, bool)> {
    let structured = model.types[id.0 as usize].structured()?;
    match member {
        Member::Property(at) => Some((&structured.properties.get(at as usize)?.type_ref, false)),
        Member::NavigationProperty(at) => Some((&structured.navigation_properties.get(at as usize)?.type_ref, true)),
        Member::EnumValue(_) => None,
    }
}

/// Whether the first property may redeclare the second.
fn redeclares(model: &Model, own: Option<(&TypeRef, bool)>, inherited: Option<(&TypeRef, bool)>) -> bool {
    let Some(((own, own_is_navigation), (inherited, is_navigation))) = own.zip(inherited) else { return false };
    own_is_navigation == is_navigation
        && own.is_collection == inherited.is_collection
        && match (&own.item, &inherited.item) {
            (own, inherited) if own == inherited => true,
            (ItemType::Declared(own), ItemType::Declared(base)) => model.is_a(*own, *base),
            // A more specific type in a document that was not given.
            (ItemType::External(_), _) | (_, ItemType::External(_)) => true,
            (_, ItemType::Primitive(Primitive::Untyped)) => true,
            (ItemType::Primitive(_), ItemType::Primitive(Primitive::PrimitiveType)) => true,
            (ItemType::Declared(own), ItemType::Primitive(Primitive::ComplexType)) => {
                model.type_(*own).structured().is_some() && !model.type_(*own).is_entity()
            }
            (ItemType::Declared(own), ItemType::Primitive(Primitive::EntityType)) => model.type_(*own).is_entity(),
            _ => false,
        }
}

fn inherited_span(declared: &Declarations<'_, '_>, id: TypeId, member: Member) -> Option<Span> {
    match declared.types[id.0 as usize] {
        DeclaredType::Structured(written) => Some(member_name(written, member)?.span),
        DeclaredType::Enum(_) | DeclaredType::Definition(_) => None,
    }
}
