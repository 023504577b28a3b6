//! What selectors put into a closure to begin with.

use std::collections::{BTreeSet, VecDeque};

use super::{
    Pattern, Reason, ResourceShape, Route, Routes, Selector, Step,
    closure::{Closure, NamedMembers},
    member::{MemberList, members},
    name::chosen_types,
    path::{End, walk},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    edm::TypeId,
};

impl Closure<'_> {
    pub(super) fn seed(&mut self, selector: &Selector) {
        let reason = Reason::Selector { text: selector.text.clone(), span: selector.span };
        match &selector.pattern {
            Pattern::Path(path) => match walk(path, self.surroundings) {
                Err(diagnostic) => self.diagnostics.push(diagnostic),
                Ok(ends) => {
                    for end in ends {
                        match end {
                            End::Resource(route) => self.read(&route, &reason),
                            End::Operation(route, shape, id) => {
                                self.operate(&route, shape, id, &reason, Some(selector.span));
                            }
                            End::Everything(route) => self.everything(route, &reason),
                        }
                    }
                }
            },
            Pattern::Name(name) => match chosen_types(name, self.surroundings) {
                Err(diagnostic) => self.diagnostics.push(diagnostic),
                Ok(types) => {
                    for (id, _) in types {
                        let is_pattern = !name.name.is_literal();
                        if is_pattern && self.exclusions.has_type(id) {
                            continue;
                        }
                        match &name.members {
                            None => {
                                self.named_members.insert(id, None);
                                self.add_type(id, &reason);
                                self.read_from_roots(id, &reason);
                                if is_pattern && name.name.as_str().contains("**") {
                                    self.operations_of(id, &reason);
                                }
                            }
                            Some(patterns) => {
                                let list = members(patterns, id, self.surroundings, self.diagnostics);
                                self.seed_members(id, list, &reason, selector.span);
                            }
                        }
                    }
                }
            },
        }
    }

    fn seed_members(&mut self, id: TypeId, list: MemberList, reason: &Reason, span: Span) {
        let MemberList { properties, without, navigation, operations } = list;
        if !properties.is_empty() || !without.is_empty() {
            let entry = self.named_members.entry(id).or_insert_with(|| Some(NamedMembers::default()));
            if let Some(named) = entry {
                named.only.extend(properties);
                named.without.extend(without);
            }
            self.add_type(id, reason);
            self.read_from_roots(id, reason);
        }
        for name in navigation {
            let from = ResourceShape::Entity(id);
            let found = self.model.navigation_properties(id).into_iter().find(|(_, property)| property.name == name);
            let Some(to) = found.and_then(|(_, property)| self.surroundings.target(property)) else { continue };
            for route in self.ways(from, span) {
                let route = route.then(Step::Navigation { from, property: name.clone(), to }, self.surroundings);
                self.read(&route, reason);
            }
        }
        for (shape, operation) in operations {
            for route in self.ways(shape, span) {
                self.operate(&route, shape, operation, reason, Some(span));
            }
        }
    }

    /// The ways to a resource that the container offers directly; if there is none, the shortest one over navigation properties.
    fn ways(&mut self, shape: ResourceShape, span: Span) -> Vec<Route> {
        let ways = self.direct_ways(shape);
        if !ways.is_empty() {
            return ways;
        }
        match self.routes().to(shape) {
            Some(route) => vec![route.clone()],
            None => {
                let name = self.surroundings.shape_name(shape);
                self.diagnostics.push(
                    Diagnostic::error(Code::Unsupported, format!("no path of the service leads to `{name}`"))
                        .at(span)
                        .help("it may be reached through a type cast, which is not generated yet; the type alone can be selected"),
                );
                Vec::new()
            }
        }
    }

    fn direct_ways(&self, shape: ResourceShape) -> Vec<Route> {
        let mut ways = Vec::new();
        for entrance in self.surroundings.entrances() {
            let step = Step::Root { name: entrance.name.to_owned(), kind: entrance.kind, shape: entrance.shape };
            let route = Route::start().then(step, self.surroundings);
            if entrance.shape == shape {
                ways.push(route);
            } else if entrance.shape == ResourceShape::Collection(shape.entity_type()) {
                ways.push(route.then(Step::Key { from: entrance.shape }, self.surroundings));
            }
        }
        ways
    }

    fn routes(&mut self) -> &Routes {
        self.routes.get_or_insert_with(|| Routes::new(self.surroundings))
    }

    fn read_from_roots(&mut self, id: TypeId, reason: &Reason) {
        if !self.model.type_(id).is_entity() {
            return;
        }
        for shape in [ResourceShape::Collection(id), ResourceShape::Entity(id)] {
            for route in self.direct_ways(shape) {
                self.read(&route, reason);
            }
        }
    }

    /// Every action of a type, where a path leads to it.
    fn operations_of(&mut self, id: TypeId, reason: &Reason) {
        for shape in [ResourceShape::Entity(id), ResourceShape::Collection(id)] {
            let operations = self.surroundings.operations_on(shape);
            if operations.is_empty() {
                continue;
            }
            let mut ways = self.direct_ways(shape);
            if ways.is_empty() {
                ways.extend(self.routes().to(shape).cloned());
            }
            for route in ways {
                for (operation, _) in &operations {
                    self.operate(&route, shape, *operation, reason, None);
                }
            }
        }
    }

    /// Takes everything below a place: `GET`, operations, navigation properties. Each resource is visited once.
    fn everything(&mut self, from: Route, reason: &Reason) {
        let mut seen: BTreeSet<ResourceShape> = BTreeSet::new();
        let mut queue = VecDeque::new();
        if from.steps.is_empty() {
            for entrance in self.surroundings.entrances() {
                let step = Step::Root { name: entrance.name.to_owned(), kind: entrance.kind, shape: entrance.shape };
                queue.push_back(from.then(step, self.surroundings));
            }
            let mut all: Vec<TypeId> = self.model.types().map(|(id, _)| id).collect();
            all.sort_by(|left, right| self.model.type_(*left).name.cmp(&self.model.type_(*right).name));
            for id in all {
                self.add_type(id, reason);
            }
        } else {
            queue.push_back(from);
        }
        while let Some(route) = queue.pop_front() {
            let Some(shape) = route.steps.last().map(Step::to) else { continue };
            if self.exclusions.has_path(&route.template) {
                continue;
            }
            self.read(&route, reason);
            if !seen.insert(shape) {
                continue;
            }
            for (operation, _) in self.surroundings.operations_on(shape) {
                self.operate(&route, shape, operation, reason, None);
            }
            match shape {
                ResourceShape::Collection(_) => {
                    queue.push_back(route.then(Step::Key { from: shape }, self.surroundings));
                }
                ResourceShape::Entity(id) => {
                    for (_, property) in self.model.navigation_properties(id) {
                        let Some(to) = self.surroundings.target(property) else { continue };
                        let step = Step::Navigation { from: shape, property: property.name.clone(), to };
                        queue.push_back(route.then(step, self.surroundings));
                    }
                }
            }
        }
    }
}
