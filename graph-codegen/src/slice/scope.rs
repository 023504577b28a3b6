use std::collections::BTreeSet;

use crate::{
    edm::{
        ContainerChild, ItemType, Model, NavigationProperty, NavigationPropertyBinding, Operation, OperationId,
        PathStep, Property, Service, TypeId, TypeRef,
    },
    selection::{Resource, Selection},
};

/// The parts of a model that are in the slice.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) model: &'a Model,
    types: BTreeSet<TypeId>,
    /// The types that are selected themselves; the others are their base types or are on a path.
    chosen: BTreeSet<TypeId>,
    /// Structural properties, each with the type that declares it.
    properties: BTreeSet<(TypeId, &'a str)>,
    /// Operations that are selected or on a path.
    operations: BTreeSet<OperationId>,
    /// The names of the selected operation imports.
    imports: BTreeSet<&'a str>,
    pub(super) service: Option<Service<'a>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(model: &'a Model, selection: &'a Selection) -> Self {
        let mut scope = Self {
            model,
            types: BTreeSet::new(),
            chosen: selection.types.keys().copied().collect(),
            properties: BTreeSet::new(),
            operations: selection.imports.values().flat_map(|operations| operations.keys().copied()).collect(),
            imports: selection.imports.keys().map(String::as_str).collect(),
            service: model.service(),
        };
        for (shape, resource) in &selection.resources {
            scope.add_type(shape.entity_type());
            scope.operations.extend(resource.operations.keys());
            scope.add_properties_of_paths(shape.entity_type(), resource);
        }
        for (id, selected) in &selection.types {
            scope.add_type(*id);
            for (declaring, property) in model.properties(*id) {
                if selected.members.contains(&property.name) {
                    scope.properties.insert((declaring, &property.name));
                }
            }
        }
        scope
    }

    /// Adds the complex properties on paths and the properties of alternate keys.
    fn add_properties_of_paths(&mut self, id: TypeId, resource: &Resource) {
        let along = resource.navigation.keys().chain(resource.alternate_keys.keys().flatten());
        for name in along {
            if let Some((declaring, property)) = self.model.property(id, name) {
                self.properties.insert((declaring, &property.name));
            }
        }
    }

    /// Adds a type with its base types and its key, which is part of its identity.
    fn add_type(&mut self, id: TypeId) {
        let mut queue = vec![id];
        while let Some(id) = queue.pop() {
            for (id, _) in self.model.lineage(id) {
                self.types.insert(id);
            }
            let Some((_, key)) = self.model.key(id) else { continue };
            for step in key.property_refs.iter().filter_map(|reference| self.model.path(id, &reference.name)).flatten()
            {
                if let PathStep::Property(declaring, property) = step {
                    self.properties.insert((declaring, &property.name));
                    queue.extend(property.type_ref.type_id().filter(|id| !self.types.contains(id)));
                }
            }
        }
    }

    pub(super) fn has_type(&self, id: TypeId) -> bool {
        self.types.contains(&id)
    }

    pub(super) fn types(&self) -> impl Iterator<Item = TypeId> + '_ {
        self.types.iter().copied()
    }

    pub(super) fn has_item(&self, item: &ItemType) -> bool {
        match item {
            ItemType::Primitive(_) => true,
            ItemType::Declared(id) => self.has_type(*id),
            ItemType::External(_) => false,
        }
    }

    pub(super) fn has_property(&self, declaring: TypeId, property: &Property) -> bool {
        self.properties.contains(&(declaring, property.name.as_str())) && self.has_item(&property.type_ref.item)
    }

    pub(super) fn has_navigation_property(&self, declaring: TypeId, property: &NavigationProperty) -> bool {
        self.has_type(declaring) && self.has_item(&property.type_ref.item)
    }

    /// Returns whether a property or navigation property of a type, declared or inherited, is in the slice.
    pub(super) fn has_member(&self, id: TypeId, name: &str) -> bool {
        self.has_path(id, name)
    }

    /// Returns whether all steps of a path are in the slice.
    pub(super) fn has_path(&self, start: TypeId, path: &str) -> bool {
        self.model.path(start, path).is_some_and(|steps| {
            steps.iter().all(|step| match step {
                PathStep::Property(declaring, property) => self.has_property(*declaring, property),
                PathStep::NavigationProperty(declaring, property) => self.has_navigation_property(*declaring, property),
                PathStep::Cast(id) => self.has_type(*id),
            })
        })
    }

    /// Returns whether an operation is in the slice: if it is selected, or if the type that it is bound to is in the
    /// slice and all other types of its signature are selected.
    pub(super) fn has_operation(&self, id: OperationId, operation: &Operation) -> bool {
        if self.operations.contains(&id) {
            return true;
        }
        let is_chosen = |type_ref: &TypeRef| match &type_ref.item {
            ItemType::Declared(id) => self.chosen.contains(id),
            item => self.has_item(item),
        };
        operation.binding_type().is_some_and(|id| self.has_type(id))
            && operation.call_parameters().iter().all(|parameter| is_chosen(&parameter.type_ref))
            && operation.return_type.as_ref().is_none_or(|returned| is_chosen(&returned.type_ref))
    }

    pub(super) fn has_child(&self, child: ContainerChild<'_>) -> bool {
        match child {
            ContainerChild::EntitySet(_) | ContainerChild::Singleton(_) => {
                child.entity_type().is_some_and(|id| self.has_type(id))
            }
            ContainerChild::ActionImport(import) => self.imports.contains(import.name.as_str()),
            ContainerChild::FunctionImport(import) => self.imports.contains(import.name.as_str()),
        }
    }

    /// Returns the entity set of an import's results, if it is in the slice.
    pub(super) fn entity_set<'i>(&self, path: Option<&'i String>) -> Option<&'i str> {
        let first = path?.split('/').next()?;
        let set = self.service.as_ref()?.find(first)?;
        path.map(String::as_str).filter(|_| self.has_child(set))
    }

    /// Returns whether both ends of a navigation property binding are in the slice.
    pub(super) fn has_binding(&self, from: TypeId, binding: &'a NavigationPropertyBinding) -> bool {
        let Some(target) = self.service.as_ref().and_then(|service| service.binding_target(binding)) else {
            return false;
        };
        let ends_in_slice = |id| target.path.is_empty() || self.has_path(id, target.path);
        self.has_path(from, &binding.path)
            && self.has_child(target.child)
            && target.child.entity_type().is_some_and(ends_in_slice)
    }
}
