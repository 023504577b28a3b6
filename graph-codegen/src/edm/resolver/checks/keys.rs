use std::collections::HashMap;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    edm::{ItemType, Model, PathStep, Primitive, PropertyRef, TypeId, TypeRef, resolver::suggestions::Suggestions},
};

/// Reports keys with properties that are unknown or cannot be a part of a key, and types with several keys.
pub(super) fn check(model: &Model, suggestions: &Suggestions, diagnostics: &mut Diagnostics) {
    for (id, declared) in model.types() {
        let Some(key) = declared.structured().and_then(|structured| structured.key.as_ref()) else { continue };
        for reference in &key.property_refs {
            check_reference(model, id, reference, suggestions, diagnostics);
            check_alias(model, id, reference, diagnostics);
        }
        check_one(model, id, diagnostics);
    }
}

/// Warns of a key whose properties are known, and that an editor may have set.
pub(in crate::edm) fn check_one(model: &Model, id: TypeId, diagnostics: &mut Diagnostics) {
    let declared = model.type_(id);
    let Some(structured) = declared.structured() else { return };
    let Some(key) = &structured.key else { return };
    let mut known = HashMap::new();
    for reference in &key.property_refs {
        check_type(model, id, reference, diagnostics);
        if let Some(first) = known.insert(reference.name.as_str(), reference.span) {
            diagnostics.push(
                Diagnostic::warning(
                    Code::Duplicate,
                    format!("`{}` is twice in the key of `{}`", reference.name, declared.name),
                )
                .at(reference.span)
                .note("the first reference is here", first),
            );
        }
    }
    if let Some((base, _)) = structured.base_type.and_then(|base| model.key(base)) {
        diagnostics.push(
            Diagnostic::warning(
                Code::Csdl,
                format!("`{}` has a key and inherits one from `{}`", declared.name, model.type_(base).name),
            )
            .at(declared.span)
            .note("the key of the base type is here", model.type_(base).span),
        );
    }
}

/// Warns of a property whose values cannot be a key (OData CSDL XML 4.01, section 6.5): a collection, or a value of a
/// complex type, a stream or a geometry.
fn check_type(model: &Model, id: TypeId, reference: &PropertyRef, diagnostics: &mut Diagnostics) {
    let steps = model.path(id, &reference.name);
    let Some(PathStep::Property(_, property)) = steps.as_ref().and_then(|steps| steps.last()) else { return };
    let Some(what) = unsuitable(model, &property.type_ref) else { return };
    let message = format!("`{}` in the key of `{}` is {what}", reference.name, model.type_(id).name);
    let help = "the properties of a key have primitive or enumeration types";
    diagnostics.push(Diagnostic::warning(Code::Csdl, message).at(reference.span).help(help));
}

/// What a type is that cannot be that of a key.
fn unsuitable(model: &Model, type_ref: &TypeRef) -> Option<&'static str> {
    if type_ref.is_collection {
        return Some("a collection");
    }
    match &type_ref.item {
        ItemType::Primitive(Primitive::Stream) => Some("a stream"),
        ItemType::Primitive(primitive) if primitive.as_str().starts_with("Edm.Geo") => Some("a location"),
        ItemType::Declared(id) if model.type_(*id).structured().is_some() => Some("a structured value"),
        _ => None,
    }
}

/// Warns of a path without an alias, and of an alias that is the name of a property (OData CSDL XML 4.01, section 6.5).
fn check_alias(model: &Model, id: TypeId, reference: &PropertyRef, diagnostics: &mut Diagnostics) {
    let (name, of) = (&reference.name, &model.type_(id).name);
    let (message, help) = match &reference.alias {
        None if name.contains('/') => {
            (format!("`{name}` in the key of `{of}` is a path and needs an alias"), "add `Alias`, which paths contain")
        }
        Some(alias) if model.property(id, alias).is_some() => {
            (format!("the alias `{alias}` in the key of `{of}` is the name of a property"), "choose another alias")
        }
        _ => return,
    };
    diagnostics.push(Diagnostic::warning(Code::Csdl, message).at(reference.span).help(help));
}

fn check_reference(
    model: &Model,
    id: TypeId,
    reference: &PropertyRef,
    suggestions: &Suggestions,
    diagnostics: &mut Diagnostics,
) {
    // The property may belong to the external base type.
    if model.has_external_base_type(id) {
        return;
    }
    if let Some((first, _)) = reference.name.split_once('/') {
        let is_known = match model.path(id, first) {
            Some(steps) => {
                steps.last().is_some_and(|step| is_external(step) || model.path(id, &reference.name).is_some())
            }
            None => false,
        };
        if is_known {
            return;
        }
    } else if model.property(id, &reference.name).is_some() {
        return;
    }
    let diagnostic =
        Diagnostic::error(Code::Unresolved, format!("`{}` has no property `{}`", model.type_(id).name, reference.name))
            .at(reference.span);
    let properties = if suggestions.is_allowed() { model.properties(id) } else { Vec::new() };
    let names = properties.iter().map(|(_, property)| property.name.as_str());
    diagnostics.push(match suggestions.closest(&reference.name, names) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => {
            diagnostic.help("a key consists of properties of the type, of its base types, or of its complex properties")
        }
    });
}

/// Returns whether the step leads to an external type.
fn is_external(step: &PathStep<'_>) -> bool {
    step.type_id().is_none()
}
