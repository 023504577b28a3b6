//! Ways, as resources and the steps between them.

use std::collections::BTreeMap;

use super::{Navigation, NavigationKind, Reason, Resource, ResourceShape, Root, Route, Step, closure::Closure};

impl Closure<'_> {
    /// Adds every resource along a way, so that builders lead from the container to its end.
    pub(super) fn pave(&mut self, route: &Route, reason: &Reason) {
        let mut so_far = Route::start();
        let last = route.steps.len().saturating_sub(1);
        for (index, step) in route.steps.iter().enumerate() {
            so_far = so_far.then(step.clone(), self.surroundings);
            let to = step.to();
            let why = if index == last { reason.clone() } else { Reason::WayTo(route.end().unwrap_or(to)) };
            let is_best = self.ways.get(&to).is_none_or(|known| so_far.is_better_than(known));
            if is_best {
                self.ways.insert(to, so_far.clone());
            }
            match self.selection.resources.get_mut(&to) {
                Some(known) if is_best => known.template.clone_from(&so_far.template),
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
                        template: so_far.template.clone(),
                    };
                    self.selection.resources.insert(to, resource);
                }
            }
            self.connect(step, why);
        }
    }

    /// Adds one step to the resource that it leads from.
    fn connect(&mut self, step: &Step, why: Reason) {
        let resources = &mut self.selection.resources;
        let mut lead =
            |from: &ResourceShape, property: &String, to: &ResourceShape, kind: NavigationKind, why: Reason| {
                if let Some(resource) = resources.get_mut(from) {
                    let navigation = Navigation { kind, target: *to, reason: why };
                    resource.navigation.entry(property.clone()).or_insert(navigation);
                }
            };
        match step {
            Step::Root { name, kind, shape } => {
                let root = Root { kind: *kind, shape: *shape, reason: why };
                self.selection.roots.entry(name.clone()).or_insert(root);
            }
            Step::Key { from } => {
                if let Some(resource) = resources.get_mut(from) {
                    resource.by_key.get_or_insert(why);
                }
            }
            Step::AlternateKey { from, parts } => {
                if let Some(resource) = resources.get_mut(from) {
                    resource.alternate_keys.entry(parts.clone()).or_insert(why);
                }
            }
            Step::Navigation { from, property, to } => {
                lead(from, property, to, NavigationKind::NavigationProperty, why);
            }
            Step::Property { from, property, to } => lead(from, property, to, NavigationKind::Property, why),
            Step::Cast { from, to } => {
                if let Some(resource) = resources.get_mut(from) {
                    resource.casts.entry(to.entity_type()).or_insert(why);
                }
            }
            Step::Function { from, import, operation, to } => {
                if let Some(selected) = self.operation(*from, import.as_deref(), *operation, &why) {
                    selected.leads_to = Some(*to);
                }
                // What it takes has to be declared, what it returns need not be: that is another resource's business.
                for parameter in self.model.operation(*operation).call_parameters() {
                    let why = Reason::ParameterOf { operation: *operation, parameter: parameter.name.clone() };
                    self.add_signature(&parameter.type_ref, &why, None);
                }
            }
        }
    }
}
