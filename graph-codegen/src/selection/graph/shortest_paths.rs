//! The shortest way to each resource, found breadth first.

use super::{
    ResourceShape, Step, Surroundings,
    table::ByShape,
    ways::{ModelStep, WayId, Ways},
};

/// What is tried, in this order, to reach what has not been reached.
const KINDS: [Kind; 4] = [Kind::Navigation, Kind::Cast, Kind::Property, Kind::Function];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Navigation,
    Cast,
    Property,
    Function,
}

/// A resource that a path reaches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached {
    /// The shortest way to it.
    pub(super) way: WayId,
    /// The round that reached it first.
    round: usize,
}

/// Walks the whole model. Each resource is expanded once for each kind of step, so cycles end.
pub(super) fn shortest<'a>(ways: &mut Ways<'a>, surroundings: &Surroundings<'a>) -> ByShape<Reached> {
    ways.expect_many();
    let found = ByShape::new(surroundings.model());
    let mut search = Search { ways, surroundings, found, order: Vec::new(), round: 0 };
    for entrance in surroundings.entrances() {
        search.step(Ways::START, entrance.step());
    }
    search.run();
    search.found
}

struct Search<'w, 'a> {
    ways: &'w mut Ways<'a>,
    surroundings: &'w Surroundings<'a>,
    found: ByShape<Reached>,
    /// What was reached, in order.
    order: Vec<ResourceShape>,
    round: usize,
}

impl<'a> Search<'_, 'a> {
    /// What one round reached is expanded along navigation properties; when nothing is left, all that was reached is, along another kind.
    fn run(&mut self) {
        let mut expanded = [0; KINDS.len()];
        let mut kind = 0;
        while let Some(&current) = KINDS.get(kind) {
            self.round += 1;
            let known = self.order.len();
            // Ways that get better within a round count from the next one on.
            let from =
                self.order[expanded[kind]..].iter().filter_map(|shape| Some((*shape, self.found.get(*shape)?.way)));
            let from: Vec<(ResourceShape, WayId)> = from.collect();
            expanded[kind] = known;
            for (shape, way) in from {
                self.expand(shape, way, current);
            }
            kind = if self.order.len() > known { 0 } else { kind + 1 };
        }
    }

    fn expand(&mut self, from: ResourceShape, way: WayId, kind: Kind) {
        let surroundings = self.surroundings;
        match kind {
            Kind::Navigation => surroundings.navigation_steps(from).for_each(|step| self.try_step(way, step)),
            Kind::Cast => surroundings.cast_steps(from).for_each(|step| self.try_step(way, step)),
            Kind::Property => surroundings.property_steps(from).for_each(|step| self.try_step(way, step)),
            Kind::Function => {
                let operations = surroundings.operations_on(from);
                surroundings.function_steps(from, &operations).for_each(|step| self.try_step(way, step));
            }
        }
    }

    /// Takes a step, unless an earlier round reached where it leads.
    fn try_step(&mut self, way: WayId, step: ModelStep<'a>) {
        if self.found.get(step.to()).is_none_or(|known| known.round == self.round) {
            self.step(way, step);
        }
    }

    fn step(&mut self, way: WayId, step: ModelStep<'a>) {
        let shape = step.to();
        let Some(way) = self.ways.then_if_better(way, step, self.way_to(shape)) else { return };
        if let ResourceShape::Collection(id) = shape
            && self.surroundings.model().type_(id).is_entity()
        {
            let key = Step::Key { from: shape };
            let entity = key.to();
            if let Some(by_key) = self.ways.then_if_better(way, key, self.way_to(entity)) {
                self.reach(entity, by_key);
            }
        }
        self.reach(shape, way);
    }

    fn way_to(&self, shape: ResourceShape) -> Option<WayId> {
        self.found.get(shape).map(|known| known.way)
    }

    fn reach(&mut self, shape: ResourceShape, way: WayId) {
        match self.found.get_mut(shape) {
            Some(known) => known.way = way,
            None => {
                self.found.insert(shape, Reached { way, round: self.round });
                self.order.push(shape);
            }
        }
    }
}
