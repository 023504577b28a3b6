//! How selected types are used: in queries, as declared types of values, and in request bodies.

use std::collections::BTreeSet;

use super::{ResourceMethod, Selection};
use crate::{
    edm::{Model, OperationId, OperationKind, TypeId},
    selection::graph::TypeMap,
};

impl Selection {
    /// Returns the types whose properties queries can name.
    ///
    /// These are types of resources that are read, types of results of functions, and the complex types of their
    /// properties.
    #[must_use]
    pub fn queried_types(&self, model: &Model) -> BTreeSet<TypeId> {
        let read = self.resources.iter().filter(|(_, resource)| resource.get.is_some());
        let returned = self.called_operations().filter_map(|id| {
            let operation = model.operation(id);
            let is_function = operation.kind == OperationKind::Function;
            operation.return_type.as_ref().filter(|_| is_function)?.type_ref.type_id()
        });
        let mut queried: TypeMap<()> = TypeMap::new(model);
        let requested = read.map(|(shape, _)| shape.entity_type()).chain(returned);
        let mut pending: Vec<TypeId> = requested.filter(|id| queried.insert(*id, ())).collect();
        // Filters can name properties of complex properties.
        while let Some(id) = pending.pop() {
            let Some(selected) = self.types.get(&id) else { continue };
            for (_, property) in model.properties(id) {
                let Some(target) = property.type_ref.type_id().filter(|target| !queried.contains(*target)) else {
                    continue;
                };
                let is_queried = model.type_(target).structured().is_some()
                    && self.types.contains_key(&target)
                    && selected.members.contains(&property.name);
                if is_queried {
                    queried.insert(target, ());
                    pending.push(target);
                }
            }
        }
        queried.keys().collect()
    }

    /// Returns the selected entity and complex types that values are declared with, so that a value can be of a derived
    /// type.
    ///
    /// These are types of resources that are read, of results of operations, and of properties.
    #[must_use]
    pub fn declared_types(&self, model: &Model) -> BTreeSet<TypeId> {
        let resources = self.resources.iter().filter(|(_, resource)| resource.get.is_some());
        let resources = resources.map(|(shape, _)| shape.entity_type());
        let called = self.called_operations();
        let returned = called.filter_map(|id| model.operation(id).return_type.as_ref()?.type_ref.type_id());
        let mut declared: TypeMap<()> = TypeMap::new(model);
        for id in resources.chain(returned) {
            declared.insert(id, ());
        }
        for (id, selected) in &self.types {
            for (_, property) in model.properties(*id) {
                if let Some(target) = property.type_ref.type_id()
                    && selected.members.contains(&property.name)
                {
                    declared.insert(target, ());
                }
            }
        }
        let is_structured = |id: &TypeId| self.types.contains_key(id) && model.type_(*id).structured().is_some();
        declared.keys().filter(is_structured).collect()
    }

    /// Returns the selected types of request bodies.
    ///
    /// These are types of entities that are created or updated and of parameters of actions, types derived from these,
    /// the complex types of their properties, and the entities that they contain.
    #[must_use]
    pub fn written_types(&self, model: &Model) -> BTreeSet<TypeId> {
        let mut found: TypeMap<()> = TypeMap::new(model);
        // Derived types are visited once for all base types, even if a type between is not selected.
        let mut derived: TypeMap<()> = TypeMap::new(model);
        let mut queue: Vec<TypeId> = Vec::new();
        for (shape, resource) in &self.resources {
            if resource.methods.keys().any(ResourceMethod::has_body) {
                queue.push(shape.entity_type());
            }
        }
        for id in self.called_operations() {
            let operation = model.operation(id);
            if operation.kind == OperationKind::Action {
                queue.extend(operation.call_parameters().iter().filter_map(|parameter| parameter.type_ref.type_id()));
            }
        }
        while let Some(id) = queue.pop() {
            let Some(selected) = self.types.get(&id).filter(|_| !found.contains(id)) else { continue };
            found.insert(id, ());
            let mut bases = vec![id];
            while let Some(base) = bases.pop() {
                if derived.insert(base, ()) {
                    bases.extend(model.directly_derived_types(base));
                    queue.extend(model.directly_derived_types(base));
                }
            }
            for (_, property) in model.properties(id) {
                if let Some(target) = property.type_ref.type_id()
                    && selected.members.contains(&property.name)
                {
                    queue.push(target);
                }
            }
            // Contained entities are created together with the one that has them.
            let navigation = model.navigation_properties(id).into_iter().map(|(_, property)| property);
            let contained = navigation.filter(|property| property.contains_target == Some(true));
            queue.extend(contained.filter_map(|property| property.type_ref.type_id()));
        }
        found.keys().filter(|id| model.type_(*id).structured().is_some()).collect()
    }

    /// The operations that can be called, without those after which paths only continue.
    fn called_operations(&self) -> impl Iterator<Item = OperationId> {
        let operations = self.resources.values().map(|resource| &resource.operations).chain(self.imports.values());
        operations.flatten().filter(|(_, selected)| selected.call.is_some()).map(|(id, _)| *id)
    }
}
