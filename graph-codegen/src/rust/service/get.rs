//! `GET` of a resource.

use super::{builder::Parts, capability};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::{ItemType, TypeId},
    rust::{Get, Identifier, Method, QueryOption, ValueType, lower::Lowering},
    selection::{Members, ResourceShape},
};

/// Adds `get`, if the resource is read.
pub(super) fn add(parts: &mut Parts<'_, '_>) {
    let Parts { lowering, shape, resource, methods, .. } = parts;
    let id = shape.entity_type();
    if resource.get.is_none() {
        return;
    }
    let structure = lowering.item_type(&ItemType::Declared(id));
    let Some(structure @ (ValueType::Structure(_) | ValueType::Custom(_))) = structure else {
        let message = format!("GET of `{}` is left out: its type is not generated", lowering.type_name(id));
        lowering.diagnostics.push(Diagnostic::warning(Code::Unsupported, message));
        return;
    };
    let is_collection = matches!(shape, ResourceShape::Collection(_));
    let annotations = &lowering.model.type_(id).annotations;
    let mut unsupported = capability::unsupported(annotations);
    // The other options are of collections.
    unsupported.retain(|option| is_collection || *option == QueryOption::Expand);
    let mut docs = vec![format!("`GET {}`", resource.template)];
    docs.extend(capability::sentences(annotations, &unsupported));
    methods.push(Method::Get(Get {
        name: Identifier::forced("get"),
        structure,
        is_collection,
        template: resource.template.clone(),
        source: lowering.type_name(id).to_string(),
        default_select: default_select(lowering, id),
        unsupported,
        docs,
        is_directory: is_collection && capability::is_directory_object(lowering.model, id),
    }));
}

/// A trimmed type asks for what it has; the service's own choice would leave most of it empty.
pub(super) fn default_select(lowering: &Lowering<'_>, id: TypeId) -> Vec<String> {
    match lowering.selection.types.get(&id).map(|selected| &selected.members) {
        Some(Members::Only(names)) => lowering
            .model
            .properties(id)
            .into_iter()
            .filter(|(_, property)| names.contains(&property.name))
            .map(|(_, property)| property.name.clone())
            .collect(),
        _ => Vec::new(),
    }
}
