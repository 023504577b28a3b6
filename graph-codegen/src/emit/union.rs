use super::{
    code::{Code, literal},
    place::Place,
};
use crate::rust::Union;

/// An enum of derived types, and how a value of the base type becomes one. `inline` keeps rustc from making machine code of what nobody
/// calls.
pub(super) fn union(code: &mut Code, place: Place<'_>, union: &Union) {
    let (name, other) = (union.name.written(), union.other.written());
    let base = format!("rt::Object<{}>", place.path(&union.base));
    code.gap();
    code.doc(&format!("What a `{}` may be, of the selected types; made of one by `from`.", union.source));
    code.line(&["#[derive(Clone, Debug)]"]);
    code.open(&["pub enum ", name, " {"]);
    for variant in &union.variants {
        code.doc(&variant.sources.iter().map(|source| format!("`{source}`")).collect::<Vec<_>>().join(", "));
        code.line(&[variant.name.written(), "(rt::Object<", &place.path(&variant.structure), ">),"]);
    }
    code.doc("Of another type, or of none that the service named; nothing of it is lost.");
    code.line(&[other, "(", &base, "),"]);
    code.close();
    code.gap();
    code.open(&["impl ::core::convert::From<", &base, "> for ", name, " {"]);
    code.line(&["#[inline]"]);
    code.open(&["fn from(base: ", &base, ") -> Self {"]);
    code.open(&["match base.extra.odata_type().as_deref() {"]);
    for variant in &union.variants {
        let sources: Vec<String> = variant.sources.iter().map(|source| literal(source)).collect();
        code.line(&[
            "Some(",
            &sources.join(" | "),
            ") => rt::derived(base).map_or_else(Self::",
            other,
            ", Self::",
            variant.name.written(),
            "),",
        ]);
    }
    code.line(&["_ => Self::", other, "(base),"]);
    code.close();
    code.close();
    code.close();
}
