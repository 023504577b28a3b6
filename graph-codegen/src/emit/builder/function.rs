use super::known;
use crate::{
    emit::{
        code::{Code, literal, literals},
        place::Place,
    },
    extension::{Customs, Element},
    rust::{ArgumentForm, Function, FunctionArgument, FunctionCall, FunctionResult, Presence, Returns},
};

/// The call of a function.
pub(super) fn function(code: &mut Code, place: Place<'_>, function: &Function, customs: &Customs) {
    let operation = function.source.rsplit('/').next().unwrap_or(&function.source);
    code.gap();
    code.docs(&function.docs);
    code.deprecated(function.deprecation.as_ref());
    code.attributes(&customs.attributes(&Element::Operation { on: &function.owner, name: operation }));
    code.line(&["#[inline]"]);
    let (resource, source) = (resource(&function.call), literal(&function.source));
    let request = match &function.returns {
        Returns::Structure(value_type) => Some(("Get", value_type)),
        Returns::Structures(value_type) => Some(("List", value_type)),
        Returns::Changes(value_type) => Some(("Delta", value_type)),
        _ => None,
    };
    let (kind, made) = match request {
        Some((request, value_type)) => {
            let select = literals(&function.default_select);
            (
                format!("rt::{request}<{}>", place.structure(value_type)),
                format!("rt::{request}::new(&{resource}, {source}, {select})"),
            )
        }
        None => {
            (format!("rt::Call<{}>", place.answer(&function.returns)), format!("rt::Call::get(&{resource}, {source})"))
        }
    };
    let parameters = parameters(place, &function.call);
    code.open(&["pub fn ", function.name.written(), "(&self", &parameters, ") -> ", &kind, " {"]);
    known::permissions(code, &function.facts);
    code.line(&[&made, &known::calls(&function.facts)]);
    code.close();
}

/// The way through a function.
pub(super) fn function_result(code: &mut Code, place: Place<'_>, result: &FunctionResult) {
    code.gap();
    code.doc(&result.doc);
    code.line(&["#[inline]"]);
    let (parameters, builder) = (parameters(place, &result.call), place.path(&result.builder));
    code.open(&["pub fn ", result.name.written(), "(&self", &parameters, ") -> ", &builder, " {"]);
    code.line(&[&resource(&result.call), ".into()"]);
    code.close();
}

fn parameters(place: Place<'_>, call: &FunctionCall) -> String {
    let mut text = String::new();
    for argument in &call.arguments {
        let value = match &argument.form {
            ArgumentForm::Literal(value_type) => {
                let value_type = place.value_type(value_type);
                match argument.presence {
                    Presence::Required => format!("impl Into<rt::Literal<{value_type}>>"),
                    Presence::Optional => format!("Option<rt::Literal<{value_type}>>"),
                }
            }
            ArgumentForm::JsonList(item) => optional(argument, format!("&[{}]", place.value_type(item))),
            ArgumentForm::Json(item) => optional(argument, format!("&{}", place.value_type(item))),
        };
        text.push_str(&format!(", {}: {value}", argument.name.written()));
    }
    text
}

fn optional(argument: &FunctionArgument, value: String) -> String {
    match argument.presence {
        Presence::Required => value,
        Presence::Optional => format!("Option<{value}>"),
    }
}

fn resource(call: &FunctionCall) -> String {
    let arguments: Vec<String> = call.arguments.iter().map(argument).collect();
    format!("self.resource.function({}, &[{}])", literal(&call.segment), arguments.join(", "))
}

fn argument(argument: &FunctionArgument) -> String {
    let (wire_name, name) = (literal(&argument.wire_name), argument.name.written());
    let (constructor, into) = match (&argument.form, argument.presence) {
        (ArgumentForm::Literal(_), Presence::Required) => ("new", ".into()"),
        (ArgumentForm::Literal(_), Presence::Optional) => ("optional", ""),
        (ArgumentForm::Json(_), Presence::Required) => ("json", ""),
        (ArgumentForm::Json(_), Presence::Optional) => ("optional_json", ""),
        (ArgumentForm::JsonList(_), Presence::Required) => ("json_list", ""),
        (ArgumentForm::JsonList(_), Presence::Optional) => ("optional_json_list", ""),
    };
    format!("rt::Argument::{constructor}({wire_name}, {name}{into})")
}
