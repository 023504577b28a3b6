//! Plans methods for navigation properties and complex properties.

use super::{
    super::{builder::BuilderPlanner, options::address_with, service::capability_docs},
    segment,
};
use crate::{
    customization::Element,
    facts::CustomOption,
    plan::{
        Method,
        docs::{deprecation, description, long_description},
    },
    selection::{NavigationKind, ResourceShape},
};

impl BuilderPlanner<'_, '_> {
    /// Adds a method for each selected navigation property and complex property.
    pub(in crate::plan::lower) fn add_navigation(&mut self) {
        let Self { planner, builders, shape, resource, scope, methods, .. } = self;
        let of = planner.type_name(shape.entity_type());
        let of_builder = planner.clouds_of_type(shape.entity_type());
        for (property, navigation) in &resource.navigation {
            let Some(builder) = builders.get(&navigation.target) else { continue };
            let element = match navigation.kind {
                NavigationKind::NavigationProperty => Element::NavigationProperty { of, name: property },
                NavigationKind::Property => Element::PropertyPath { of, name: property },
            };
            let found = planner.model.navigation_property(shape.entity_type(), property);
            let annotations = found.map(|(_, found)| found.annotations.as_slice());
            let mut docs = Vec::new();
            docs.extend(annotations.and_then(description));
            docs.extend(annotations.and_then(long_description));
            docs.push(match navigation.target {
                ResourceShape::Entity(id) => format!("Addresses `{property}` (`{}`).", planner.type_name(id)),
                ResourceShape::Collection(id) => {
                    format!("Addresses `{property}` (collection of `{}`).", planner.type_name(id))
                }
            });
            docs.extend(annotations.and_then(capability_docs));
            let clouds = planner.clouds.as_ref().and_then(|clouds| clouds.of_member(shape.entity_type(), property));
            docs.extend(planner.cloud_docs(clouds));
            let options =
                found.map_or_else(Vec::new, |(of, found)| CustomOption::of_navigation(planner.type_name(of), found));
            let method = Method {
                name: scope
                    .claim_wanted(planner.wanted(&element, property), "_property", property, || element.source_name()),
                source: element.source_name(),
                deprecation: annotations.and_then(deprecation),
                attributes: planner.customizations.attributes(&element),
                clouds: planner.restriction(clouds, of_builder),
                docs,
                ..segment(property, builder)
            };
            methods.push(address_with(method, &options, annotations.unwrap_or_default()));
        }
    }
}
