//! Plans enums for enumeration types.

use super::{
    planner::Planner,
    structure::{element_doc, type_docs},
};
use crate::{
    customization::Element,
    edm::{EnumType, TypeId},
    naming::{Identifier, Scope, Wanted, camel},
    plan::{
        Enumeration, Variant,
        docs::{deprecation, description},
    },
};

/// Plans the enum for an enumeration type.
pub(super) fn enumeration(planner: &Planner<'_>, id: TypeId, declared: &EnumType, name: Identifier) -> Enumeration {
    let qualified = planner.type_name(id);
    let wanted = declared.members.iter().map(|member| {
        let default = Identifier::forced(&camel(&member.name));
        let element = Element::Member { of: qualified, name: &member.name };
        let wanted = match planner.customizations.rename(&element, default.as_str()) {
            Some(chosen) => Wanted::chosen(chosen),
            None => Wanted::default(&member.name, default),
        };
        (member.name.as_str(), wanted)
    });
    let wanted: Vec<_> = wanted.collect();
    planner.report_clashes(&wanted, |name| format!("{qualified}/{name}"));
    let names = Scope::default().claim_all(wanted, "");
    let mut variants = Vec::with_capacity(declared.members.len());
    for (member, name) in declared.members.iter().zip(names) {
        let element = Element::Member { of: qualified, name: &member.name };
        let description = description(&member.annotations);
        variants.push(Variant {
            name,
            wire_name: member.name.clone(),
            attributes: planner.customizations.attributes(&element),
            docs: vec![element_doc(&member.name, description)],
            deprecation: deprecation(&member.annotations),
        });
    }
    let details = match declared.is_flags {
        Some(true) => ", read as [`Flags`](rt::Flags), which combine members",
        _ => ", read as a [`Member`](rt::Member)",
    };
    let docs = type_docs(planner, id, details);
    let deprecation = deprecation(&planner.model.type_(id).annotations);
    let attributes = planner.customizations.attributes(&Element::EnumType(qualified));
    // Graph writes names only.
    let values = match planner.graph.is_microsoft_graph() {
        true => Vec::new(),
        false => declared.members.iter().map(|member| member.value).collect(),
    };
    Enumeration { name, origin: id, source: qualified.to_string(), docs, variants, values, deprecation, attributes }
}
