//! The structs that have the generated methods of request builders, and what the runtime's request builders need to know.

use super::{has_methods, known};
use crate::{
    emit::{
        code::{Code, literal, literals},
        place::Place as Here,
    },
    rust::{Identifier, Place, QueryOption, RequestBuilder, Requests},
};

/// The resources of a type; `builders` are those that address them.
pub(in crate::emit) fn resources(code: &mut Code, here: Here<'_>, place: &Place, builders: &[&RequestBuilder]) {
    let what = format!("What leads on from one `{}`, and what can be called on it.", place.source);
    leads(code, &place.name, &what, has_methods(builders, &place.name), &place.entity);
    code.gap();
    code.open(&["impl rt::Place for ", place.name.written(), " {"]);
    let item = place.item.as_ref().map_or_else(|| "rt::Unselected".to_owned(), |item| here.structure(item));
    code.line(&["type Item = ", &item, ";"]);
    let Requests { update, delete, .. } = place.entity;
    let get = capabilities(place.entity.get.as_deref());
    code.line(&["type Entity = rt::EntityMethods<", &get, ", ", yes(update), ", ", yes(delete), ">;"]);
    let Requests { create, count, .. } = place.collection;
    let (key, get) = (yes(place.key.is_some()), capabilities(place.collection.get.as_deref()));
    code.line(&[
        "type Collection = rt::CollectionMethods<",
        key,
        ", ",
        &get,
        ", ",
        yes(create),
        ", ",
        yes(count),
        ">;",
    ]);
    let collection = place.collection_name.as_ref().map_or("rt::Nothing", Identifier::written);
    code.line(&["type CollectionLeads = ", collection, ";"]);
    code.line(&["const TYPE_NAME: &'static str = ", &literal(&place.source), ";"]);
    if let Some(key) = place.key.as_ref().filter(|key| *key != "id") {
        code.line(&["const KEY: &'static str = ", &literal(key), ";"]);
    }
    if place.is_directory {
        code.line(&["const IS_DIRECTORY: bool = true;"]);
    }
    if !place.default_select.is_empty() {
        code.open(&["fn default_select() -> &'static [&'static str] {"]);
        code.line(&[&literals(&place.default_select)]);
        code.close();
    }
    code.close();
    if let Some(name) = &place.collection_name {
        let what = format!("What leads on from a collection of `{}`, and what can be called on it.", place.source);
        leads(code, name, &what, has_methods(builders, name), &place.collection);
    }
}

/// A struct of methods.
fn leads(code: &mut Code, name: &Identifier, what: &str, has_methods: bool, requests: &Requests) {
    code.gap();
    code.doc(what);
    let (parameter, value) = match has_methods {
        true => ("resource", "Self { resource }"),
        false => ("_", "Self"),
    };
    match has_methods {
        true => {
            code.open(&["pub struct ", name.written(), " {"]);
            code.line(&["resource: rt::Resource,"]);
            code.close();
        }
        false => code.line(&["pub struct ", name.written(), ";"]),
    }
    code.gap();
    code.open(&["impl rt::Leads for ", name.written(), " {"]);
    code.line(&["#[inline]"]);
    code.open(&["fn at(", parameter, ": rt::Resource) -> Self {"]);
    code.line(&[value]);
    code.close();
    if !requests.facts.is_empty() {
        code.open(&["fn permissions(method: &rt::http::Method) -> &'static rt::Permissions {"]);
        code.open(&["match method.as_str() {"]);
        for (method, facts) in requests.facts.iter().filter(|(_, facts)| known::has_permissions(facts)) {
            code.open(&[&literal(method.as_str()), " => {"]);
            known::permissions(code, facts);
            code.line(&["&PERMISSIONS"]);
            code.close();
        }
        code.line(&["_ => &rt::Permissions::UNKNOWN,"]);
        code.close();
        code.close();
        code.open(&["fn clouds(method: &rt::http::Method) -> &'static [&'static str] {"]);
        code.open(&["match method.as_str() {"]);
        for (method, facts) in requests.facts.iter().filter(|(_, facts)| !facts.clouds.is_empty()) {
            code.line(&[&literal(method.as_str()), " => ", &literals(&facts.clouds), ","]);
        }
        code.line(&["_ => &[],"]);
        code.close();
        code.close();
    }
    code.close();
}

const fn yes(is_there: bool) -> &'static str {
    if is_there { "rt::Yes" } else { "rt::No" }
}

/// What the service supports of queries, as a type of the runtime.
fn capabilities(unsupported: Option<&[QueryOption]>) -> String {
    let Some(unsupported) = unsupported else { return "rt::No".to_owned() };
    let less =
        unsupported.iter().rev().fold(None, |inner: Option<String>, option| {
            Some(inner.map_or_else(
                || format!("rt::{}", option.without()),
                |inner| format!("rt::{}<{inner}>", option.without()),
            ))
        });
    less.unwrap_or_else(|| "rt::AllOptions".to_owned())
}
