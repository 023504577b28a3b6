//! Enums of enumeration types.

use super::{
    code::{Code, literal},
    expression::Expression,
};
use crate::plan::{Enumeration, Variant};

/// An enum.
pub(super) fn enumeration(code: &mut Code, enumeration: &Enumeration) {
    code.gap();
    code.docs(&enumeration.docs);
    code.deprecated(enumeration.deprecation.as_ref());
    code.line(&["#[derive(Clone, Copy)]"]);
    code.attributes(&enumeration.attributes);
    if enumeration.variants.is_empty() {
        code.line(&["pub enum ", enumeration.name.written(), " {}"]);
        return;
    }
    code.open(&["pub enum ", enumeration.name.written(), " {"]);
    for variant in &enumeration.variants {
        code.doc(&variant.doc);
        code.deprecated(variant.deprecation.as_ref());
        code.attributes(&variant.attributes);
        code.line(&[variant.name.written(), ","]);
    }
    code.close();
}

/// The table of an enum's members.
pub(super) fn enumeration_wiring(code: &mut Code, enumeration: &Enumeration) {
    code.gap();
    code.open(&["impl rt::Enumerated for ", enumeration.name.written(), " {"]);
    code.line(&["const TYPE_NAME: &'static str = ", &literal(&enumeration.source), ";"]);
    code.function("fn members", &[], "&'static [(&'static str, Self)]");
    let member =
        |variant: &Variant| format!("({}, Self::{})", literal(&variant.wire_name), variant.name.written());
    let members = enumeration.variants.iter().map(|variant| Expression::Text(member(variant))).collect();
    code.expression("", &Expression::Array(members), "");
    code.close();
    code.close();
}
