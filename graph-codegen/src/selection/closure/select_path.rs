//! Selects the resources along a path and the edges between them.

use std::collections::BTreeMap;

use super::{Closure, Found};
use crate::{
    edm::{Property, TypeId},
    selection::{
        graph::{PathId, ResourceShape, Step},
        result::{Navigation, NavigationKind, Reason, Resource, Root},
    },
};

impl Closure<'_> {
    /// Adds all resources along a path, so that request builders exist from the container to its end.
    ///
    /// Each path is added once, with the first reason.
    pub(super) fn select_path(&mut self, path: PathId, reason: &Reason) {
        let Some(end) = self.arena.end(path) else { return };
        if self.arena.mark_selected(path) {
            for prefix in self.arena.unselected_prefixes(path) {
                self.arena.mark_selected(prefix);
                self.select_resource(prefix, Reason::PathTo(end));
            }
            self.select_resource(path, reason.clone());
        }
    }

    /// Adds the resource at the end of a path, and the edge to it.
    fn select_resource(&mut self, path: PathId, why: Reason) {
        let Some(step) = self.arena.last(path).cloned() else { return };
        let to = step.to();
        match self.resources.get_mut(to) {
            Some(known) if self.arena.is_better(path, known.path) => known.path = path,
            Some(_) => {}
            None => {
                let resource = Resource {
                    reason: why.clone(),
                    get: None,
                    by_key: None,
                    alternate_keys: BTreeMap::new(),
                    by_path: None,
                    navigation: BTreeMap::new(),
                    casts: BTreeMap::new(),
                    operations: BTreeMap::new(),
                    methods: BTreeMap::new(),
                    template: String::new(),
                };
                self.resources.insert(to, Box::new(Found { resource, path, requests: Vec::new() }));
            }
        }
        self.select_edge(&step, why);
    }

    /// Adds a step to the resource where it begins.
    fn select_edge(&mut self, step: &Step<'_>, why: Reason) {
        let resources = &mut self.resources;
        let mut add_property =
            |from: &ResourceShape, property: &str, to: &ResourceShape, kind: NavigationKind, why: Reason| {
                if let Some(Found { resource, .. }) = resources.get_mut(*from).map(Box::as_mut)
                    && !resource.navigation.contains_key(property)
                {
                    let navigation = Navigation { kind, target: *to, reason: why };
                    resource.navigation.insert(property.to_owned(), navigation);
                }
            };
        match step {
            Step::Root { name, kind, shape } => {
                let root = Root { kind: *kind, shape: *shape, reason: why };
                self.selection.roots.entry((*name).to_owned()).or_insert(root);
            }
            Step::Key { from } => {
                if let Some(Found { resource, .. }) = resources.get_mut(*from).map(Box::as_mut) {
                    resource.by_key.get_or_insert(why);
                }
                let id = from.entity_type();
                self.add_key_types(id, self.graph.key_parts(id).into_iter().map(|(_, property)| property));
            }
            Step::AlternateKey { from, parts } => {
                if let Some(Found { resource, .. }) = resources.get_mut(*from).map(Box::as_mut) {
                    let parts = parts.iter().map(|part| (*part).to_owned()).collect();
                    resource.alternate_keys.entry(parts).or_insert(why);
                }
                let id = from.entity_type();
                self.add_key_types(id, self.graph.alternate_key_parts(id, parts));
            }
            Step::Navigation { from, property, to } => {
                add_property(from, property, to, NavigationKind::NavigationProperty, why);
            }
            Step::Property { from, property, to } => add_property(from, property, to, NavigationKind::Property, why),
            Step::Cast { from, to } => {
                if let Some(Found { resource, .. }) = resources.get_mut(*from).map(Box::as_mut) {
                    resource.casts.entry(to.entity_type()).or_insert(why);
                }
            }
            Step::ItemPath { from } => {
                if let Some(Found { resource, .. }) = resources.get_mut(*from).map(Box::as_mut) {
                    resource.by_path.get_or_insert(why);
                }
            }
            Step::Function { from, import, operation, to } => {
                if let Some(selected) = self.operation(*from, *import, *operation, &why) {
                    selected.leads_to = Some(*to);
                }
                // Only the types of parameters are needed; the result is a resource of its own.
                for parameter in self.model.operation(*operation).call_parameters() {
                    let why = || Reason::ParameterOf { operation: *operation, parameter: parameter.name.clone() };
                    self.add_signature(&parameter.type_ref, why, None);
                }
            }
        }
    }

    /// Adds the types of the key properties of an entity: enumerations, and definitions of types.
    fn add_key_types<'k>(&mut self, id: TypeId, properties: impl IntoIterator<Item = Option<&'k Property>>) {
        for property in properties.into_iter().flatten() {
            if let Some(key_type) = property.type_ref.type_id() {
                self.add_type(key_type, || Reason::PathTo(ResourceShape::Entity(id)));
            }
        }
    }
}
