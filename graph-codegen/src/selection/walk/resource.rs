//! Segments behind a resource: keys, navigation properties, operations, complex and stream properties, casts, `$count` and its like.

use super::{At, End, Place};
use crate::{
    diagnostic::Diagnostic,
    edm::{ItemType, Operation, OperationId, Primitive, TypeId},
    selection::{Argument, Keys, ResourceShape, Route, Segment, Step},
};

impl At<'_, '_> {
    pub(super) fn behind_resource(
        &self,
        route: &Route,
        shape: ResourceShape,
        segment: &Segment,
    ) -> Result<Vec<Place>, Diagnostic> {
        match segment {
            Segment::Rest => Ok(vec![Place::at(route, End::Everything)]),
            Segment::Key => self.key(route, shape),
            Segment::AnyOne => Ok(self.any(route, shape)),
            Segment::Name(name) => self.named(route, shape, name),
            Segment::Call(name, arguments) => self.called(route, shape, name, arguments),
        }
    }

    fn key(&self, route: &Route, shape: ResourceShape) -> Result<Vec<Place>, Diagnostic> {
        let is_entity = self.surroundings.model().type_(shape.entity_type()).is_entity();
        match shape {
            ResourceShape::Collection(_) if is_entity => {
                Ok(vec![Place::then(route, Step::Key { from: shape }, self.surroundings)])
            }
            ResourceShape::Collection(_) => Err(self.refuse("complex values have no keys")),
            ResourceShape::Entity(_) => {
                let what = if is_entity { "entity" } else { "complex value" };
                Err(self.refuse(format!("`{}` is one {what} and takes no key", route.template)))
            }
        }
    }

    /// What `*` stands for: navigation properties and operations, each overload for itself.
    fn any(&self, route: &Route, shape: ResourceShape) -> Vec<Place> {
        let steps = self.surroundings.navigation_steps(shape).map(|step| step.to_owned());
        let mut places: Vec<Place> = steps.map(|step| Place::then(route, step, self.surroundings)).collect();
        for (id, _) in self.surroundings.operations_on(shape) {
            places.push(self.operations(route, shape, vec![id]));
        }
        places
    }

    fn named(&self, route: &Route, shape: ResourceShape, name: &str) -> Result<Vec<Place>, Diagnostic> {
        if let Some(step) = self.navigation_step(shape, name) {
            return Ok(vec![Place::then(route, step, self.surroundings)]);
        }
        let overloads = self.called_without_arguments(self.overloads(shape, name));
        if !overloads.is_empty() {
            return Ok(vec![self.operations(route, shape, overloads)]);
        }
        if let Some(place) = self.property(route, shape, name).or_else(|| self.system(route, shape, name)) {
            return Ok(vec![place]);
        }
        if name.contains('.')
            && let Some(id) = self.surroundings.find_type(name)
        {
            return self.cast(route, shape, id).map(|place| vec![place]);
        }
        if self.keys == Keys::Values
            && matches!(shape, ResourceShape::Collection(_))
            && !name.starts_with('$')
            && self.surroundings.model().type_(shape.entity_type()).is_entity()
            && !self.is_member_of_entity(shape.entity_type(), name)
        {
            return self.key(route, shape);
        }
        Err(self.unknown(route, shape, name))
    }

    fn called(
        &self,
        route: &Route,
        shape: ResourceShape,
        name: &str,
        arguments: &[Argument],
    ) -> Result<Vec<Place>, Diagnostic> {
        let overloads = self.called_with(name, arguments, self.overloads(shape, name));
        if let Ok(overloads) = &overloads
            && !overloads.is_empty()
        {
            return Ok(vec![self.operations(route, shape, overloads.clone())]);
        }
        if let Some(step) = self.navigation_step(shape, name) {
            let place = Place::then(route, step, self.surroundings);
            return match &place.end {
                End::Resource(to) => self.keyed(&place.route, *to, arguments),
                _ => Ok(vec![place]),
            };
        }
        if overloads.is_ok() && self.keys == Keys::Values && matches!(shape, ResourceShape::Collection(_)) {
            return self.key(route, shape);
        }
        overloads?;
        Err(self.unknown(route, shape, name))
    }

    /// Whether one entity has the member, so that a name behind the collection more likely lacks a key than is one.
    pub(super) fn is_member_of_entity(&self, id: TypeId, name: &str) -> bool {
        let simple = name.rsplit('.').next().unwrap_or(name);
        let operations = self.surroundings.operations_on(ResourceShape::Entity(id));
        operations.iter().any(|(_, operation)| operation.name.name() == simple)
            || self.surroundings.model().navigation_property(id, name).is_some()
    }

    fn navigation_step(&self, from: ResourceShape, name: &str) -> Option<Step> {
        let ResourceShape::Entity(id) = from else { return None };
        let (_, property) = self.surroundings.model().navigation_property(id, name)?;
        Some(Step::Navigation { from, property: name.to_owned(), to: self.surroundings.target(property)? })
    }

    fn overloads(&self, shape: ResourceShape, name: &str) -> Vec<OperationId> {
        let operations = self.surroundings.operations_on(shape).into_iter();
        operations.filter(|(_, operation)| self.is_called(operation, name)).map(|(id, _)| id).collect()
    }

    /// Whether an operation is meant by a name: its own, with its namespace, or with an alias of that.
    fn is_called(&self, operation: &Operation, name: &str) -> bool {
        if operation.name.name() == name || operation.name.as_str() == name {
            return true;
        }
        let Some((alias, simple)) = name.rsplit_once('.') else { return false };
        let schemas = self.surroundings.model().schemas();
        simple == operation.name.name()
            && schemas
                .iter()
                .any(|schema| schema.namespace == operation.name.namespace() && schema.alias.as_deref() == Some(alias))
    }

    /// A complex property leads on; a stream is read and written.
    fn property(&self, route: &Route, from: ResourceShape, name: &str) -> Option<Place> {
        let ResourceShape::Entity(id) = from else { return None };
        let (_, property) = self.surroundings.model().property(id, name)?;
        if property.type_ref.item == ItemType::Primitive(Primitive::Stream) && !property.type_ref.is_collection {
            return Some(Place::at(route, End::Stream { of: from, property: name.to_owned() }));
        }
        let to = self.surroundings.shape_of(&property.type_ref)?;
        Some(Place::then(route, Step::Property { from, property: name.to_owned(), to }, self.surroundings))
    }

    fn system(&self, route: &Route, shape: ResourceShape, name: &str) -> Option<Place> {
        let end = match (name, shape) {
            ("$count", ResourceShape::Collection(_)) => End::Count(shape),
            ("$value", ResourceShape::Entity(_)) => End::Value(shape),
            ("$ref", _) if is_reference(route) => End::Reference(shape),
            _ => return None,
        };
        Some(Place::at(route, end))
    }

    fn cast(&self, route: &Route, from: ResourceShape, id: TypeId) -> Result<Place, Diagnostic> {
        let model = self.surroundings.model();
        let (own, name) = (&model.type_(from.entity_type()).name, &model.type_(id).name);
        if id == from.entity_type() {
            return Err(self.refuse(format!("`{}` is a `{name}` already; leave the cast away", route.template)));
        }
        if !model.is_a(id, from.entity_type()) {
            let diagnostic = self.refuse(format!("`{own}` cannot be cast to `{name}`, which is not derived from it"));
            return Err(diagnostic.note(format!("`{name}` is declared here"), model.type_(id).span));
        }
        Ok(Place::then(route, Step::Cast { from, to: from.with_type(id) }, self.surroundings))
    }
}

/// Whether a way ends at something that a reference can be set or taken away for: a navigation property, or an entity behind one.
fn is_reference(route: &Route) -> bool {
    let mut steps = route.steps.iter().rev();
    match steps.next() {
        Some(Step::Navigation { .. }) => true,
        Some(Step::Key { .. } | Step::AlternateKey { .. }) => matches!(steps.next(), Some(Step::Navigation { .. })),
        _ => false,
    }
}
