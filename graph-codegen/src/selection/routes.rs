use std::collections::HashMap;

use super::{ResourceShape, Route, Step, Surroundings};

/// The shortest way from the container to each resource that a path reaches: over navigation properties where they lead there, else
/// over casts, else over complex properties, else over functions.
#[derive(Debug)]
pub struct Routes {
    found: HashMap<ResourceShape, Route>,
}

/// What is tried, in this order, to reach what has not been reached.
const KINDS: [Kind; 4] = [Kind::Navigation, Kind::Cast, Kind::Property, Kind::Function];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Navigation,
    Cast,
    Property,
    Function,
}

impl Routes {
    /// Walks the whole model breadth first. Each resource is expanded once for each kind of step, so cycles end.
    #[must_use]
    pub fn new(surroundings: &Surroundings<'_>) -> Self {
        let mut routes = Self { found: HashMap::new() };
        let mut level: Vec<ResourceShape> = Vec::new();
        for entrance in surroundings.entrances() {
            routes.offer(entrance.route(surroundings), surroundings, &mut level);
        }
        let mut reached = level.clone();
        let mut kind = 0;
        // A level is expanded along navigation properties; when nothing is left, all that was reached is, along another kind.
        while let Some(&current) = KINDS.get(kind) {
            let from = if kind == 0 { std::mem::take(&mut level) } else { reached.clone() };
            let settled = routes.found.len();
            let known: std::collections::HashSet<ResourceShape> = routes.found.keys().copied().collect();
            let sources: Vec<Route> = from.iter().filter_map(|shape| routes.found.get(shape)).cloned().collect();
            for route in sources {
                for step in steps(&route, current, surroundings) {
                    if !known.contains(&step.to()) {
                        routes.offer(route.then(step, surroundings), surroundings, &mut level);
                    }
                }
            }
            reached.extend(level.iter().filter(|shape| !known.contains(shape)));
            kind = if routes.found.len() > settled { 0 } else { kind + 1 };
        }
        routes
    }

    /// The way to a resource.
    #[must_use]
    pub fn to(&self, shape: ResourceShape) -> Option<&Route> {
        self.found.get(&shape)
    }

    fn offer(&mut self, route: Route, surroundings: &Surroundings<'_>, level: &mut Vec<ResourceShape>) {
        let Some(shape) = route.end() else { return };
        if self.found.get(&shape).is_none_or(|known| route.is_better_than(known)) {
            if let ResourceShape::Collection(id) = shape
                && surroundings.model().type_(id).is_entity()
            {
                self.offer(route.then(Step::Key { from: shape }, surroundings), surroundings, level);
            }
            self.found.insert(shape, route);
            level.push(shape);
        }
    }
}

fn steps(route: &Route, kind: Kind, surroundings: &Surroundings<'_>) -> Vec<Step> {
    let Some(from) = route.end() else { return Vec::new() };
    match kind {
        Kind::Navigation => surroundings.navigation_steps(from),
        Kind::Cast => surroundings.cast_steps(from),
        Kind::Property => surroundings.property_steps(from),
        Kind::Function => surroundings.function_steps(from),
    }
}
