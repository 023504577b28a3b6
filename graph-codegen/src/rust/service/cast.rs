//! The same resource as one of a derived type.

use super::builder::Parts;
use crate::rust::{Identifier, Method, Root};

/// Adds `as_group` and the like for the casts that are selected.
pub(super) fn add(parts: &mut Parts<'_, '_>) {
    let Parts { lowering, builders, shape, resource, scope, methods, .. } = parts;
    let mut casts: Vec<_> = resource.casts.keys().map(|id| (lowering.type_name(*id), *id)).collect();
    casts.sort();
    for (qualified, id) in casts {
        let Some(builder) = builders.get(&shape.with_type(id)) else { continue };
        // A renamed type is cast to under its new name.
        let name = match lowering.path(id) {
            Some(path) => path.name.as_str(),
            None => qualified.name(),
        };
        let method = Identifier::forced(&format!("as_{}", heck::AsSnakeCase(name)));
        methods.push(Method::Navigation(Root {
            name: scope.claim_or(method, "_type"),
            segment: lowering.graph.cast_segment(id),
            builder: builder.clone(),
            deprecation: None,
            doc: format!("The same, as one of the derived type `{qualified}`."),
        }));
    }
}
