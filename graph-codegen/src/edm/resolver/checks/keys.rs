use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, closest},
    edm::{Model, PathStep, PropertyRef, TypeId},
};

/// Finds keys of properties that are not there, and second keys.
pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) {
    for (id, declared) in model.types() {
        let Some(structured) = declared.structured() else { continue };
        let Some(key) = &structured.key else { continue };
        for reference in &key.property_refs {
            check_reference(model, id, reference, diagnostics);
        }
        if let Some((base, _)) = structured.base_type.and_then(|base| model.key(base)) {
            diagnostics.push(
                Diagnostic::warning(
                    Code::Csdl,
                    format!("`{}` has a key, and inherits one from `{}`", declared.name, model.type_(base).name),
                )
                .at(declared.span)
                .note("the base type that has a key", model.type_(base).span),
            );
        }
    }
}

fn check_reference(model: &Model, id: TypeId, reference: &PropertyRef, diagnostics: &mut Diagnostics) {
    // The property may be one that the model cannot know.
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
    let properties = model.properties(id);
    let names = properties.iter().map(|(_, property)| property.name.as_str());
    let mut diagnostic =
        Diagnostic::error(Code::Unresolved, format!("`{}` has no property `{}`", model.type_(id).name, reference.name))
            .at(reference.span);
    if let Some(meant) = closest(&reference.name, names) {
        diagnostic = diagnostic.help(format!("did you mean `{meant}`?"));
    }
    diagnostics.push(diagnostic);
}

/// Whether the step leads to a type that the model does not know.
fn is_external(step: &PathStep<'_>) -> bool {
    step.type_id().is_none()
}
