use std::collections::HashMap;

use super::{
    ResourceShape, Route, Step, Surroundings,
    shortest::shortest,
    ways::{WayId, Ways},
};

/// The shortest way from the container to each resource that a path reaches: over navigation properties where they lead there, else
/// over casts, else over complex properties, else over functions.
#[derive(Debug)]
pub struct Routes {
    found: HashMap<ResourceShape, Route>,
}

impl Routes {
    /// Walks the whole model breadth first. Each resource is expanded once for each kind of step, so cycles end.
    #[must_use]
    pub fn new(surroundings: &Surroundings<'_>) -> Self {
        let mut ways = Ways::new(surroundings);
        let found = shortest(&mut ways, surroundings).into_values();
        Self { found: found.map(|(shape, reached)| (shape, route(reached.way, &ways))).collect() }
    }

    /// The way to a resource.
    #[must_use]
    pub fn to(&self, shape: ResourceShape) -> Option<&Route> {
        self.found.get(&shape)
    }
}

fn route(way: WayId, ways: &Ways<'_>) -> Route {
    let mut steps: Vec<Step> = ways.backwards(way).map(Step::to_owned).collect();
    steps.reverse();
    Route { template: ways.template(way).to_owned(), steps }
}
