//! Enums for enumeration types.

use super::{code::Code, expression::Expression, names::Names};
use crate::plan::{Enumeration, Variant};

/// Writes an enum.
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
        code.docs(&variant.docs);
        code.deprecated(variant.deprecation.as_ref());
        code.attributes(&variant.attributes);
        code.line(&[variant.name.written(), ","]);
    }
    code.close();
}

/// Writes an enum's table of members.
pub(super) fn enumeration_wiring(code: &mut Code, names: Names<'_>, enumeration: &Enumeration) {
    code.gap();
    code.implementation("rt::Enumerated", enumeration.name.written());
    code.type_name(names, &enumeration.source);
    code.open(&["fn members() -> &'static [(&'static str, Self)] {"]);
    let members = enumeration.variants.iter().map(member).collect();
    code.expression("", &Expression::Array(members), "");
    code.close();
    if !enumeration.values.is_empty() {
        code.open(&["fn values() -> &'static [i64] {"]);
        let values = enumeration.values.iter().map(|value| Expression::text(value.to_string())).collect();
        code.expression("", &Expression::Array(values), "");
        code.close();
    }
    code.close();
}

/// The name of a member and its variant.
fn member(variant: &Variant) -> Expression<'_> {
    let value = ["Self::", variant.name.written()].concat();
    Expression::call("", vec![Expression::literal(&variant.wire_name), Expression::text(value)])
}
