//! Addressing an entity of a collection by its key.

use super::builder::Parts;
use crate::{
    rust::{Identifier, KeyParameter, Method, scope::Scope},
    selection::ResourceShape,
};

/// Adds `by_id` or `by_key`, if entities of the collection are addressed.
pub(super) fn add(parts: &mut Parts<'_, '_>) {
    let Parts { lowering, builders, shape, resource, scope, methods, .. } = parts;
    let id = shape.entity_type();
    let Some(builder) = builders.get(&ResourceShape::Entity(id)).filter(|_| resource.by_key.is_some()) else { return };
    let references = lowering.model.key(id).map_or(&[][..], |(_, key)| &key.property_refs);
    let mut arguments = Scope::default();
    let mut parameters: Vec<KeyParameter> = references
        .iter()
        .map(|reference| {
            let wire_name = reference.alias.as_ref().unwrap_or(&reference.name);
            let name = Identifier::forced(&heck::AsSnakeCase(wire_name).to_string());
            KeyParameter { name: arguments.claim([name]), wire_name: wire_name.clone() }
        })
        .collect();
    if parameters.is_empty() {
        parameters.push(KeyParameter { name: Identifier::forced("key"), wire_name: "key".to_owned() });
    }
    let method = match parameters.as_slice() {
        [one] => format!("by_{}", one.name.as_str()),
        _ => "by_key".to_owned(),
    };
    let name = scope.claim([Identifier::forced(&method)]);
    methods.push(Method::Key { name, parameters, builder: builder.clone() });
}
