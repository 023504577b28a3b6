//! Addressing an entity of a collection by its key.

use super::builder::Parts;
use crate::{
    rust::{Identifier, KeyKind, KeyParameter, Method, scope::Scope},
    selection::ResourceShape,
};

/// Adds `by_id` or `by_key`, and a method for each alternate key, if entities of the collection are addressed by them.
pub(super) fn add(parts: &mut Parts<'_, '_>) {
    let Parts { lowering, builders, shape, resource, scope, methods, .. } = parts;
    let id = shape.entity_type();
    let Some(builder) = builders.get(&ResourceShape::Entity(id)) else { return };
    let mut add = |kind, wire_names: Vec<String>| {
        let mut arguments = Scope::default();
        let parameter = |wire_name: String| {
            let name = Identifier::forced(&heck::AsSnakeCase(&wire_name).to_string());
            KeyParameter { name: arguments.claim([name]), wire_name }
        };
        let parameters: Vec<KeyParameter> = wire_names.into_iter().map(parameter).collect();
        let method = match (kind, parameters.as_slice()) {
            (_, [one]) => format!("by_{}", one.name.as_str()),
            (KeyKind::Own, _) => "by_key".to_owned(),
            (KeyKind::Alternate, all) => {
                let names: Vec<&str> = all.iter().map(|parameter| parameter.name.as_str()).collect();
                format!("by_{}", names.join("_and_"))
            }
        };
        let method = Identifier::forced(&method);
        let planned =
            Method::Key { name: method.clone(), kind, parameters: parameters.clone(), builder: builder.clone() };
        if planned.is_shared() {
            methods.push(planned);
        } else {
            let name = scope.claim_or(method, "_key");
            methods.push(Method::Key { name, kind, parameters, builder: builder.clone() });
        }
    };
    if resource.by_key.is_some() {
        let references = lowering.model.key(id).map_or(&[][..], |(_, key)| &key.property_refs);
        let mut names: Vec<String> =
            references.iter().map(|reference| reference.alias.as_ref().unwrap_or(&reference.name).clone()).collect();
        if names.is_empty() {
            names.push("key".to_owned());
        }
        add(KeyKind::Own, names);
    }
    for parts in resource.alternate_keys.keys() {
        add(KeyKind::Alternate, parts.clone());
    }
}
