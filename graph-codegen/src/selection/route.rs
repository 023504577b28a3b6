use std::collections::{HashMap, VecDeque};

use super::{ResourceShape, RootKind, Surroundings};

/// The shortest way from the container to each resource that a path without casts reaches.
#[derive(Debug)]
pub struct Routes {
    found: HashMap<ResourceShape, Route>,
}

/// A way through the service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// The path: `/users/{id}/messages`.
    pub template: String,
    /// What is stepped over, from the container on.
    pub steps: Vec<Step>,
}

/// One step of a [`Route`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into an entity set or singleton.
    Root {
        /// Its name.
        name: String,
        /// Entity set or singleton.
        kind: RootKind,
        /// What it addresses.
        shape: ResourceShape,
    },
    /// From a collection to the entity with a key.
    Key {
        /// The collection.
        from: ResourceShape,
    },
    /// Along a navigation property.
    Navigation {
        /// The entity that has the property.
        from: ResourceShape,
        /// The property.
        property: String,
        /// Where it leads.
        to: ResourceShape,
    },
}

impl Step {
    /// The resource that the step ends at.
    #[must_use]
    pub fn to(&self) -> ResourceShape {
        match self {
            Self::Root { shape, .. } => *shape,
            Self::Key { from } => ResourceShape::Entity(from.entity_type()),
            Self::Navigation { to, .. } => *to,
        }
    }
}

impl Route {
    /// The empty way, at the container.
    #[must_use]
    pub fn start() -> Self {
        Self { template: String::new(), steps: Vec::new() }
    }

    /// This way and one step more.
    #[must_use]
    pub fn then(&self, step: Step, surroundings: &Surroundings<'_>) -> Self {
        let segment = match &step {
            Step::Root { name, .. } => name.clone(),
            Step::Key { from } => format!("{{{}}}", surroundings.key_placeholder(from.entity_type())),
            Step::Navigation { property, .. } => property.clone(),
        };
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { template: format!("{}/{segment}", self.template), steps }
    }

    /// What makes one way better than another: fewer navigation properties, an entity set before a singleton (`/users/{id}` before
    /// `/me`, which exists for delegated calls only), then shorter, then by name.
    fn rank(&self) -> (usize, bool, usize, &str) {
        let hops = self.steps.iter().filter(|step| matches!(step, Step::Navigation { .. })).count();
        let singleton = matches!(self.steps.first(), Some(Step::Root { kind: RootKind::Singleton, .. }));
        (hops, singleton, self.template.len(), &self.template)
    }

    /// Whether this way is to be preferred over `other`.
    #[must_use]
    pub fn is_better_than(&self, other: &Self) -> bool {
        self.rank() < other.rank()
    }
}

impl Routes {
    /// Walks the whole model breadth first. Each resource is expanded once, so cycles of navigation properties end.
    #[must_use]
    pub fn new(surroundings: &Surroundings<'_>) -> Self {
        let mut routes = Self { found: HashMap::new() };
        let mut level: Vec<ResourceShape> = Vec::new();
        for entrance in surroundings.entrances() {
            let step = Step::Root { name: entrance.name.to_owned(), kind: entrance.kind, shape: entrance.shape };
            let route = Route::start().then(step, surroundings);
            routes.offer(entrance.shape, route, surroundings, &mut level);
        }
        while !level.is_empty() {
            let mut sources: Vec<(ResourceShape, Route)> = Vec::new();
            for shape in VecDeque::from(std::mem::take(&mut level)) {
                if let Some(route) = routes.found.get(&shape) {
                    sources.push((shape, route.clone()));
                }
            }
            let known: Vec<ResourceShape> = routes.found.keys().copied().collect();
            let settled: std::collections::HashSet<ResourceShape> = known.into_iter().collect();
            for (shape, route) in sources {
                let ResourceShape::Entity(id) = shape else { continue };
                for (_, property) in surroundings.model().navigation_properties(id) {
                    let Some(to) = surroundings.target(property).filter(|to| !settled.contains(to)) else { continue };
                    let step = Step::Navigation { from: shape, property: property.name.clone(), to };
                    routes.offer(to, route.then(step, surroundings), surroundings, &mut level);
                }
            }
        }
        routes
    }

    /// The way to a resource.
    #[must_use]
    pub fn to(&self, shape: ResourceShape) -> Option<&Route> {
        self.found.get(&shape)
    }

    fn offer(
        &mut self,
        shape: ResourceShape,
        route: Route,
        surroundings: &Surroundings<'_>,
        level: &mut Vec<ResourceShape>,
    ) {
        if self.found.get(&shape).is_none_or(|known| route.is_better_than(known)) {
            if let ResourceShape::Collection(id) = shape {
                let keyed = route.then(Step::Key { from: shape }, surroundings);
                self.offer(ResourceShape::Entity(id), keyed, surroundings, level);
            }
            self.found.insert(shape, route);
            level.push(shape);
        }
    }
}
