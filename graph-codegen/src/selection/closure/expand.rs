//! What `**` stands for.

use std::{borrow::Cow, collections::VecDeque};

use super::{
    Reason, ResourceShape, Step,
    closure::Closure,
    name::sort_by_name,
    offered::offered,
    table::ByShape,
    ways::{ModelStep, WayId, Ways},
};
use crate::edm::{Operation, OperationId, Type, TypeId};

impl Closure<'_> {
    /// Takes everything below a place: `GET`, operations, keys, navigation properties, casts, complex properties that lead on, and what
    /// composable functions return. Each resource is visited once, so the result grows with the model and not with its paths; better
    /// ways are taken first, so the order of a document's elements does not matter.
    pub(super) fn everything(&mut self, from: WayId, reason: &Reason) {
        let surroundings = self.surroundings;
        self.ways.expect_many();
        let mut seen: ByShape<()> = ByShape::new(self.model);
        let mut queue: VecDeque<WayId> = VecDeque::new();
        if from == Ways::START {
            queue.extend(surroundings.entrances().iter().map(|entrance| self.ways.then(from, entrance.step())));
            for import in surroundings.imports() {
                for id in import.overloads {
                    self.operate(from, Some(import.name), *id, reason, None);
                    let Some(to) = surroundings.result(self.model.operation(*id)) else { continue };
                    let import = Some(Cow::Borrowed(import.name));
                    queue.push_back(self.ways.then(from, Step::Function { from: None, import, operation: *id, to }));
                }
            }
            queue.make_contiguous().sort_by(|left, right| self.ways.order(*left, *right));
            let types = self.model.types().filter(|(id, _)| !self.has_type(*id));
            let mut types: Vec<(TypeId, &Type)> = types.collect();
            sort_by_name(&mut types);
            for (id, _) in types {
                self.add_type(id, || reason.clone());
            }
        } else {
            queue.push_back(from);
        }
        while let Some(way) = queue.pop_front() {
            let Some(shape) = self.ways.end(way) else { continue };
            if self.exclusions.has_path(self.ways.template(way)) {
                continue;
            }
            for method in offered(self.ways.backwards(way), surroundings) {
                self.request(way, method, reason);
            }
            if !seen.insert(shape, ()) {
                continue;
            }
            let operations = surroundings.operations_on(shape);
            for (operation, _) in &operations {
                self.operate(way, None, *operation, reason, None);
            }
            let mut below: Vec<WayId> =
                self.steps_below(shape, &operations).into_iter().map(|step| self.ways.then(way, step)).collect();
            below.sort_by(|left, right| self.ways.order(*left, *right));
            queue.extend(below);
        }
    }
}

impl<'a> Closure<'a> {
    fn steps_below(&self, shape: ResourceShape, operations: &[(OperationId, &Operation)]) -> Vec<ModelStep<'a>> {
        let surroundings = self.surroundings;
        let mut steps = Vec::new();
        if let ResourceShape::Collection(id) = shape
            && self.model.type_(id).is_entity()
        {
            steps.push(Step::Key { from: shape });
            for parts in surroundings.alternate_keys(id) {
                steps.push(Step::AlternateKey { from: shape, parts: parts.into_iter().map(Cow::Owned).collect() });
            }
        }
        steps.extend(surroundings.navigation_steps(shape));
        steps.extend(surroundings.cast_steps(shape));
        let leads_on = |step: &ModelStep<'a>| surroundings.leads_on(step.to().entity_type());
        steps.extend(surroundings.property_steps(shape).filter(leads_on));
        steps.extend(surroundings.function_steps(shape, operations));
        steps
    }
}
