//! Properties that lead on.

use super::{builder::Parts, with_capabilities};
use crate::{
    extension::Element,
    rust::{Method, Root, deprecation::deprecation},
    selection::NavigationKind,
};

/// Adds a method for each navigation property and complex property that a path leads along.
pub(super) fn add(parts: &mut Parts<'_, '_>) {
    let Parts { lowering, builders, shape, resource, scope, methods, .. } = parts;
    let qualified = lowering.type_name(shape.entity_type());
    for (property, navigation) in &resource.navigation {
        let Some(builder) = builders.get(&navigation.target) else { continue };
        let element = match navigation.kind {
            NavigationKind::NavigationProperty => Element::NavigationProperty { of: qualified, name: property },
            NavigationKind::Property => Element::Property { of: qualified, name: property },
        };
        let found = lowering.model.navigation_property(shape.entity_type(), property);
        methods.push(Method::Navigation(Root {
            name: scope.claim_or(lowering.snake(&element, property), "_property"),
            segment: property.clone(),
            builder: builder.clone(),
            deprecation: found.and_then(|(_, found)| deprecation(&found.annotations)),
            doc: with_capabilities(
                format!("`{property}`, which leads to `{}`.", lowering.type_name(navigation.target.entity_type())),
                found.map(|(_, found)| found.annotations.as_slice()),
            ),
        }));
    }
}
