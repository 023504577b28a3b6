//! Plans enums for enumeration types.

use super::{
    planner::Planner,
    structure::{element_doc, type_docs},
};
use crate::{
    customization::Element,
    edm::{EnumType, TypeId},
    naming::{Identifier, Scope, camel},
    plan::{
        Enumeration, Variant,
        docs::{deprecation, description},
    },
};

/// Plans the enum for an enumeration type.
pub(super) fn enumeration(planner: &Planner<'_>, id: TypeId, declared: &EnumType, name: Identifier) -> Enumeration {
    let qualified = planner.type_name(id);
    let mut scope = Scope::default().with_room_for(declared.members.len());
    let mut variants = Vec::with_capacity(declared.members.len());
    for member in &declared.members {
        let default = Identifier::forced(&camel(&member.name));
        let element = Element::Member { of: qualified, name: &member.name };
        let wanted = planner.customizations.rename(&element, default.as_str()).unwrap_or(default);
        let description = description(&member.annotations);
        variants.push(Variant {
            name: scope.claim([wanted]),
            wire_name: member.name.clone(),
            attributes: planner.customizations.attributes(&element),
            doc: element_doc(&member.name, description),
            deprecation: deprecation(&member.annotations),
        });
    }
    let mut docs = type_docs(planner, id);
    if declared.is_flags == Some(true) {
        docs.push("Values are [`Flags`](rt::Flags), which combine members.".to_owned());
    }
    let deprecation = deprecation(&planner.model.type_(id).annotations);
    let attributes = planner.customizations.attributes(&Element::Type(qualified));
    Enumeration { name, origin: id, source: qualified.to_string(), docs, variants, deprecation, attributes }
}
