//! Selects everything below a path, for `**`.

use std::collections::VecDeque;

use super::{Closure, available_methods::available_methods, names::sort_by_name};
use crate::{
    edm::{Operation, OperationId, Type, TypeId},
    selection::{
        graph::{PathArena, PathId, ResourceShape, ShapeMap, Step},
        result::Reason,
    },
};

impl<'a> Closure<'a> {
    /// Adds everything below a path: requests, operations, keys, navigation properties, casts, complex properties that
    /// have continuations, and results of composable functions.
    ///
    /// Each resource is visited once, so the cost depends on the size of the model and not on the number of paths.
    /// Better paths are visited first, so the order of elements in a document does not matter.
    pub(super) fn expand(&mut self, from: PathId, reason: &Reason) {
        let graph = self.graph;
        self.arena.reserve_for_model();
        let mut seen: ShapeMap<()> = ShapeMap::new(self.model);
        let mut queue: VecDeque<PathId> = VecDeque::new();
        if from == PathArena::ROOT {
            queue.extend(graph.entry_points().iter().map(|entry_point| self.arena.then(from, entry_point.step())));
            for import in graph.imports() {
                for id in import.overloads {
                    self.call(from, Some(import.name), *id, reason, None);
                    let Some(to) = graph.result(self.model.operation(*id)) else { continue };
                    let import = Some(import.name);
                    queue.push_back(self.arena.then(from, Step::Function { from: None, import, operation: *id, to }));
                }
            }
            self.arena.sort(queue.make_contiguous());
            let types = self.model.types().filter(|(id, _)| !self.has_type(*id));
            let mut types: Vec<(TypeId, &Type)> = types.collect();
            sort_by_name(&mut types);
            for (id, _) in types {
                self.add_type(id, || reason.clone());
            }
        } else {
            queue.push_back(from);
        }
        while let Some(path) = queue.pop_front() {
            let Some(shape) = self.arena.end(path) else { continue };
            if self.exclusions.has_path(self.arena.template(path)) {
                continue;
            }
            for method in available_methods(self.arena.steps_backwards(path), graph) {
                self.request(path, method, reason);
            }
            if !seen.insert(shape, ()) {
                for operation in self.arena.explicit_operations_at(path, shape) {
                    self.call(path, None, operation, reason, None);
                }
                continue;
            }
            let operations = self.arena.operations_at(path, shape);
            for (operation, _) in &operations {
                self.call(path, None, *operation, reason, None);
            }
            self.select_item_path(path, reason);
            let mut below: Vec<PathId> =
                self.steps_below(shape, &operations).into_iter().map(|step| self.arena.then(path, step)).collect();
            self.arena.sort(&mut below);
            queue.extend(below);
        }
    }

    /// Adds the step from an entity to one at a path below it, which leads to no other resource.
    pub(super) fn select_item_path(&mut self, path: PathId, reason: &Reason) {
        let Some(step) = self.arena.end(path).and_then(|shape| self.graph.item_path_step(shape)) else { return };
        let below = self.arena.then(path, step);
        if !self.exclusions.has_path(self.arena.template(below)) {
            self.select_path(below, reason);
        }
    }

    fn steps_below(&self, shape: ResourceShape, operations: &[(OperationId, &Operation)]) -> Vec<Step<'a>> {
        let graph = self.graph;
        let mut steps = Vec::new();
        if let ResourceShape::Collection(id) = shape
            && self.model.type_(id).is_entity()
        {
            steps.push(Step::Key { from: shape });
            for parts in graph.alternate_keys(id) {
                steps.push(Step::AlternateKey { from: shape, parts });
            }
        }
        let is_excluded = |step: &Step<'a>| {
            let Step::Navigation { property, .. } = step else { return false };
            self.exclusions.has_member(self.model, shape.entity_type(), property)
        };
        steps.extend(graph.navigation_steps(shape).filter(|step| !is_excluded(step)));
        steps.extend(graph.cast_steps(shape));
        let continues = |step: &Step<'a>| graph.has_continuations(step.to().entity_type());
        steps.extend(graph.property_steps(shape).filter(continues));
        steps.extend(graph.function_steps(shape, operations));
        steps
    }
}
