//! Navigation properties and complex properties.

use super::{
    super::{builder::BuilderPlanner, service::place_sentences},
    segment,
};
use crate::{
    customization::Element,
    plan::{
        Method,
        docs::{deprecation, description},
    },
    selection::NavigationKind,
};

impl BuilderPlanner<'_, '_> {
    /// Adds a method for each navigation property and complex property that a path follows.
    pub(in crate::plan::lower) fn add_navigation(&mut self) {
        let Self { planner, builders, shape, resource, scope, methods, .. } = self;
        let of = planner.type_name(shape.entity_type());
        for (property, navigation) in &resource.navigation {
            let Some(builder) = builders.get(&navigation.target) else { continue };
            let element = match navigation.kind {
                NavigationKind::NavigationProperty => Element::NavigationProperty { of, name: property },
                NavigationKind::Property => Element::Property { of, name: property },
            };
            let found = planner.model.navigation_property(shape.entity_type(), property);
            let annotations = found.map(|(_, found)| found.annotations.as_slice());
            let mut docs = Vec::new();
            docs.extend(annotations.and_then(description));
            docs.push(format!("`{property}`: `{}`.", planner.type_name(navigation.target.entity_type())));
            docs.extend(annotations.and_then(place_sentences));
            methods.push(Method {
                name: scope.claim_or(planner.snake(&element, property), "_property"),
                deprecation: annotations.and_then(deprecation),
                attributes: planner.customizations.attributes(&element),
                docs,
                ..segment(property, builder)
            });
        }
    }
}
