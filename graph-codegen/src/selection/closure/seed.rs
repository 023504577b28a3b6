//! What selectors put into a closure to begin with.

use super::{
    End, Method, NoMethod, PathPattern, Pattern, Place, Reason, ResourceMethod, ResourceShape, Selector, Step,
    closure::{Closure, NamedMembers},
    member::{MemberList, members},
    name::chosen_types,
    shortest::shortest,
    walk::walk_pattern,
    ways::{WayId, Ways},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    edm::{Model, OperationId, OperationKind, TypeId},
};

impl Closure<'_> {
    pub(super) fn seed(&mut self, selector: &Selector) {
        let reason = Reason::Selector { text: selector.text.as_str().into(), span: selector.span };
        match &selector.pattern {
            Pattern::Path(path) => match walk_pattern(path, self.surroundings) {
                Err(diagnostic) => self.diagnostics.push(diagnostic),
                Ok(places) => {
                    for place in places {
                        self.place(&place, path, &reason, selector.span);
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
                                self.add_type(id, || reason.clone());
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

    /// What a path ends at, with the methods that the selector names.
    fn place(&mut self, place: &Place, path: &PathPattern, reason: &Reason, span: Span) {
        match &place.end {
            End::Resource(_) | End::Count(_) | End::Reference(_) | End::Value(_) | End::Stream { .. } => {
                self.requests(place, path, reason, span);
            }
            End::Operations { import, overloads, .. } => match check_methods(overloads, path, self.model) {
                Err(diagnostic) => self.diagnostics.push(diagnostic),
                Ok(()) => {
                    let way = self.ways.along(&place.route.steps);
                    for id in overloads {
                        self.operate(way, import.as_deref(), *id, reason, Some(span));
                    }
                }
            },
            End::Everything => {
                let way = self.ways.along(&place.route.steps);
                self.everything(way, reason);
            }
            End::Service => {}
        }
    }

    /// The methods that a selector names of a resource; `GET` where it names none.
    fn requests(&mut self, place: &Place, path: &PathPattern, reason: &Reason, span: Span) {
        let last = path.segments.last().map_or(span, |(_, at)| *at);
        let unnamed = [(Method::Get, last)];
        let way = self.ways.along(&place.route.steps);
        for (method, at) in path.methods.as_deref().unwrap_or(&unnamed) {
            match ResourceMethod::at(place, *method, self.surroundings) {
                Ok(found) => self.request(way, found, reason),
                Err(NoMethod { message, help }) => {
                    let mut diagnostic = Diagnostic::error(Code::Unsupported, message).at(*at);
                    if let Some(help) = help {
                        diagnostic = diagnostic.help(help);
                    }
                    self.diagnostics.push(diagnostic);
                }
            }
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
            self.add_type(id, || reason.clone());
            self.read_from_roots(id, reason);
        }
        for name in navigation {
            let from = ResourceShape::Entity(id);
            let found = self.model.navigation_properties(id).into_iter().find(|(_, property)| property.name == name);
            let Some(to) = found.and_then(|(_, property)| self.surroundings.target(property)) else { continue };
            for way in self.ways_to(from, span) {
                let way = self.ways.then(way, Step::Navigation { from, property: name.clone().into(), to });
                self.read(way, reason);
            }
        }
        for (shape, operation) in operations {
            for way in self.ways_to(shape, span) {
                self.operate(way, None, operation, reason, Some(span));
            }
        }
    }

    /// The ways to a resource that the container offers directly; if there is none, the shortest one over navigation properties.
    fn ways_to(&mut self, shape: ResourceShape, span: Span) -> Vec<WayId> {
        let ways = self.direct_ways(shape);
        if !ways.is_empty() {
            return ways;
        }
        match self.shortest_way(shape) {
            Some(way) => vec![way],
            None => {
                let name = self.surroundings.shape_name(shape);
                self.diagnostics.push(
                    Diagnostic::error(Code::Unsupported, format!("no path of the service leads to `{name}`"))
                        .at(span)
                        .help("the type alone can be selected"),
                );
                Vec::new()
            }
        }
    }

    fn direct_ways(&mut self, shape: ResourceShape) -> Vec<WayId> {
        let mut ways = Vec::new();
        for entrance in self.surroundings.entrances_of(shape.entity_type()) {
            if entrance.shape == shape {
                ways.push(self.ways.then(Ways::START, entrance.step()));
            } else if matches!(entrance.shape, ResourceShape::Collection(_)) {
                let collection = self.ways.then(Ways::START, entrance.step());
                ways.push(self.ways.then(collection, Step::Key { from: entrance.shape }));
            }
        }
        ways
    }

    fn shortest_way(&mut self, shape: ResourceShape) -> Option<WayId> {
        let shortest = self.shortest.get_or_insert_with(|| shortest(&mut self.ways, self.surroundings));
        shortest.get(shape).map(|reached| reached.way)
    }

    fn read_from_roots(&mut self, id: TypeId, reason: &Reason) {
        if !self.model.type_(id).is_entity() {
            return;
        }
        for shape in [ResourceShape::Collection(id), ResourceShape::Entity(id)] {
            for way in self.direct_ways(shape) {
                self.read(way, reason);
            }
        }
    }

    /// Every operation of a type, where a path leads to it.
    fn operations_of(&mut self, id: TypeId, reason: &Reason) {
        for shape in [ResourceShape::Entity(id), ResourceShape::Collection(id)] {
            let operations = self.surroundings.operations_on(shape);
            if operations.is_empty() {
                continue;
            }
            let mut ways = self.direct_ways(shape);
            if ways.is_empty() {
                ways.extend(self.shortest_way(shape));
            }
            for way in ways {
                for (operation, _) in &operations {
                    self.operate(way, None, *operation, reason, None);
                }
            }
        }
    }
}

/// Whether operations are called with the methods that a selector names.
fn check_methods(overloads: &[OperationId], path: &PathPattern, model: &Model) -> Result<(), Diagnostic> {
    let is_action = |id: &OperationId| model.operation(*id).kind == OperationKind::Action;
    let supported = match overloads.iter().any(is_action) {
        true => Method::of_operation(OperationKind::Action),
        false => Method::of_operation(OperationKind::Function),
    };
    match path.methods.iter().flatten().find(|(method, _)| *method != supported) {
        None => Ok(()),
        Some((method, span)) => {
            let message = format!("{}: that is not how this operation is called", method.as_str());
            Err(Diagnostic::error(Code::Unsupported, message)
                .at(*span)
                .help(format!("write `#{}`, or leave the method away", supported.as_str())))
        }
    }
}
