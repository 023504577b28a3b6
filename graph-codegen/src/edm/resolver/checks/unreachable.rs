use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{ItemType, Model, TypeKind, TypeRef},
};

/// What to do without generated code for something.
const HELP: &str = "call it with a request of your own: `Client::request` of the runtime";

/// Warns of elements that no path leads to: operations on values without a path, and navigation properties to entities
/// of any type.
pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) {
    for (_, operation) in model.operations() {
        let Some(binding) = operation.binding_parameter() else { continue };
        if let Some(reason) = reason(&binding.type_ref, model) {
            let message = format!("`{}` is bound to `{reason}`; no requests are generated for it", operation.name);
            push(message, operation.span, diagnostics);
        }
    }
    for (_, declared) in model.types() {
        let Some(structured) = declared.structured() else { continue };
        for property in &structured.navigation_properties {
            if let ItemType::Primitive(primitive) = &property.type_ref.item {
                let message = format!(
                    "the navigation property `{}` of `{}` leads to `{}`; no requests are generated for it",
                    property.name,
                    declared.name,
                    primitive.as_str()
                );
                push(message, property.span, diagnostics);
            }
        }
    }
}

/// Returns the binding type of an operation, if its values have no paths.
fn reason(binding: &TypeRef, model: &Model) -> Option<String> {
    let name = match &binding.item {
        ItemType::Primitive(primitive) => primitive.as_str(),
        ItemType::Declared(id) => {
            let declared = model.type_(*id);
            match &declared.kind {
                TypeKind::Enum(_) | TypeKind::Definition(_) => declared.name.as_str(),
                TypeKind::Entity(_) | TypeKind::Complex(_) => return None,
            }
        }
        ItemType::External(_) => return None,
    };
    Some(if binding.is_collection { format!("Collection({name})") } else { name.to_owned() })
}

fn push(message: String, span: Span, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::warning(Code::Unsupported, message).at(span).help(HELP));
}
