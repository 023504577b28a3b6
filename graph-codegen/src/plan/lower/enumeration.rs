//! Plans enums for enumeration types.

use super::{fields::element_doc, planner::Planner, structure::type_docs};
use crate::{
    customization::{Element, ScopeKind},
    edm::{EnumType, TypeId},
    naming::{Identifier, Wanted, camel},
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
        (member.name.as_str(), planner.customizations.wanted(&element, Wanted::default(&member.name, default)))
    });
    let mut scope = planner.scope(&[]);
    let source = |at: usize| declared.members.get(at).map(|member| format!("{qualified}/{}", member.name));
    let names = scope.claim_all(wanted.collect(), "", |at| source(at).unwrap_or_default());
    planner.report_clashes(&mut scope, ScopeKind::Variants);
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
