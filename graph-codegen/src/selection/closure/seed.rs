//! Adds the elements that selectors name to a closure.

use super::{
    Closure, NamedMembers,
    members::{MemberList, has_member, members, unknown_member},
    names::{matches_name, matching_types, selected_types},
};
use crate::{
    diagnostic::{Code, Diagnostic, Severity, Span},
    edm::{Model, OperationId, OperationKind, TypeId},
    selection::{
        graph::{PathArena, PathId, ResourceShape, Step, shortest_paths},
        result::{Reason, ResourceMethod},
        selector::{Method, NamePattern, PathPattern, Pattern, Selector},
        walk::{ArenaTarget, End, UnsupportedMethod, not_bound, walk_pattern},
    },
};

impl<'a> Closure<'a> {
    pub(super) fn seed(&mut self, selector: &Selector) {
        let reason = Reason::Selector { text: selector.text.as_str().into(), span: selector.span };
        match &selector.pattern {
            Pattern::Path(path) => match walk_pattern(path, &mut self.arena) {
                Err(diagnostic) => {
                    let diagnostic = self.with_ignored_child(diagnostic, path);
                    self.diagnostics.push(diagnostic);
                }
                Ok(targets) => {
                    for target in targets {
                        self.target(&target, path, &reason, selector.span);
                    }
                }
            },
            Pattern::Name(name) => match selected_types(name, self.model) {
                Err(diagnostic) => {
                    if !self.imports_of(name, &reason) {
                        self.diagnostics.push(diagnostic);
                    }
                }
                Ok(types) => {
                    if name.name.as_str().contains("**") {
                        self.imports_of(name, &reason);
                    }
                    for (id, _) in types {
                        let is_pattern = !name.name.is_literal();
                        if is_pattern && self.exclusions.has_type(id) {
                            continue;
                        }
                        match &name.members {
                            None => {
                                self.named_members.insert(id, None);
                                self.named_types.push((id, reason.clone()));
                                self.add_type(id, || reason.clone());
                                self.read_from_roots(id, &reason);
                                if is_pattern && name.name.as_str().contains("**") {
                                    self.operations_of(id, &reason);
                                }
                            }
                            Some(patterns) => {
                                self.named_types.push((id, reason.clone()));
                                let list = members(patterns, id, self.graph, self.diagnostics);
                                self.seed_members(id, list, &reason, selector.span);
                            }
                        }
                    }
                }
            },
        }
    }

    /// Reports a selector that would exclude nothing, whatever is selected.
    ///
    /// It is an error if it is misspelt. Otherwise it is a warning: a slice of the metadata, or another version of it,
    /// lacks what is excluded, and the selectors are right for it too.
    pub(super) fn check_exclusion(&mut self, selector: &Selector) {
        let mut problems = Vec::new();
        match &selector.pattern {
            Pattern::Path(path) => {
                let problem = walk_pattern(path, &mut self.arena).err();
                problems.extend(problem.map(|problem| self.with_ignored_child(problem, path)));
            }
            Pattern::Name(name) => {
                let types = matching_types(name, self.model);
                if types.is_empty() {
                    problems.extend(selected_types(name, self.model).err());
                }
                for member in name.members.iter().flatten() {
                    let found = |(id, _): &(TypeId, _)| has_member(member, *id, self.graph);
                    if let Some((id, _)) = types.first().filter(|_| !types.iter().any(found)) {
                        problems.push(unknown_member(member, *id, self.graph));
                    }
                }
            }
        }
        for mut problem in problems {
            let is_misspelt = problem.help.as_deref().is_some_and(|help| help.starts_with("did you mean"));
            if problem.code == Code::SelectorUnknown && !is_misspelt {
                problem.severity = Severity::Warning;
            }
            self.reported_exclusions.insert(selector.span);
            self.diagnostics.push(problem);
        }
    }

    /// Adds the target of a path.
    fn target(&mut self, target: &ArenaTarget<'a>, pattern: &PathPattern, reason: &Reason, span: Span) {
        match &target.end {
            End::Resource(_) | End::Count(_) | End::Reference(_) | End::Value(_) | End::Stream { .. } => {
                self.requests(target, pattern, reason, span);
            }
            End::Operations { import, overloads, .. } => {
                let mut is_called = pattern.methods.is_none();
                for (method, at) in pattern.methods.iter().flatten() {
                    let of_method = target.of_method(*method, &mut self.arena);
                    match of_method.end {
                        End::Resource(_) => self.request_of(&of_method, *method, *at, reason),
                        _ => match check_method(overloads, *method, *at, self.model) {
                            Ok(()) => is_called = true,
                            Err(diagnostic) => self.diagnostics.push(diagnostic),
                        },
                    }
                }
                for id in overloads.iter().filter(|_| is_called) {
                    self.call(target.path, *import, *id, reason, Some(span));
                }
            }
            End::Everything => self.expand(target.path, reason),
            End::Service => {}
        }
    }

    /// Adds the requests of a resource that a selector names; `GET` by default.
    fn requests(&mut self, target: &ArenaTarget<'_>, pattern: &PathPattern, reason: &Reason, span: Span) {
        let last = pattern.segments.last().map_or(span, |(_, at)| *at);
        let unnamed = [(Method::Get, last)];
        for (method, at) in pattern.methods.as_deref().unwrap_or(&unnamed) {
            self.request_of(target, *method, *at, reason);
        }
    }

    fn request_of(&mut self, target: &ArenaTarget<'_>, method: Method, at: Span, reason: &Reason) {
        match ResourceMethod::at_path(target, method, &self.arena) {
            Ok(found) => self.request(target.path, found, reason),
            Err(UnsupportedMethod { message, help }) => {
                let mut diagnostic = Diagnostic::error(Code::Unsupported, message).at(at);
                if let Some(help) = help {
                    diagnostic = diagnostic.help(help);
                }
                self.diagnostics.push(diagnostic);
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
            let Some((_, property)) = self.model.navigation_property(id, &name) else { continue };
            let Some(to) = self.graph.target(property) else { continue };
            for path in self.paths_to(from, span) {
                let path = self.arena.then(path, Step::Navigation { from, property: &property.name, to });
                self.read(path, reason);
            }
        }
        for (shape, operation) in operations {
            let paths = self.paths_to(shape, span);
            let offering: Vec<PathId> =
                paths.iter().copied().filter(|path| self.arena.offers(*path, operation)).collect();
            if offering.is_empty() && !paths.is_empty() {
                let name = self.model.operation(operation).name.name();
                let diagnostic = not_bound(name, self.arena.template(paths[0])).at(span);
                self.diagnostics.push(diagnostic.help("select it by a path at which it is bound"));
            }
            for path in offering {
                self.call(path, None, operation, reason, Some(span));
            }
        }
    }

    /// Returns the paths to a resource that begin at its entity sets and singletons, or else the shortest path.
    fn paths_to(&mut self, shape: ResourceShape, span: Span) -> Vec<PathId> {
        let paths = self.direct_paths(shape);
        if !paths.is_empty() {
            return paths;
        }
        match self.shortest_path(shape) {
            Some(path) => vec![path],
            None => {
                let name = self.graph.shape_name(shape);
                self.diagnostics.push(
                    Diagnostic::error(Code::Unsupported, format!("no path of the service reaches `{name}`"))
                        .at(span)
                        .help("select the type without its requests"),
                );
                Vec::new()
            }
        }
    }

    fn direct_paths(&mut self, shape: ResourceShape) -> Vec<PathId> {
        let mut paths = Vec::new();
        for entry_point in self.graph.entry_points_of(shape.entity_type()) {
            if entry_point.shape == shape {
                paths.push(self.arena.then(PathArena::ROOT, entry_point.step()));
            } else if matches!(entry_point.shape, ResourceShape::Collection(_)) {
                let collection = self.arena.then(PathArena::ROOT, entry_point.step());
                paths.push(self.arena.then(collection, Step::Key { from: entry_point.shape }));
            }
        }
        paths
    }

    fn shortest_path(&mut self, shape: ResourceShape) -> Option<PathId> {
        let shortest = self.shortest_paths.get_or_insert_with(|| shortest_paths(&mut self.arena));
        shortest.get(shape).map(|reached| reached.path)
    }

    fn read_from_roots(&mut self, id: TypeId, reason: &Reason) {
        if !self.model.type_(id).is_entity() {
            return;
        }
        for shape in [ResourceShape::Collection(id), ResourceShape::Entity(id)] {
            for path in self.direct_paths(shape) {
                self.read(path, reason);
            }
        }
    }

    /// Adds the imports of operations that a name matches. Returns whether there are any.
    fn imports_of(&mut self, pattern: &NamePattern, reason: &Reason) -> bool {
        let mut is_found = false;
        let is_plain = pattern.members.is_none();
        for import in self.graph.imports().iter().filter(|_| is_plain) {
            for id in import.overloads {
                if matches_name(pattern, &self.model.operation(*id).name, self.model) {
                    self.call(PathArena::ROOT, Some(import.name), *id, reason, None);
                    is_found = true;
                }
            }
        }
        is_found
    }

    /// Adds all operations of a type that a path reaches.
    fn operations_of(&mut self, id: TypeId, reason: &Reason) {
        for shape in [ResourceShape::Entity(id), ResourceShape::Collection(id)] {
            let operations = self.graph.operations_on(shape);
            if operations.is_empty() {
                continue;
            }
            let mut paths = self.direct_paths(shape);
            if paths.is_empty() {
                paths.extend(self.shortest_path(shape));
            }
            for path in paths {
                for (operation, _) in &operations {
                    if self.arena.offers(path, *operation) {
                        self.call(path, None, *operation, reason, None);
                    }
                }
            }
        }
    }
}

/// Checks that operations support an HTTP method.
fn check_method(overloads: &[OperationId], method: Method, at: Span, model: &Model) -> Result<(), Diagnostic> {
    let is_action = |id: &OperationId| model.operation(*id).kind == OperationKind::Action;
    let supported = match overloads.iter().any(is_action) {
        true => Method::of_operation(OperationKind::Action),
        false => Method::of_operation(OperationKind::Function),
    };
    if method == supported {
        return Ok(());
    }
    let message = format!("{}: the operation does not support this method", method.as_str());
    let help = format!("write `#{}`, or omit the method", supported.as_str());
    Err(Diagnostic::error(Code::Unsupported, message).at(at).help(help))
}
