use super::code::{Code, literal};
use crate::{
    edm::Model,
    extension::{Customs, Element},
    rust::Enumeration,
};

/// An enum and the table of its members.
pub(super) fn enumeration(code: &mut Code, enumeration: &Enumeration, model: &Model, customs: &Customs) {
    let name = enumeration.name.written();
    let qualified = &model.type_(enumeration.origin).name;
    code.gap();
    code.docs(&enumeration.docs);
    code.deprecated(enumeration.deprecation.as_ref());
    code.line(&["#[derive(Clone, Copy)]"]);
    code.attributes(&customs.attributes(&Element::Type(qualified)));
    code.open(&["pub enum ", name, " {"]);
    for variant in &enumeration.variants {
        code.doc(&variant.doc);
        code.deprecated(variant.deprecation.as_ref());
        code.attributes(&customs.attributes(&Element::Member { of: qualified, name: &variant.wire_name }));
        code.line(&[variant.name.written(), ","]);
    }
    code.close();
    code.gap();
    code.open(&["impl rt::Enumerated for ", name, " {"]);
    code.line(&["const TYPE_NAME: &'static str = ", &literal(&enumeration.source), ";"]);
    code.open(&["fn members() -> &'static [(&'static str, Self)] {"]);
    let member =
        |variant: &crate::rust::Variant| format!("({}, Self::{})", literal(&variant.wire_name), variant.name.written());
    let members: Vec<String> = enumeration.variants.iter().map(member).collect();
    code.list(&["&["], &members, "]");
    code.close();
    code.close();
}
