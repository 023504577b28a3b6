use std::collections::HashMap;

use super::{Availability, Lookup};
use crate::{
    edm::{Model, OperationId, OperationKind, Parameter},
    selection::{RequestKind, ResourceMethod, ResourceShape, SelectedRequest, Selection, ServiceGraph, Step},
};

/// An element that a request needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Need {
    /// `/education`, `microsoft.graph.user/onenote`, `microsoft.graph.group`.
    pub(crate) element: String,
    /// The clouds that have it; `None` if that is not known.
    pub(crate) availability: Option<Availability>,
}

/// The paths of the requests of a selection, and what each of their steps needs.
#[derive(Debug)]
pub(crate) struct RequestPaths<'a> {
    graph: ServiceGraph<'a>,
    lookup: Lookup<'a, 'a>,
    resources: Vec<ResourcePath>,
    by_template: HashMap<String, usize>,
}

/// The path to a resource.
#[derive(Debug)]
struct ResourcePath {
    /// The path without its last step.
    parent: Option<usize>,
    shape: ResourceShape,
    template: String,
    /// What the last step needs.
    needs: Vec<Need>,
}

impl<'a> RequestPaths<'a> {
    /// Follows the paths of requests, which are sorted by template. What they share is followed once.
    pub(crate) fn new(
        model: &'a Model,
        selection: &'a Selection,
        lookup: Lookup<'a, 'a>,
        requests: &[SelectedRequest],
    ) -> Self {
        let graph = ServiceGraph::new(model);
        let mut paths = Self { graph, lookup, resources: Vec::new(), by_template: HashMap::new() };
        let wanted: Vec<&str> = requests.iter().map(|request| request.template.as_str()).collect();
        for (name, root) in &selection.roots {
            paths.follow(None, &Step::Root { name, kind: root.kind, shape: root.shape }, &wanted);
        }
        for (name, operations) in &selection.imports {
            for (operation, selected) in operations {
                let Some(to) = selected.leads_to else { continue };
                let step = Step::Function { from: None, import: Some(name), operation: *operation, to };
                paths.follow(None, &step, &wanted);
            }
        }
        let mut next = 0;
        while let Some(shape) = paths.resources.get(next).map(|path| path.shape) {
            for step in selection.steps(shape) {
                paths.follow(Some(next), &step, &wanted);
            }
            next += 1;
        }
        paths
    }

    /// Adds the path that extends another one by a step, if a request has it.
    fn follow(&mut self, parent: Option<usize>, step: &Step<'_>, wanted: &[&str]) {
        let mut template = parent.map_or_else(String::new, |parent| self.resources[parent].template.clone());
        step.write(&mut template, &self.graph);
        let first = wanted.partition_point(|wanted| *wanted < template.as_str());
        if wanted.get(first).is_none_or(|wanted| !wanted.starts_with(&template))
            || self.by_template.contains_key(&template)
        {
            return;
        }
        self.by_template.insert(template.clone(), self.resources.len());
        let needs = self.needs_of(step);
        self.resources.push(ResourcePath { parent, shape: step.to(), template, needs });
    }

    /// What a step needs. A key and the path of an item need nothing but the entity.
    fn needs_of(&self, step: &Step<'_>) -> Vec<Need> {
        match step {
            Step::Root { name, .. } => vec![self.root(name)],
            Step::Key { .. } | Step::ItemPath { .. } => Vec::new(),
            Step::AlternateKey { from, parts } => parts.iter().map(|part| self.member(*from, part)).collect(),
            Step::Navigation { from, property, .. } | Step::Property { from, property, .. } => {
                vec![self.member(*from, property)]
            }
            Step::Cast { to, .. } => {
                let id = to.entity_type();
                let element = self.graph.model().type_(id).name.to_string();
                vec![Need { element, availability: self.lookup.of_type(id) }]
            }
            Step::Function { from, import, operation, .. } => {
                let import = import.map(|name| self.root(name));
                import.into_iter().chain([self.operation(*from, *operation)]).collect()
            }
        }
    }

    fn root(&self, name: &str) -> Need {
        Need { element: format!("/{name}"), availability: self.lookup.of_root(name) }
    }

    fn member(&self, of: ResourceShape, name: &str) -> Need {
        let id = of.entity_type();
        let element = format!("{}/{name}", self.graph.model().type_(id).name);
        Need { element, availability: self.lookup.of_member(id, name) }
    }

    fn operation(&self, on: Option<ResourceShape>, id: OperationId) -> Need {
        let operation = self.graph.model().operation(id);
        let element = match on {
            Some(shape) => format!("{}/{}", self.graph.shape_name(shape), operation.name.name()),
            None => operation.name.to_string(),
        };
        let on = on.map(ResourceShape::entity_type);
        Need { element, availability: self.lookup.of_operation(on, id) }
    }

    /// Returns what a request needs, in the order of its path.
    pub(crate) fn needs(&self, request: &SelectedRequest) -> Vec<Need> {
        let (shape, segment) = match &request.kind {
            RequestKind::Resource(shape, method) => (Some(*shape), method.segment().map(str::to_owned)),
            RequestKind::Operation(shape, id) => {
                let name = shape.is_some().then(|| self.graph.call_segment(*id, None));
                (*shape, name)
            }
        };
        let resource = match &segment {
            Some(segment) => request.template.strip_suffix(segment.as_str()).unwrap_or(&request.template),
            None => &request.template,
        };
        // After the path of an item, a segment follows `:/`.
        let resource = if segment.is_some() { resource.trim_end_matches('/').trim_end_matches(':') } else { resource };
        let mut next = shape.and_then(|_| self.by_template.get(resource).copied());
        let mut paths = Vec::new();
        while let Some(path) = next.map(|next| &self.resources[next]) {
            paths.push(path);
            next = path.parent;
        }
        let mut needs: Vec<Need> = paths.into_iter().rev().flat_map(|path| path.needs.iter().cloned()).collect();
        match &request.kind {
            RequestKind::Resource(shape, method) => {
                if let ResourceMethod::Download(Some(name))
                | ResourceMethod::Upload(Some(name))
                | ResourceMethod::DeleteStream(Some(name)) = method
                {
                    needs.push(self.member(*shape, name));
                }
            }
            RequestKind::Operation(Some(shape), id) => needs.push(self.operation(Some(*shape), *id)),
            RequestKind::Operation(None, id) => {
                let import = request.template.trim_start_matches('/').split(['(', '/']).next().unwrap_or_default();
                needs.extend([self.root(import), self.operation(None, *id)]);
            }
        }
        needs
    }

    /// Returns the parameters of an action, each with the element that it is. Those of a function belong to its name.
    pub(crate) fn parameters(&self, id: OperationId) -> impl Iterator<Item = (&'a Parameter, Need)> {
        let model = self.graph.model();
        let operation = model.operation(id);
        let name = match operation.binding_type() {
            Some(on) => format!("{}/{}", model.type_(on).name, operation.name.name()),
            None => operation.name.to_string(),
        };
        let is_action = operation.kind == OperationKind::Action;
        let parameters = operation.call_parameters().iter().filter(move |_| is_action);
        parameters.map(move |parameter| {
            let element = format!("{name}({})", parameter.name);
            (parameter, Need { element, availability: self.lookup.of_parameter(id, &parameter.name) })
        })
    }

    /// Returns what asks the table.
    pub(crate) fn lookup(&self) -> &Lookup<'a, 'a> {
        &self.lookup
    }
}
