use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    edm::{Model, PathStep, PropertyRef, TypeId, resolver::suggestions::Suggestions},
};

/// Reports keys with unknown properties, and types with several keys.
pub(super) fn check(model: &Model, suggestions: &Suggestions, diagnostics: &mut Diagnostics) {
    for (id, declared) in model.types() {
        let Some(structured) = declared.structured() else { continue };
        let Some(key) = &structured.key else { continue };
        for reference in &key.property_refs {
            check_reference(model, id, reference, suggestions, diagnostics);
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
