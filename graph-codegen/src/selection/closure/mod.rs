use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use super::{
    Members, Reason, Resource, ResourceMethod, ResourceShape, SelectedMethod, SelectedOperation, SelectedType,
    Selection, Selector, Surroundings,
    exclusion::Exclusions,
    recursion::mark_boxed,
    shortest::Reached,
    table::{ByShape, ByType},
    ways::{WayId, Ways},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{ItemType, Model, OperationId, QualifiedName, TypeId, TypeKind, TypeRef},
    facts::OperationFacts,
};

/// What to do about a type that only a reference mentions.
pub(super) const NOT_GIVEN: &str = "give the referenced document as well: `.metadata(\"other.csdl\")`";

/// Chooses what the selectors name and what that needs: base types, the types of structural properties, the signatures of
/// the chosen operations. Navigation targets only where a selector names them; derived types never.
pub fn close(model: &Model, selectors: &[Selector], diagnostics: &mut Diagnostics) -> Selection {
    let surroundings = Surroundings::new(model);
    let mut closure = Closure {
        model,
        exclusions: Exclusions::of(selectors, &surroundings),
        surroundings: &surroundings,
        ways: Ways::new(&surroundings),
        shortest: None,
        types: ByType::new(model),
        resources: ByShape::new(model),
        selection: Selection::default(),
        unknown: Arc::default(),
        named_members: BTreeMap::new(),
        queue: VecDeque::new(),
        not_given: BTreeSet::new(),
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
    let mut selection = closure.finish();
    mark_boxed(model, &mut selection);
    selection
}

/// The properties that selectors list of one type.
#[derive(Debug, Default)]
pub(super) struct NamedMembers {
    /// Those that are named.
    pub(super) only: BTreeSet<String>,
    /// Those that are left out.
    pub(super) without: BTreeSet<String>,
}

pub(super) struct Closure<'a> {
    pub(super) model: &'a Model,
    pub(super) surroundings: &'a Surroundings<'a>,
    pub(super) exclusions: Exclusions,
    pub(super) ways: Ways<'a>,
    /// The shortest ways; found when a selector by name first needs them.
    pub(super) shortest: Option<ByShape<Reached>>,
    types: ByType<SelectedType>,
    pub(super) resources: ByShape<Box<Found>>,
    /// All but types and resources.
    pub(super) selection: Selection,
    /// The facts of requests that the metadata says nothing of.
    pub(super) unknown: Arc<OperationFacts>,
    /// The member lists of selectors, by type; a type that is also named whole has `None`.
    pub(super) named_members: BTreeMap<TypeId, Option<NamedMembers>>,
    queue: VecDeque<TypeId>,
    /// Where types are named that no given document declares; each place is reported once.
    not_given: BTreeSet<Span>,
    pub(super) diagnostics: &'a mut Diagnostics,
}

/// A resource to select.
#[derive(Debug)]
pub(super) struct Found {
    /// The resource, without its template and its requests.
    pub(super) resource: Resource,
    /// The best way to it so far.
    pub(super) way: WayId,
    /// Sorted by the methods.
    pub(super) requests: Vec<Request>,
}

/// A request to select.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: ResourceMethod,
    /// The best way so far to where it is selected.
    pub(super) way: WayId,
    pub(super) reason: Reason,
    pub(super) facts: Arc<OperationFacts>,
}

impl Found {
    fn finish(self, ways: &Ways<'_>) -> Resource {
        let Self { mut resource, way, requests } = self;
        ways.template(way).clone_into(&mut resource.template);
        let requests = requests.into_iter().map(|Request { method, way, reason, facts }| {
            let template = method.template(ways.template(way));
            (method, SelectedMethod { reason, template, facts })
        });
        resource.methods = requests.collect();
        resource
    }
}

impl Closure<'_> {
    pub(super) fn read(&mut self, way: WayId, reason: &Reason) {
        let Some(shape) = self.ways.end(way) else { return };
        if self.exclusions.has_path(self.ways.template(way)) || self.exclusions.has_type(shape.entity_type()) {
            return;
        }
        self.pave(way, reason);
        if let Some(found) = self.resources.get_mut(shape) {
            found.resource.get.get_or_insert_with(|| reason.clone());
        }
        self.add_type(shape.entity_type(), || Reason::ReadFrom(shape));
    }

    /// Adds the call of an operation at the end of a way; an import is called on the service, whose way is empty.
    pub(super) fn operate(
        &mut self,
        way: WayId,
        import: Option<&str>,
        id: OperationId,
        reason: &Reason,
        named_at: Option<Span>,
    ) {
        let operation = self.model.operation(id);
        let name = operation.name.name();
        let on = self.ways.end(way);
        let template = || format!("{}/{}", self.ways.template(way), self.surroundings.call_segment(id, import));
        let excluded = |shape: ResourceShape| self.exclusions.has_member(self.model, shape.entity_type(), name);
        if self.exclusions.has_path_that(template) || on.is_some_and(excluded) {
            return;
        }
        self.pave(way, reason);
        let Some(selected) = self.operation(on, import, id, reason) else { return };
        if selected.call.is_some() {
            return;
        }
        selected.call = Some(reason.clone());
        for parameter in operation.call_parameters() {
            let why = || Reason::ParameterOf { operation: id, parameter: parameter.name.clone() };
            self.add_signature(&parameter.type_ref, why, named_at);
        }
        if let Some(returned) = &operation.return_type {
            self.add_signature(&returned.type_ref, || Reason::ReturnedBy(id), named_at);
        }
    }

    /// The entry of an operation, made where there is none.
    pub(super) fn operation(
        &mut self,
        on: Option<ResourceShape>,
        import: Option<&str>,
        id: OperationId,
        reason: &Reason,
    ) -> Option<&mut SelectedOperation> {
        let operations = match (on, import) {
            (_, Some(import)) => self.selection.imports.entry(import.to_owned()).or_default(),
            (Some(shape), None) => &mut self.resources.get_mut(shape)?.resource.operations,
            (None, None) => return None,
        };
        let new = || SelectedOperation { reason: reason.clone(), call: None, leads_to: None };
        Some(operations.entry(id).or_insert_with(new))
    }

    pub(super) fn add_signature(
        &mut self,
        type_ref: &TypeRef,
        reason: impl FnOnce() -> Reason,
        named_at: Option<Span>,
    ) {
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

    fn add_item(&mut self, type_ref: &TypeRef, reason: impl FnOnce() -> Reason) {
        match &type_ref.item {
            ItemType::Declared(id) => self.add_type(*id, reason),
            ItemType::Primitive(_) => {}
            ItemType::External(name) => self.not_given(name, type_ref.span),
        }
    }

    fn not_given(&mut self, name: &QualifiedName, span: Span) {
        // Derived types have the properties of their base types.
        if !self.not_given.insert(span) {
            return;
        }
        self.diagnostics.push(
            Diagnostic::error(Code::Unresolved, format!("`{name}` is declared in a document that was not given"))
                .at(span)
                .help(NOT_GIVEN),
        );
    }

    /// Whether a type is selected already.
    pub(super) fn has_type(&self, id: TypeId) -> bool {
        self.types.contains(id)
    }

    pub(super) fn add_type(&mut self, id: TypeId, reason: impl FnOnce() -> Reason) {
        if self.types.contains(id) || self.exclusions.has_type(id) {
            return;
        }
        let selected = SelectedType { reason: reason(), members: Members::All, boxed: BTreeSet::new() };
        self.types.insert(id, selected);
        self.queue.push_back(id);
    }

    /// Settles which members the seeds leave of each type, before the closure follows their types.
    fn trim(&mut self) {
        for (id, members) in std::mem::take(&mut self.named_members) {
            let Some(NamedMembers { only, without }) = members else { continue };
            let Some(selected) = self.types.get_mut(id) else { continue };
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
                    self.add_item(&definition.underlying_type, || Reason::UnderlyingTypeOf(id));
                }
                TypeKind::Entity(structured) | TypeKind::Complex(structured) => {
                    let members = self.types.get(id).map_or(Members::All, |known| known.members.clone());
                    // A trimmed type does not need its base types: what it keeps of them is flattened into it.
                    if !matches!(members, Members::Only(_)) {
                        if let Some(base) = structured.base_type {
                            self.add_type(base, || Reason::BaseOf(id));
                        }
                        if let Some(base) = &structured.external_base_type {
                            self.not_given(base, self.model.type_(id).span);
                        }
                    }
                    for (of, property) in self.model.properties(id) {
                        if members.contains(&property.name) {
                            let why = || Reason::PropertyOf { of, property: property.name.clone() };
                            self.add_item(&property.type_ref, why);
                        }
                    }
                }
            }
        }
    }

    /// Takes properties out that an exclusion names, or whose type one names.
    fn leave_out_members(&mut self, id: TypeId) {
        if !self.exclusions.has_names() {
            return;
        }
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
        if let Some(selected) = self.types.get_mut(id) {
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

    fn finish(self) -> Selection {
        let Self { mut selection, ways, types, resources, .. } = self;
        // Maps are made of lists; these are as long as they have to be from the beginning.
        let mut list = Vec::with_capacity(types.len());
        list.extend(types.into_values());
        selection.types = list.into_iter().collect();
        let mut list = Vec::with_capacity(resources.len());
        list.extend(resources.into_values().map(|(shape, found)| (shape, found.finish(&ways))));
        selection.resources = list.into_iter().collect();
        selection
    }
}
