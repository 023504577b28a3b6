//! The names of elements in the table.

use std::borrow::Cow;

use crate::edm::{Model, Operation, OperationId, OperationKind};

/// The namespace that names in the table are relative to.
const BASE: &str = "microsoft.graph.";

/// The name of a type or operation: relative to Graph's namespace, or else in full after a colon.
pub(super) fn relative(qualified: &str) -> Cow<'_, str> {
    match qualified.strip_prefix(BASE) {
        Some(relative) => Cow::Borrowed(relative),
        None => Cow::Owned(format!(":{qualified}")),
    }
}

/// The key of an entity set, singleton or import.
pub(super) fn root(name: &str) -> String {
    format!("/{name}")
}

/// The key of an overload, below the type that it is bound to if there is one.
///
/// Actions are overloaded by binding type only, functions by the names of their parameters too (OData CSDL 4.01, 12.2).
/// What is bound to a collection begins with brackets: `[].delta()`.
pub(super) fn operation(operation: &Operation) -> String {
    let is_collection = operation.binding_parameter().is_some_and(|binding| binding.type_ref.is_collection);
    let mut key = String::from(if is_collection { "[]." } else { "" });
    key.push_str(&relative(operation.name.as_str()));
    key.push('(');
    if operation.kind == OperationKind::Function {
        let mut names: Vec<&str> = operation.call_parameters().iter().map(|parameter| &*parameter.name).collect();
        names.sort_unstable();
        key.push_str(&names.join(","));
    }
    key.push(')');
    key
}

/// The key of a parameter of an action.
///
/// Parameters of a function belong to its key.
pub(super) fn parameter(model: &Model, id: OperationId, name: &str) -> Option<String> {
    let action = Some(model.operation(id)).filter(|operation| operation.kind == OperationKind::Action)?;
    Some(format!("{}.{name}", operation(action)))
}
