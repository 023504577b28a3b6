//! What `**` stands for.

use std::collections::{BTreeSet, VecDeque};

use super::{End, Method, Place, Reason, ResourceMethod, ResourceShape, Route, Step, closure::Closure, method::all_at};
use crate::edm::TypeId;

impl Closure<'_> {
    /// Takes everything below a place: `GET`, operations, keys, navigation properties, casts, complex properties that lead on, and what
    /// composable functions return. Each resource is visited once, so the result grows with the model and not with its paths; better
    /// ways are taken first, so the order of a document's elements does not matter.
    pub(super) fn everything(&mut self, from: Route, reason: &Reason) {
        let mut seen: BTreeSet<ResourceShape> = BTreeSet::new();
        let mut queue: VecDeque<Route> = VecDeque::new();
        if from.steps.is_empty() {
            let surroundings = self.surroundings;
            queue.extend(surroundings.entrances().iter().map(|entrance| entrance.route(surroundings)));
            for import in surroundings.imports() {
                for id in import.overloads {
                    self.operate(&from, Some(import.name), *id, reason, None);
                    let Some(to) = surroundings.result(self.model.operation(*id)) else { continue };
                    let step = Step::Function { from: None, import: Some(import.name.to_owned()), operation: *id, to };
                    queue.push_back(from.then(step, surroundings));
                }
            }
            queue.make_contiguous().sort_by(Route::by_rank);
            let mut all: Vec<TypeId> = self.model.types().map(|(id, _)| id).collect();
            all.sort_by(|left, right| self.model.type_(*left).name.cmp(&self.model.type_(*right).name));
            for id in all {
                self.add_type(id, reason);
            }
        } else {
            queue.push_back(from);
        }
        while let Some(route) = queue.pop_front() {
            let Some(shape) = route.end() else { continue };
            if self.exclusions.has_path(&route.template) {
                continue;
            }
            let place = Place { end: End::Resource(shape), route };
            if let Ok(method) = ResourceMethod::at(&place, Method::Get, self.surroundings) {
                self.request(&place, method, reason);
            }
            for (place, method) in all_at(&place, self.surroundings) {
                self.request(&place, method, reason);
            }
            let route = place.route;
            if !seen.insert(shape) {
                continue;
            }
            for (operation, _) in self.surroundings.operations_on(shape) {
                self.operate(&route, None, operation, reason, None);
            }
            let steps = self.steps_below(shape).into_iter();
            let mut below: Vec<Route> = steps.map(|step| route.then(step, self.surroundings)).collect();
            below.sort_by(Route::by_rank);
            queue.extend(below);
        }
    }

    fn steps_below(&self, shape: ResourceShape) -> Vec<Step> {
        let surroundings = self.surroundings;
        let mut steps = Vec::new();
        if let ResourceShape::Collection(id) = shape
            && self.model.type_(id).is_entity()
        {
            steps.push(Step::Key { from: shape });
            let alternate = surroundings.alternate_keys(id).into_iter();
            steps.extend(alternate.map(|parts| Step::AlternateKey { from: shape, parts }));
        }
        steps.extend(surroundings.navigation_steps(shape));
        steps.extend(surroundings.cast_steps(shape));
        let leads_on = |step: &Step| surroundings.leads_on(step.to().entity_type());
        steps.extend(surroundings.property_steps(shape).into_iter().filter(leads_on));
        steps.extend(surroundings.function_steps(shape));
        steps
    }
}
