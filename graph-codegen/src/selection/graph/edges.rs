//! The steps that lead on from a resource, a kind at a time.

use std::borrow::Cow;

use super::{ResourceShape, Step, Surroundings, ways::ModelStep};
use crate::edm::{Operation, OperationId};

impl<'a> Surroundings<'a> {
    /// The steps along all navigation properties of a resource.
    pub(super) fn navigation_steps(&self, from: ResourceShape) -> impl Iterator<Item = ModelStep<'a>> {
        let properties = match from {
            ResourceShape::Entity(id) => self.model.navigation_properties(id),
            ResourceShape::Collection(_) => Vec::new(),
        };
        properties.into_iter().filter_map(move |(_, property)| {
            let to = self.target(property)?;
            Some(Step::Navigation { from, property: Cow::Borrowed(property.name.as_str()), to })
        })
    }

    /// The casts of a resource to all types that are derived from its own. Abstract types are among them: they have members, too.
    pub(super) fn cast_steps(&self, from: ResourceShape) -> impl Iterator<Item = ModelStep<'a>> {
        let derived = self.model.derived_types(from.entity_type()).into_iter();
        derived.map(move |id| Step::Cast { from, to: from.with_type(id) })
    }

    /// The steps to the values of complex properties.
    pub(super) fn property_steps(&self, from: ResourceShape) -> impl Iterator<Item = ModelStep<'a>> {
        let properties = match from {
            ResourceShape::Entity(id) => self.model.properties(id),
            ResourceShape::Collection(_) => Vec::new(),
        };
        properties.into_iter().filter_map(move |(_, property)| {
            let to = self.shape_of(&property.type_ref)?;
            Some(Step::Property { from, property: Cow::Borrowed(property.name.as_str()), to })
        })
    }

    /// The steps to what composable functions of a resource return, of the operations on it.
    pub(super) fn function_steps(
        &self,
        from: ResourceShape,
        operations: &[(OperationId, &Operation)],
    ) -> impl Iterator<Item = ModelStep<'a>> {
        operations.iter().filter_map(move |(id, operation)| {
            let to = self.result(operation)?;
            Some(Step::Function { from: Some(from), import: None, operation: *id, to })
        })
    }
}
