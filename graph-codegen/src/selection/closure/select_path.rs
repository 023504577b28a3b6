//! Ways, as resources and the steps between them.

use std::collections::BTreeMap;

use super::{
    Navigation, NavigationKind, Reason, Resource, ResourceShape, Root, Step,
    closure::{Closure, Found},
    ways::{ModelStep, WayId},
};

impl Closure<'_> {
    /// Adds every resource along a way, so that builders lead from the container to its end. The first reason counts, so that paving a way
    /// again would change nothing, and it is paved once.
    pub(super) fn pave(&mut self, way: WayId, reason: &Reason) {
        let Some(end) = self.ways.end(way) else { return };
        if self.ways.mark_paved(way) {
            for before in self.ways.unpaved_before(way) {
                self.ways.mark_paved(before);
                self.lay(before, Reason::WayTo(end));
            }
            self.lay(way, reason.clone());
        }
    }

    /// Adds the resource at the end of a way, and the last step to it.
    fn lay(&mut self, way: WayId, why: Reason) {
        let Some(step) = self.ways.last(way).cloned() else { return };
        let to = step.to();
        match self.resources.get_mut(to) {
            Some(known) if self.ways.is_better(way, known.way) => known.way = way,
            Some(_) => {}
            None => {
                let resource = Resource {
                    reason: why.clone(),
                    get: None,
                    by_key: None,
                    alternate_keys: BTreeMap::new(),
                    navigation: BTreeMap::new(),
                    casts: BTreeMap::new(),
                    operations: BTreeMap::new(),
                    methods: BTreeMap::new(),
                    template: String::new(),
                };
                self.resources.insert(to, Box::new(Found { resource, way, requests: Vec::new() }));
            }
        }
        self.connect(&step, why);
    }

    /// Adds one step to the resource that it leads from.
    fn connect(&mut self, step: &ModelStep<'_>, why: Reason) {
        let resources = &mut self.resources;
        let mut lead = |from: &ResourceShape, property: &str, to: &ResourceShape, kind: NavigationKind, why: Reason| {
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
                self.selection.roots.entry(name.to_string()).or_insert(root);
            }
            Step::Key { from } => {
                if let Some(Found { resource, .. }) = resources.get_mut(*from).map(Box::as_mut) {
                    resource.by_key.get_or_insert(why);
                }
            }
            Step::AlternateKey { from, parts } => {
                if let Some(Found { resource, .. }) = resources.get_mut(*from).map(Box::as_mut) {
                    let parts = parts.iter().map(|part| part.to_string()).collect();
                    resource.alternate_keys.entry(parts).or_insert(why);
                }
            }
            Step::Navigation { from, property, to } => {
                lead(from, property, to, NavigationKind::NavigationProperty, why);
            }
            Step::Property { from, property, to } => lead(from, property, to, NavigationKind::Property, why),
            Step::Cast { from, to } => {
                if let Some(Found { resource, .. }) = resources.get_mut(*from).map(Box::as_mut) {
                    resource.casts.entry(to.entity_type()).or_insert(why);
                }
            }
            Step::Function { from, import, operation, to } => {
                if let Some(selected) = self.operation(*from, import.as_deref(), *operation, &why) {
                    selected.leads_to = Some(*to);
                }
                // What it takes has to be declared, what it returns need not be: that is another resource's business.
                for parameter in self.model.operation(*operation).call_parameters() {
                    let why = || Reason::ParameterOf { operation: *operation, parameter: parameter.name.clone() };
                    self.add_signature(&parameter.type_ref, why, None);
                }
            }
        }
    }
}
