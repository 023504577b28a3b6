//! Segments after a resource: keys, navigation properties, operations, complex and stream properties, casts, and system
//! segments such as `$count`.

use super::{ArenaTarget, Cursor, End, not_bound};
use crate::{
    diagnostic::Diagnostic,
    edm::{Operation, OperationId, TypeId},
    selection::{
        graph::{PathId, ResourceShape, Step},
        selector::{Argument, Keys, Segment},
    },
};

impl<'a> Cursor<'_, 'a> {
    pub(super) fn after_resource(
        &mut self,
        path: PathId,
        shape: ResourceShape,
        segment: &Segment,
    ) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
        match segment {
            Segment::Rest => Ok(vec![ArenaTarget::new(path, End::Everything)]),
            Segment::Key => self.key(path, shape),
            Segment::AnyOne => Ok(self.any(path, shape)),
            Segment::ItemPath => self.item_path(path, shape),
            Segment::KeyPredicate(arguments) => self.keyed(path, shape, arguments),
            Segment::Name(name) => self.named(path, shape, name),
            Segment::Call(name, arguments) => self.called(path, shape, name, arguments),
        }
    }

    fn key(&mut self, path: PathId, shape: ResourceShape) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
        let is_entity = self.graph().model().type_(shape.entity_type()).is_entity();
        match shape {
            ResourceShape::Collection(_) if is_entity => {
                Ok(vec![ArenaTarget::after(path, Step::Key { from: shape }, self.arena)])
            }
            ResourceShape::Collection(_) => Err(self.error("complex values have no keys")),
            ResourceShape::Entity(_) => {
                let what = if is_entity { "entity" } else { "complex value" };
                let template = self.arena.template(path);
                let diagnostic = self.error(format!("`{template}` is one {what} and takes no key"));
                Err(match self.examples(shape.entity_type()) {
                    Some(names) => diagnostic.help(format!("write a name that follows it instead: {names}")),
                    None => diagnostic,
                })
            }
        }
    }

    fn item_path(&mut self, path: PathId, shape: ResourceShape) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
        match self.graph().item_path_step(shape) {
            Some(step) => Ok(vec![ArenaTarget::after(path, step, self.arena)]),
            None => {
                let message = format!("`{}` is not addressed by a path", self.graph().shape_name(shape));
                Err(self.error(message).help("Graph addresses drive items and sites by path, others by key"))
            }
        }
    }

    /// The targets of `*`: navigation properties and operations, with a target for each overload.
    fn any(&mut self, path: PathId, shape: ResourceShape) -> Vec<ArenaTarget<'a>> {
        let graph = self.graph();
        let steps = graph.navigation_steps(shape);
        let mut targets: Vec<_> = steps.map(|step| ArenaTarget::after(path, step, self.arena)).collect();
        let offered = self.arena.operations_at(path, shape);
        targets.extend(offered.into_iter().map(|(id, _)| operations(path, shape, vec![id])));
        targets
    }

    fn named(&mut self, path: PathId, shape: ResourceShape, name: &str) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
        if let Some(step) = self.navigation_step(shape, name) {
            return Ok(vec![ArenaTarget::after(path, step, self.arena)]);
        }
        let overloads = self.called_without_arguments(self.overloads(path, shape, name)?);
        if !overloads.is_empty() {
            return Ok(vec![operations(path, shape, overloads)]);
        }
        let property = self.property(path, shape, name);
        if let Some(target) = property.or_else(|| self.system(path, shape, name)) {
            return Ok(vec![target]);
        }
        if name.contains('.')
            && let Some(id) = self.graph().find_type(name)
        {
            return self.cast(path, shape, id).map(|target| vec![target]);
        }
        if let Some(declared) = self.in_other_case(shape, name) {
            return self.named(path, shape, &declared);
        }
        if self.may_be_key(shape, name) && (self.keys == Keys::Values || is_value(name)) {
            return self.key(path, shape);
        }
        Err(self.unknown(path, shape, name))
    }

    /// Whether an undeclared name after a collection can be a key rather than a misspelt name.
    fn may_be_key(&self, shape: ResourceShape, name: &str) -> bool {
        matches!(shape, ResourceShape::Collection(_))
            && !name.starts_with('$')
            && self.graph().model().type_(shape.entity_type()).is_entity()
            && !self.is_member_of_entity(shape.entity_type(), name)
            && !self.is_qualified(name)
            && (is_value(name) || self.misspelt(shape, name).is_none())
    }

    fn called(
        &mut self,
        path: PathId,
        shape: ResourceShape,
        name: &str,
        arguments: &[Argument],
    ) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
        let overloads = self.called_with(name, arguments, self.overloads(path, shape, name)?);
        if let Ok(overloads) = &overloads
            && !overloads.is_empty()
        {
            return Ok(vec![operations(path, shape, overloads.clone())]);
        }
        if let Some(step) = self.navigation_step(shape, name) {
            let to = step.to();
            let path = self.arena.then(path, step);
            return self.keyed(path, to, arguments);
        }
        overloads?;
        if name.contains('.')
            && let Some(id) = self.graph().find_type(name)
        {
            let cast = self.cast(path, shape, id)?;
            return self.keyed(cast.path, shape.with_type(id), arguments);
        }
        if let Some(declared) = self.in_other_case(shape, name) {
            return self.called(path, shape, &declared, arguments);
        }
        // Such as a sheet that is called `Plan (2)`.
        if self.keys == Keys::Values && !arguments.is_empty() && self.may_be_key(shape, name) {
            return self.key(path, shape);
        }
        Err(self.unknown(path, shape, name))
    }

    /// Whether the entity has a member, so that the path of the collection lacks a key.
    pub(super) fn is_member_of_entity(&self, id: TypeId, name: &str) -> bool {
        let simple = name.rsplit('.').next().unwrap_or(name);
        !self.graph().operations_named(ResourceShape::Entity(id), simple).is_empty()
            || self.graph().model().navigation_property(id, name).is_some()
    }

    fn navigation_step(&self, from: ResourceShape, name: &str) -> Option<Step<'a>> {
        let ResourceShape::Entity(id) = from else { return None };
        let (_, property) = self.graph().model().navigation_property(id, name)?;
        Some(Step::Navigation { from, property: &property.name, to: self.graph().target(property)? })
    }

    /// The overloads with a name that the resource at the end of a path offers.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if there are overloads, but the resource offers none of them.
    fn overloads(&self, path: PathId, shape: ResourceShape, name: &str) -> Result<Vec<OperationId>, Diagnostic> {
        let simple = name.rsplit('.').next().unwrap_or(name);
        let operations = self.graph().operations_named(shape, simple).into_iter();
        let operations = operations.filter(|(_, operation)| self.is_called(operation, name));
        let mut overloads: Vec<OperationId> = operations.map(|(id, _)| id).collect();
        let declared = overloads.first().copied();
        overloads.retain(|id| self.arena.offers(path, *id));
        match declared {
            Some(first) if overloads.is_empty() => {
                let diagnostic = not_bound(name, self.arena.template(path)).at(self.span);
                Err(diagnostic.note("it is declared here", self.graph().model().operation(first).span))
            }
            _ => Ok(overloads),
        }
    }

    /// Whether a name is the simple or qualified name of an operation, or has an alias of the namespace.
    fn is_called(&self, operation: &Operation, name: &str) -> bool {
        if operation.name.name() == name || operation.name.as_str() == name {
            return true;
        }
        let Some((alias, simple)) = name.rsplit_once('.') else { return false };
        let schemas = self.graph().model().schemas();
        simple == operation.name.name()
            && schemas
                .iter()
                .any(|schema| schema.namespace == operation.name.namespace() && schema.alias.as_deref() == Some(alias))
    }

    /// Follows a complex or stream property.
    fn property(&mut self, path: PathId, from: ResourceShape, name: &str) -> Option<ArenaTarget<'a>> {
        let ResourceShape::Entity(id) = from else { return None };
        let (_, property) = self.graph().model().property(id, name)?;
        if self.graph().model().is_stream(&property.type_ref) {
            return Some(ArenaTarget::new(path, End::Stream { of: from, property: &property.name }));
        }
        let to = self.graph().shape_of(&property.type_ref)?;
        Some(ArenaTarget::after(path, Step::Property { from, property: &property.name, to }, self.arena))
    }

    fn system(&self, path: PathId, shape: ResourceShape, name: &str) -> Option<ArenaTarget<'a>> {
        let end = match (name, shape) {
            ("$count", ResourceShape::Collection(_)) => End::Count(shape),
            ("$value", ResourceShape::Entity(_)) => End::Value(shape),
            ("$ref", _) if self.is_reference(path) => End::Reference(shape),
            _ => return None,
        };
        Some(ArenaTarget::new(path, end))
    }

    fn cast(&mut self, path: PathId, from: ResourceShape, id: TypeId) -> Result<ArenaTarget<'a>, Diagnostic> {
        let model = self.graph().model();
        let (own, name) = (&model.type_(from.entity_type()).name, &model.type_(id).name);
        if id == from.entity_type() {
            return Err(self.error(format!("`{}` is already a `{name}`; omit the cast", self.arena.template(path))));
        }
        if !model.is_a(id, from.entity_type()) {
            let diagnostic = self.error(format!("`{own}` cannot be cast to `{name}`, which is not derived from it"));
            return Err(diagnostic.note(format!("`{name}` is declared here"), model.type_(id).span));
        }
        Ok(ArenaTarget::after(path, Step::Cast { from, to: from.with_type(id) }, self.arena))
    }

    /// Whether a path ends at a navigation property or an entity of one, and so has a reference.
    fn is_reference(&self, path: PathId) -> bool {
        let mut steps = self.arena.steps_backwards(path);
        match steps.next() {
            Some(Step::Navigation { .. }) => true,
            Some(Step::Key { .. } | Step::AlternateKey { .. }) => {
                matches!(steps.next(), Some(Step::Navigation { .. }))
            }
            _ => false,
        }
    }
}

/// Whether text is clearly a value: identifiers have no digits or hyphens unless they are declared.
fn is_value(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || c == '-')
}

/// The target for operations on a resource.
fn operations<'a>(path: PathId, caller: ResourceShape, overloads: Vec<OperationId>) -> ArenaTarget<'a> {
    ArenaTarget::new(path, End::Operations { caller: Some(caller), import: None, overloads })
}
