//! Enums of derived types.

use super::{code::Code, expression::Expression, names::Names};
use crate::plan::Union;

/// Writes an enum of derived types.
pub(super) fn union(code: &mut Code, names: Names<'_>, union: &Union) {
    let (name, other) = (union.name.written(), union.other.written());
    code.gap();
    code.docs(&union.docs);
    code.line(&["#[derive(Clone, Debug)]"]);
    code.attributes(&union.attributes);
    code.open(&["pub enum ", name, " {"]);
    for variant in &union.variants {
        code.doc(&variant.sources.iter().map(|source| format!("`{source}`")).collect::<Vec<_>>().join(", "));
        let object = format!("rt::Object<{}>", names.path(&variant.structure));
        code.tuple(variant.name.written(), &object, ",", "");
    }
    code.doc("A value of any other type, or whose type the service did not name, unchanged.");
    code.tuple(other, &format!("rt::Object<{}>", names.path(&union.base)), ",", "");
    code.close();
}

/// Writes the conversion from the base type.
///
/// It is `#[inline]`, so that rustc does not compile it unless it is called.
pub(super) fn union_wiring(code: &mut Code, names: Names<'_>, union: &Union) {
    let (name, other) = (union.name.written(), union.other.written());
    let base = format!("rt::Object<{}>", names.path(&union.base));
    let other_value = format!("Self::{other}");
    code.gap();
    code.implementation(&format!("::core::convert::From<{base}>"), name);
    code.line(&["#[inline]"]);
    code.open(&["fn from(base: ", &base, ") -> Self {"]);
    code.open(&["match base.extra.odata_type().as_deref().unwrap_or_default() {"]);
    for variant in &union.variants {
        let value = format!("Self::{}", variant.name.written());
        let arguments = ["base", &value, &other_value].map(Expression::text).to_vec();
        code.arm(&variant.sources, &Expression::call("rt::derived_or", arguments));
    }
    code.line(&["_ => Self::", other, "(base),"]);
    code.close();
    code.close();
    code.close();
}
