//! Every request of a service.

use std::collections::HashMap;

use crate::{
    edm::{Annotation, OperationId},
    facts::OperationFacts,
    selection::{
        Method, PathArena, PathId, ResourceMethod, ResourceShape, Restrictions, ServiceGraph, ShapeMap, Step, append,
        available_methods, shortest_paths,
    },
};

/// The requests of a service, each at the shortest path to its resource.
///
/// A service has infinitely many paths. Here, each resource has the shortest one, and each of its navigation properties
/// extends that; `/me` is an alternative to `/users/{id}` wherever a path begins so. Entities that are addressed by
/// path have their requests at such a path, too.
#[derive(Debug)]
pub(crate) struct ServiceRequests<'a> {
    pub(crate) graph: &'a ServiceGraph<'a>,
    pub(crate) list: Vec<ServiceRequest<'a>>,
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct ServiceRequest<'a> {
    pub(crate) method: Method,
    /// The path with placeholders.
    pub(crate) template: String,
    pub(crate) call: Call,
    /// The resource that is requested, or that an operation is called on; `None` for an import.
    pub(crate) resource: Option<ResourceShape>,
    /// Annotations of the last segment.
    pub(crate) annotations: &'a [Annotation],
    /// The number that requests have in common if only the beginning of their paths differs.
    pub(crate) group: usize,
}

/// What a request does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// It calls an operation.
    Operation(OperationId),
    /// It reads or changes a resource, a reference or a stream.
    Resource(ResourceMethod),
}

impl<'a> ServiceRequests<'a> {
    pub(crate) fn of(graph: &'a ServiceGraph<'a>) -> Self {
        let mut arena = PathArena::new(graph);
        let found = shortest_paths(&mut arena);
        let mut collector = Collector { graph, arena, groups: 0, list: Vec::new() };
        collector.add_roots();
        collector.add_all(found);
        Self { graph, list: collector.list }
    }
}

impl ServiceRequest<'_> {
    /// What annotations say about calling it.
    pub(crate) fn facts(&self, graph: &ServiceGraph<'_>) -> OperationFacts {
        match &self.call {
            Call::Operation(id) => OperationFacts::of(graph.model().operation(*id)),
            Call::Resource(method) => {
                let of_type = self.resource.map(|shape| &graph.model().type_(shape.entity_type()).annotations[..]);
                let levels = [self.annotations, of_type.unwrap_or_default()];
                method.facts_in(&levels).unwrap_or_default()
            }
        }
    }
}

struct Collector<'a> {
    graph: &'a ServiceGraph<'a>,
    arena: PathArena<'a>,
    groups: usize,
    list: Vec<ServiceRequest<'a>>,
}

impl<'a> Collector<'a> {
    fn add_roots(&mut self) {
        let graph = self.graph;
        for entry_point in graph.entry_points() {
            let path = self.arena.then(PathArena::ROOT, entry_point.step());
            self.add_resources(vec![path]);
        }
        for import in graph.imports() {
            for id in import.overloads {
                let template = format!("/{}", graph.call_segment(*id, Some(import.name)));
                self.add_operation(*id, template, None);
                self.groups += 1;
            }
        }
    }

    fn add_all(&mut self, found: ShapeMap<crate::selection::Reached>) {
        let graph = self.graph;
        for (shape, reached) in found.into_values() {
            let paths = self.with_alternatives(reached.path);
            for (id, _) in graph.operations_on(shape) {
                self.add_operations(id, &paths, shape);
            }
            for step in graph.navigation_steps(shape) {
                let below = paths.iter().map(|path| self.arena.then(*path, step.clone())).collect();
                self.add_resources(below);
            }
        }
    }

    /// The path, and those that begin at a singleton of the type of its first entity instead.
    fn with_alternatives(&mut self, path: PathId) -> Vec<PathId> {
        let mut steps: Vec<Step<'a>> = self.arena.steps_backwards(path).cloned().collect();
        steps.reverse();
        let mut paths = vec![path];
        let [Step::Root { .. }, Step::Key { from }, rest @ ..] = &steps[..] else { return paths };
        let first = ResourceShape::Entity(from.entity_type());
        for entry_point in self.graph.entry_points_of(from.entity_type()).filter(|entry| entry.shape == first) {
            let root = self.arena.then(PathArena::ROOT, entry_point.step());
            paths.push(rest.iter().fold(root, |path, step| self.arena.then(path, step.clone())));
        }
        paths
    }

    /// Adds the requests on a resource that several paths reach, and on its entities.
    fn add_resources(&mut self, paths: Vec<PathId>) {
        let Some(shape) = paths.first().and_then(|path| self.arena.end(*path)) else { return };
        self.add_resource(&paths, shape);
        self.add_item_paths(&paths, shape);
        if let ResourceShape::Collection(id) = shape
            && self.graph.model().type_(id).is_entity()
        {
            let key = Step::Key { from: shape };
            let entities: Vec<PathId> = paths.iter().map(|path| self.arena.then(*path, key.clone())).collect();
            self.add_resource(&entities, key.to());
            self.add_item_paths(&entities, key.to());
        }
    }

    /// Adds the requests on entities that are addressed by their paths below others, and one step further.
    fn add_item_paths(&mut self, paths: &[PathId], shape: ResourceShape) {
        let graph = self.graph;
        let Some(item) = graph.item_path_step(shape) else { return };
        let items: Vec<PathId> = paths.iter().map(|path| self.arena.then(*path, item.clone())).collect();
        self.add_resource(&items, shape);
        for (id, _) in graph.operations_on(shape) {
            self.add_operations(id, &items, shape);
        }
        for step in graph.navigation_steps(shape) {
            let below: Vec<PathId> = items.iter().map(|path| self.arena.then(*path, step.clone())).collect();
            self.add_resource(&below, step.to());
        }
    }

    fn add_resource(&mut self, paths: &[PathId], shape: ResourceShape) {
        let Some(first) = paths.first() else { return };
        let annotations = Restrictions::of(self.arena.steps_backwards(*first), self.graph).levels()[0];
        for call in available_methods(self.arena.steps_backwards(*first), self.graph) {
            for path in paths {
                self.list.push(ServiceRequest {
                    method: call.http(),
                    template: call.template(self.arena.template(*path)),
                    call: Call::Resource(call.clone()),
                    resource: Some(shape),
                    annotations,
                    group: self.groups,
                });
            }
            self.groups += 1;
        }
    }

    /// Adds an operation on a resource that several paths reach.
    fn add_operations(&mut self, id: OperationId, paths: &[PathId], shape: ResourceShape) {
        for path in paths {
            let template = append(self.arena.template(*path), &self.graph.call_segment(id, None));
            self.add_operation(id, template, Some(shape));
        }
        self.groups += 1;
    }

    fn add_operation(&mut self, id: OperationId, template: String, resource: Option<ResourceShape>) {
        let operation = self.graph.model().operation(id);
        self.list.push(ServiceRequest {
            method: Method::of_operation(operation.kind),
            template,
            call: Call::Operation(id),
            resource,
            annotations: &operation.annotations,
            group: self.groups,
        });
    }
}

/// The number of requests below each first segment of paths.
pub(super) fn requests_by_root<'r>(requests: &'r [ServiceRequest<'_>]) -> HashMap<&'r str, usize> {
    let mut counts = HashMap::new();
    for request in requests {
        *counts.entry(root(&request.template)).or_default() += 1;
    }
    counts
}

/// The first segment of a path.
pub(super) fn root(template: &str) -> &str {
    template.trim_start_matches('/').split(['/', '(']).next().unwrap_or_default()
}
