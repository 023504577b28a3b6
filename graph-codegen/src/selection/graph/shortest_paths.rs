//! The shortest path to each resource, by breadth-first search.

use super::{PathArena, PathId, ResourceShape, ServiceGraph, ShapeMap, Step};

/// The shortest path from the container to each resource.
///
/// Paths use navigation properties if possible, then casts, then complex properties, then functions.
#[derive(Debug)]
pub struct ShortestPaths<'a> {
    arena: PathArena<'a>,
    reached: ShapeMap<Reached>,
}

impl<'a> ShortestPaths<'a> {
    /// Searches the whole model. Each resource is expanded once for each kind of step, so cycles end.
    #[must_use]
    pub fn new(graph: &'a ServiceGraph<'a>) -> Self {
        let mut arena = PathArena::new(graph);
        let reached = shortest_paths(&mut arena);
        Self { arena, reached }
    }

    /// Returns the path to a resource, with placeholders: `/users/{id}/messages`.
    #[must_use]
    pub fn template(&self, shape: ResourceShape) -> Option<&str> {
        self.reached.get(shape).map(|reached| self.arena.template(reached.path))
    }
}

/// The kinds of steps, in order of preference.
const KINDS: [Kind; 4] = [Kind::Navigation, Kind::Cast, Kind::Property, Kind::Function];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Navigation,
    Cast,
    Property,
    Function,
}

/// A resource that was reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    /// The shortest path to it.
    pub(crate) path: PathId,
    /// The round in which it was first reached.
    round: usize,
}

/// Searches the whole model. Each resource is expanded once for each kind of step, so cycles end.
pub(crate) fn shortest_paths<'a>(arena: &mut PathArena<'a>) -> ShapeMap<Reached> {
    let graph = arena.graph();
    arena.reserve_for_model();
    let found = ShapeMap::new(graph.model());
    let mut search = Search { arena, graph, found, order: Vec::new(), round: 0 };
    for entry_point in graph.entry_points() {
        search.step(PathArena::ROOT, entry_point.step());
    }
    search.run();
    search.found
}

struct Search<'w, 'a> {
    arena: &'w mut PathArena<'a>,
    graph: &'a ServiceGraph<'a>,
    found: ShapeMap<Reached>,
    /// The resources that were reached, in order.
    order: Vec<ResourceShape>,
    round: usize,
}

impl<'a> Search<'_, 'a> {
    /// Expands resources along navigation properties until no new ones are reached, then along the next kind of step.
    fn run(&mut self) {
        let mut expanded = [0; KINDS.len()];
        let mut kind = 0;
        while let Some(&current) = KINDS.get(kind) {
            self.round += 1;
            let known = self.order.len();
            // Paths that improve during a round are used from the next round on.
            let from =
                self.order[expanded[kind]..].iter().filter_map(|shape| Some((*shape, self.found.get(*shape)?.path)));
            let from: Vec<(ResourceShape, PathId)> = from.collect();
            expanded[kind] = known;
            for (shape, path) in from {
                self.expand(shape, path, current);
            }
            kind = if self.order.len() > known { 0 } else { kind + 1 };
        }
    }

    fn expand(&mut self, from: ResourceShape, path: PathId, kind: Kind) {
        let graph = self.graph;
        match kind {
            Kind::Navigation => graph.navigation_steps(from).for_each(|step| self.try_step(path, step)),
            Kind::Cast => graph.cast_steps(from).for_each(|step| self.try_step(path, step)),
            Kind::Property => graph.property_steps(from).for_each(|step| self.try_step(path, step)),
            Kind::Function => {
                let operations = graph.operations_on(from);
                graph.function_steps(from, &operations).for_each(|step| self.try_step(path, step));
            }
        }
    }

    /// Follows a step, unless its target was reached in an earlier round.
    fn try_step(&mut self, path: PathId, step: Step<'a>) {
        if self.found.get(step.to()).is_none_or(|known| known.round == self.round) {
            self.step(path, step);
        }
    }

    fn step(&mut self, path: PathId, step: Step<'a>) {
        let shape = step.to();
        let Some(path) = self.arena.then_if_better(path, step, self.path_to(shape)) else { return };
        if let ResourceShape::Collection(id) = shape
            && self.graph.model().type_(id).is_entity()
        {
            let key = Step::Key { from: shape };
            let entity = key.to();
            if let Some(by_key) = self.arena.then_if_better(path, key, self.path_to(entity)) {
                self.reach(entity, by_key);
            }
        }
        self.reach(shape, path);
    }

    fn path_to(&self, shape: ResourceShape) -> Option<PathId> {
        self.found.get(shape).map(|known| known.path)
    }

    fn reach(&mut self, shape: ResourceShape, path: PathId) {
        match self.found.get_mut(shape) {
            Some(known) => known.path = path,
            None => {
                self.found.insert(shape, Reached { path, round: self.round });
                self.order.push(shape);
            }
        }
    }
}
