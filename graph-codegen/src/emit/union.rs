//! Enums of derived types.

use super::{
    code::{Code, literal},
    names::Names,
};
use crate::plan::Union;

/// An enum of derived types.
pub(super) fn union(code: &mut Code, names: Names<'_>, union: &Union) {
    let (name, other) = (union.name.written(), union.other.written());
    code.gap();
    code.doc(&format!("A `{}`, by the selected types it can be; `from` makes one of a value.", union.source));
    code.line(&["#[derive(Clone, Debug)]"]);
    code.open(&["pub enum ", name, " {"]);
    for variant in &union.variants {
        code.doc(&variant.sources.iter().map(|source| format!("`{source}`")).collect::<Vec<_>>().join(", "));
        code.line(&[variant.name.written(), "(rt::Object<", &names.path(&variant.structure), ">),"]);
    }
    code.doc("Any other type, or a value whose type the service did not name. Nothing of it is lost.");
    code.line(&[other, "(rt::Object<", &names.path(&union.base), ">),"]);
    code.close();
}

/// How a value of the base type becomes one. `inline` keeps rustc from compiling it where nobody calls it.
pub(super) fn union_wiring(code: &mut Code, names: Names<'_>, union: &Union) {
    let (name, other) = (union.name.written(), union.other.written());
    let base = format!("rt::Object<{}>", names.path(&union.base));
    code.gap();
    code.open(&["impl ::core::convert::From<", &base, "> for ", name, " {"]);
    code.line(&["#[inline]"]);
    code.function("fn from", &[format!("base: {base}")], "Self");
    code.open(&["match base.extra.odata_type().as_deref().unwrap_or_default() {"]);
    for variant in &union.variants {
        let sources: Vec<String> = variant.sources.iter().map(|source| literal(source)).collect();
        let variant = variant.name.written();
        code.arm(&sources, &format!("rt::derived(base).map_or_else(Self::{other}, Self::{variant})"));
    }
    code.line(&["_ => Self::", other, "(base),"]);
    code.close();
    code.close();
    code.close();
}
