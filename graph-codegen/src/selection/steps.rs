//! The steps that lead on from a resource, a kind at a time.

use super::{ResourceShape, Step, Surroundings};

impl Surroundings<'_> {
    /// The steps along all navigation properties of a resource.
    pub(super) fn navigation_steps(&self, from: ResourceShape) -> Vec<Step> {
        let ResourceShape::Entity(id) = from else { return Vec::new() };
        let properties = self.model.navigation_properties(id).into_iter();
        properties
            .filter_map(|(_, property)| {
                let to = self.target(property)?;
                Some(Step::Navigation { from, property: property.name.clone(), to })
            })
            .collect()
    }

    /// The casts of a resource to all types that are derived from its own. Abstract types are among them: they have members, too.
    pub(super) fn cast_steps(&self, from: ResourceShape) -> Vec<Step> {
        let derived = self.model.derived_types(from.entity_type()).into_iter();
        derived.map(|id| Step::Cast { from, to: from.with_type(id) }).collect()
    }

    /// The steps to the values of complex properties.
    pub(super) fn property_steps(&self, from: ResourceShape) -> Vec<Step> {
        let ResourceShape::Entity(id) = from else { return Vec::new() };
        let properties = self.model.properties(id).into_iter();
        properties
            .filter_map(|(_, property)| {
                let to = self.shape_of(&property.type_ref)?;
                Some(Step::Property { from, property: property.name.clone(), to })
            })
            .collect()
    }

    /// The steps to what composable functions of a resource return.
    pub(super) fn function_steps(&self, from: ResourceShape) -> Vec<Step> {
        let operations = self.operations_on(from).into_iter();
        operations
            .filter_map(|(id, operation)| {
                let to = self.result(operation)?;
                Some(Step::Function { from: Some(from), import: None, operation: id, to })
            })
            .collect()
    }
}
