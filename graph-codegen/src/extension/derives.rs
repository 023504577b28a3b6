//! Derives that settings and extensions add, and that rustc would refuse in the generated code.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use syn::{Attribute, Path, Token, parse::Parser, punctuated::Punctuated};

use super::{Item, decoration::visit};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    plan::Package,
};

/// Reports derives of items that cannot have them, that are not lists of traits, or that are implemented already.
pub(crate) fn check(package: &Package, diagnostics: &mut Diagnostics) {
    visit(package, |item, _| {
        let generated = implemented(item).iter().map(|name| ((*name).to_owned(), "generated code implements it"));
        let mut known: HashMap<String, &str> = generated.collect();
        for attribute in attributes(item).iter().filter_map(parsed).flatten() {
            if attribute.path().is_ident("derive") {
                check_one(item, &attribute, &mut known, diagnostics);
            }
        }
    });
}

fn check_one(item: Item<'_>, attribute: &Attribute, known: &mut HashMap<String, &str>, diagnostics: &mut Diagnostics) {
    let mut error = |message: String, help: &str| {
        diagnostics.push(Diagnostic::error(Code::Extension, message).help(help));
    };
    let name = item.source_name();
    if matches!(item, Item::Module(_) | Item::Method(..) | Item::Field(..) | Item::Variant(..)) {
        let message = format!("`{name}` cannot derive a trait, since it is not a struct or enum");
        return error(message, "use `.derive_structs(…)` or `.derive_enums(…)`, or a pattern of types");
    }
    let Ok(traits) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
        let message = format!("what `{name}` is to derive is not a list of traits");
        return error(message, "separate traits by commas, as in `Clone, Debug`");
    };
    for path in traits {
        let Some(last) = path.segments.last() else { continue };
        if let Some(why) = known.insert(last.ident.to_string(), "it is derived twice") {
            let message = format!("`{name}` cannot derive `{}`: {why}", last.ident);
            error(message, "remove it, or use a pattern that matches fewer elements");
        }
    }
}

/// The traits of the standard library that generated code implements for an item.
fn implemented(item: Item<'_>) -> &'static [&'static str] {
    match item {
        Item::Structure(_) => &["Default"],
        Item::Enumeration(_) => &["Clone", "Copy"],
        Item::Union(_) | Item::Service(_) => &["Clone", "Debug"],
        _ => &[],
    }
}

fn attributes(item: Item<'_>) -> &[TokenStream] {
    match item {
        Item::Module(_) => &[],
        Item::Service(service) => &service.attributes,
        Item::RequestBuilder(builder) => &builder.attributes,
        Item::Method(_, method) => &method.attributes,
        Item::Structure(structure) => &structure.attributes,
        Item::Field(_, field) => &field.attributes,
        Item::Enumeration(enumeration) => &enumeration.attributes,
        Item::Variant(_, variant) => &variant.attributes,
        Item::Union(union) => &union.attributes,
    }
}

fn parsed(tokens: &TokenStream) -> Option<Vec<Attribute>> {
    Attribute::parse_outer.parse2(tokens.clone()).ok()
}
