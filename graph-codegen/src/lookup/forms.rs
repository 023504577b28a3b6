//! The paths that reach a resource.

use std::{
    cell::{OnceCell, RefCell},
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
};

use crate::selection::{PathArena, PathId, ResourceShape, ServiceGraph, Step, append};

/// Paths to a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forms {
    /// The best ones, with placeholders: `/users/{id}/messages/{id}`.
    pub(crate) paths: Vec<String>,
    /// How many more entity sets and singletons reach it.
    pub(crate) more: usize,
}

/// The maximum number of paths.
const MAX_PATHS: usize = 8;

/// What a step through a reference or a cast costs, compared with other steps. Nearly everything is reached by
/// references such as `createdByUser`, so paths without them come first.
const DETOUR: u32 = 1000;

/// Finds the paths to resources. What many searches need is found once, by the first one.
#[derive(Debug)]
pub(super) struct FormFinder<'g> {
    graph: &'g ServiceGraph<'g>,
    before: OnceCell<StepsBefore<'g>>,
    found: RefCell<HashMap<ResourceShape, Forms>>,
}

impl<'g> FormFinder<'g> {
    pub(super) fn new(graph: &'g ServiceGraph<'g>) -> Self {
        Self { graph, before: OnceCell::new(), found: RefCell::default() }
    }

    /// Finds the shortest path to a resource from each entity set and singleton.
    ///
    /// The search goes backwards from the resource, once for all of them. Only paths with the fewest detours are
    /// listed.
    pub(super) fn forms(&self, to: ResourceShape) -> Forms {
        self.found.borrow_mut().entry(to).or_insert_with(|| self.search(to)).clone()
    }

    fn search(&self, to: ResourceShape) -> Forms {
        let graph = self.graph;
        let next = steps_towards(self.before.get_or_init(|| steps_before(graph)), to);
        let mut arena = PathArena::new(graph);
        let reached =
            graph.entry_points().iter().filter_map(|entry| Some((entry, next.get(&entry.shape)?.cost / DETOUR)));
        let least = reached.clone().map(|(_, detours)| detours).min();
        let all = reached.clone().count();
        let mut paths: Vec<PathId> = Vec::new();
        for (entry_point, _) in reached.filter(|(_, detours)| Some(*detours) == least) {
            let root = arena.then(PathArena::ROOT, entry_point.step());
            paths.push(follow(&next, root, entry_point.shape, &mut arena));
        }
        arena.sort(&mut paths);
        paths.truncate(MAX_PATHS);
        let more = all - paths.len();
        Forms { paths: paths.into_iter().map(|path| arena.template(path).to_owned()).collect(), more }
    }

    /// The same as [`forms`](Self::forms), for what is at the end of a path. If that is a property, its name follows
    /// the paths to what has it.
    pub(super) fn forms_of_path(&self, steps: &[Step<'_>], template: &str) -> Forms {
        match steps {
            [.., Step::Navigation { from, property, .. } | Step::Property { from, property, .. }] => {
                let Forms { paths, more } = self.forms(*from);
                Forms { paths: paths.iter().map(|path| append(path, property)).collect(), more }
            }
            [.., last @ Step::Key { .. }] => self.forms(last.to()),
            _ => Forms { paths: vec![template.to_owned()], more: 0 },
        }
    }
}

/// The best step from a resource, and what all steps from it cost.
#[derive(Clone, Debug)]
struct Reached<'b, 'a> {
    cost: u32,
    /// `None` at the resource itself.
    step: Option<&'b Step<'a>>,
}

/// Appends the steps from a resource to the end.
fn follow<'a>(
    next: &HashMap<ResourceShape, Reached<'_, 'a>>,
    from: PathId,
    shape: ResourceShape,
    arena: &mut PathArena<'a>,
) -> PathId {
    let (mut path, mut shape) = (from, shape);
    // Each step costs something, so this ends.
    while let Some(step) = next.get(&shape).and_then(|reached| reached.step) {
        shape = step.to();
        path = arena.then(path, step.clone());
    }
    path
}

/// The best step from each resource towards another one.
fn steps_towards<'b, 'a>(before: &'b StepsBefore<'a>, to: ResourceShape) -> HashMap<ResourceShape, Reached<'b, 'a>> {
    let mut reached: HashMap<ResourceShape, Reached<'b, 'a>> = HashMap::from([(to, Reached { cost: 0, step: None })]);
    let mut queue = BinaryHeap::from([Reverse((0, to))]);
    while let Some(Reverse((cost, shape))) = queue.pop() {
        if reached.get(&shape).is_some_and(|known| known.cost < cost) {
            continue;
        }
        for (from, step, step_cost) in before.get(&shape).into_iter().flatten() {
            let cost = cost.saturating_add(*step_cost);
            let known = reached.get(from);
            let is_better = match known {
                None => true,
                Some(known) => cost < known.cost || cost == known.cost && name(step) < known.step.map_or("", name),
            };
            if is_better {
                let is_cheaper = known.is_none_or(|known| cost < known.cost);
                reached.insert(*from, Reached { cost, step: Some(step) });
                if is_cheaper {
                    queue.push(Reverse((cost, *from)));
                }
            }
        }
    }
    reached
}

/// The name of a property in a step, so that equal paths do not depend on the order of a document.
fn name<'s>(step: &'s Step<'_>) -> &'s str {
    match step {
        Step::Navigation { property, .. } | Step::Property { property, .. } => property,
        _ => "",
    }
}

type StepsBefore<'a> = HashMap<ResourceShape, Vec<(ResourceShape, Step<'a>, u32)>>;

/// The steps that end at each resource, with what they cost.
fn steps_before<'a>(graph: &ServiceGraph<'a>) -> StepsBefore<'a> {
    let model = graph.model();
    let mut before = StepsBefore::new();
    let mut add = |from: ResourceShape, step: Step<'a>, cost: u32| {
        before.entry(step.to()).or_default().push((from, step, cost));
    };
    for (id, declared) in model.types() {
        if declared.structured().is_none() {
            continue;
        }
        let (entity, collection) = (ResourceShape::Entity(id), ResourceShape::Collection(id));
        if declared.is_entity() {
            add(collection, Step::Key { from: collection }, 1);
        }
        for step in graph.navigation_steps(entity) {
            let is_contained = match &step {
                Step::Navigation { property, .. } => model
                    .navigation_property(id, property)
                    .is_some_and(|(_, property)| property.contains_target == Some(true)),
                _ => false,
            };
            add(entity, step, if is_contained { 10 } else { 10 + DETOUR });
        }
        for step in graph.property_steps(entity) {
            add(entity, step, 11);
        }
        for from in [entity, collection] {
            for step in graph.cast_steps(from) {
                add(from, step, 20 + DETOUR);
            }
            for step in graph.function_steps(from, &graph.operations_on(from)) {
                add(from, step, 30);
            }
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use super::FormFinder;
    use crate::{
        Builder,
        selection::{ResourceShape, ServiceGraph},
    };

    #[test]
    fn each_root_reaches_a_resource_by_its_shortest_path() {
        let model = Builder::new().resolve().unwrap().model;
        let graph = ServiceGraph::new(&model);
        let finder = FormFinder::new(&graph);
        let of = |name: &str| finder.forms(ResourceShape::Entity(model.find_type(name).unwrap()));
        let user = of("microsoft.graph.user");
        assert_eq!(user.paths, ["/users/{id}", "/me"]);
        assert!(user.more > 10, "references such as `createdByUser`: {}", user.more);
        let message = of("microsoft.graph.message");
        assert_eq!(message.paths[..2], ["/users/{id}/messages/{id}", "/me/messages/{id}"]);
        // No path of the service reaches it.
        assert!(of("microsoft.graph.entity").paths.len() <= 8);
    }
}
