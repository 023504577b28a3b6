use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    Members, Navigation, Pattern, Reason, Resource, ResourceShape, Root, Route, Routes, SelectedOperation,
    SelectedType, Selection, Selector, Step, Surroundings,
    exclusion::Exclusions,
    member::{MemberList, members},
    name::chosen_types,
    path::{End, walk},
    recursion::mark_boxed,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{ItemType, Model, OperationId, OperationKind, TypeId, TypeKind, TypeRef},
};

/// Chooses what the selectors name and what that needs: base types, the types of structural properties, the signatures of
/// the chosen operations. Navigation targets only where a selector names them; derived types never.
pub fn close(model: &Model, selectors: &[Selector], diagnostics: &mut Diagnostics) -> Selection {
    let surroundings = Surroundings::new(model);
    let mut closure = Closure {
        model,
        exclusions: Exclusions::of(selectors, &surroundings),
        surroundings: &surroundings,
        routes: None,
        selection: Selection::default(),
        named_members: BTreeMap::new(),
        queue: VecDeque::new(),
        skipped_functions: 0,
        diagnostics,
    };
    if selectors.iter().all(|selector| selector.is_exclusion) && !closure.diagnostics.has_errors() {
        closure.diagnostics.push(
            Diagnostic::error(Code::Setting, "nothing is selected")
                .help("name an operation or a type: `.select(\"/users/{id}/reprocessLicenseAssignment\")`"),
        );
    }
    for selector in selectors.iter().filter(|selector| !selector.is_exclusion) {
        closure.seed(selector);
    }
    closure.trim();
    closure.run();
    if closure.skipped_functions > 0 {
        let message = format!(
            "{} functions match the selection and are left out: code is generated for actions only so far",
            closure.skipped_functions
        );
        closure.diagnostics.push(Diagnostic::warning(Code::Unsupported, message));
    }
    let mut selection = closure.selection;
    mark_boxed(model, &mut selection);
    selection
}

struct Closure<'a> {
    model: &'a Model,
    surroundings: &'a Surroundings<'a>,
    exclusions: Exclusions,
    /// Made when a selector by name first needs them.
    routes: Option<Routes>,
    selection: Selection,
    /// The member lists of selectors, by type; a type that is also named whole has `None`.
    named_members: BTreeMap<TypeId, Option<(BTreeSet<String>, BTreeSet<String>)>>,
    queue: VecDeque<TypeId>,
    skipped_functions: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Closure<'_> {
    fn seed(&mut self, selector: &Selector) {
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
            let entry = self.named_members.entry(id).or_insert_with(|| Some(Default::default()));
            if let Some((only, left_out)) = entry {
                only.extend(properties);
                left_out.extend(without);
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

    fn read(&mut self, route: &Route, reason: &Reason) {
        let Some(shape) = route.steps.last().map(Step::to) else { return };
        if self.exclusions.has_path(&route.template) || self.exclusions.has_type(shape.entity_type()) {
            return;
        }
        self.pave(route, reason);
        if let Some(resource) = self.selection.resources.get_mut(&shape) {
            resource.get.get_or_insert_with(|| reason.clone());
        }
        self.add_type(shape.entity_type(), &Reason::ReadFrom(shape));
    }

    fn operate(
        &mut self,
        route: &Route,
        shape: ResourceShape,
        id: OperationId,
        reason: &Reason,
        named_at: Option<Span>,
    ) {
        let operation = self.model.operation(id);
        let name = operation.name.name();
        let template = format!("{}/{name}", route.template);
        if self.exclusions.has_path(&template) || self.exclusions.has_member(self.model, shape.entity_type(), name) {
            return;
        }
        if operation.kind == OperationKind::Function {
            self.skipped_functions += 1;
            return;
        }
        self.pave(route, reason);
        let Some(resource) = self.selection.resources.get_mut(&shape) else { return };
        if resource.operations.contains_key(&id) {
            return;
        }
        resource.operations.insert(id, SelectedOperation { reason: reason.clone() });
        for parameter in operation.call_parameters() {
            let why = Reason::ParameterOf { operation: id, parameter: parameter.name.clone() };
            self.add_signature(&parameter.type_ref, &why, named_at);
        }
        if let Some(returned) = &operation.return_type {
            self.add_signature(&returned.type_ref, &Reason::ReturnedBy(id), named_at);
        }
    }

    /// Adds every resource along a way, so that builders lead from the container to its end.
    fn pave(&mut self, route: &Route, reason: &Reason) {
        let mut so_far = Route::start();
        let last = route.steps.len().saturating_sub(1);
        for (index, step) in route.steps.iter().enumerate() {
            so_far = so_far.then(step.clone(), self.surroundings);
            let to = step.to();
            let why =
                if index == last { reason.clone() } else { Reason::WayTo(route.steps.last().map_or(to, Step::to)) };
            let template = so_far.template.clone();
            let better = |known: &Resource| rank(&template) < rank(&known.template);
            match self.selection.resources.get_mut(&to) {
                Some(known) if better(known) => known.template = template,
                Some(_) => {}
                None => {
                    let resource = Resource {
                        reason: why.clone(),
                        get: None,
                        by_key: None,
                        navigation: BTreeMap::new(),
                        operations: BTreeMap::new(),
                        template,
                    };
                    self.selection.resources.insert(to, resource);
                }
            }
            match step {
                Step::Root { name, kind, shape } => {
                    let root = Root { kind: *kind, shape: *shape, reason: why };
                    self.selection.roots.entry(name.clone()).or_insert(root);
                }
                Step::Key { from } => {
                    if let Some(resource) = self.selection.resources.get_mut(from) {
                        resource.by_key.get_or_insert(why);
                    }
                }
                Step::Navigation { from, property, to } => {
                    if let Some(resource) = self.selection.resources.get_mut(from) {
                        let navigation = Navigation { target: *to, reason: why };
                        resource.navigation.entry(property.clone()).or_insert(navigation);
                    }
                }
            }
        }
    }

    fn add_signature(&mut self, type_ref: &TypeRef, reason: &Reason, named_at: Option<Span>) {
        if let Some(id) = type_ref.type_id().filter(|id| self.exclusions.has_type(*id)) {
            let mut diagnostic = Diagnostic::error(
                Code::Setting,
                format!("`{}` is left out by a selector, but a selected operation needs it", self.model.type_(id).name),
            );
            diagnostic.span = named_at;
            self.diagnostics.push(diagnostic.note("the operation names it here", type_ref.span));
            return;
        }
        self.add_item(type_ref, reason);
    }

    fn add_item(&mut self, type_ref: &TypeRef, reason: &Reason) {
        match &type_ref.item {
            ItemType::Declared(id) => self.add_type(*id, reason),
            ItemType::Primitive(_) => {}
            ItemType::External(name) => self.diagnostics.push(
                Diagnostic::error(Code::Unresolved, format!("`{name}` is declared in a document that was not given"))
                    .at(type_ref.span)
                    .help("give the referenced document as well: `.metadata(\"other.csdl\")`"),
            ),
        }
    }

    fn add_type(&mut self, id: TypeId, reason: &Reason) {
        if self.exclusions.has_type(id) || self.selection.types.contains_key(&id) {
            return;
        }
        let selected = SelectedType { reason: reason.clone(), members: Members::All, boxed: BTreeSet::new() };
        self.selection.types.insert(id, selected);
        self.queue.push_back(id);
    }

    /// Settles which members the seeds leave of each type, before the closure follows their types.
    fn trim(&mut self) {
        for (id, members) in std::mem::take(&mut self.named_members) {
            let Some((only, without)) = members else { continue };
            let Some(selected) = self.selection.types.get_mut(&id) else { continue };
            selected.members = if only.is_empty() {
                Members::Without(without)
            } else {
                Members::Only(only.difference(&without).cloned().collect())
            };
        }
    }

    fn run(&mut self) {
        while let Some(id) = self.queue.pop_front() {
            self.leave_out_members(id);
            match &self.model.type_(id).kind {
                TypeKind::Enum(_) => {}
                TypeKind::Definition(definition) => {
                    self.add_item(&definition.underlying_type, &Reason::UnderlyingTypeOf(id));
                }
                TypeKind::Entity(structured) | TypeKind::Complex(structured) => {
                    let members = self.selection.types.get(&id).map_or(Members::All, |known| known.members.clone());
                    // A trimmed type does not need its base types: what it keeps of them is flattened into it.
                    if let Some(base) = structured.base_type.filter(|_| !matches!(members, Members::Only(_))) {
                        self.add_type(base, &Reason::BaseOf(id));
                    }
                    for (of, property) in self.model.properties(id) {
                        if members.contains(&property.name) {
                            let why = Reason::PropertyOf { of, property: property.name.clone() };
                            self.add_item(&property.type_ref, &why);
                        }
                    }
                }
            }
        }
    }

    /// Takes properties out that an exclusion names, or whose type one names.
    fn leave_out_members(&mut self, id: TypeId) {
        let mut out = BTreeSet::new();
        for (_, property) in self.model.properties(id) {
            let type_is_out = property.type_ref.type_id().is_some_and(|id| self.exclusions.has_type(id));
            if type_is_out || self.exclusions.has_member(self.model, id, &property.name) {
                out.insert(property.name.clone());
            }
        }
        if out.is_empty() {
            return;
        }
        if let Some(selected) = self.selection.types.get_mut(&id) {
            selected.members = match std::mem::replace(&mut selected.members, Members::All) {
                Members::All => Members::Without(out),
                Members::Without(mut names) => {
                    names.extend(out);
                    Members::Without(names)
                }
                Members::Only(names) => Members::Only(names.difference(&out).cloned().collect()),
            };
        }
    }
}

/// What makes one template better than another: fewer names, then more keys (`/users/{id}` before `/me`, which exists for
/// delegated calls only), then by text.
fn rank(template: &str) -> (usize, std::cmp::Reverse<usize>, &str) {
    let keys = template.matches('{').count();
    let names = template.split('/').count().saturating_sub(1 + keys);
    (names, std::cmp::Reverse(keys), template)
}
