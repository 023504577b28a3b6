//! What a selection uses of a model, and in which direction values of types go.

use std::collections::{HashMap, HashSet};

use super::Side;
use crate::{
    edm::{Model, NavigationProperty, OperationId, OperationKind, TypeId},
    facts::Writing,
    selection::{Method, ResourceMethod, ResponseKind, Selection},
};

/// Whether values are sent, received, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Directions {
    pub(super) sent: bool,
    pub(super) received: bool,
}

/// Which requests are sent to resources of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Requests {
    pub(super) read: bool,
    pub(super) insert: bool,
    pub(super) update: bool,
    pub(super) delete: bool,
}

impl Requests {
    pub(super) const ALL: Self = Self { read: true, insert: true, update: true, delete: true };
}

/// The elements of a model that are compared.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    /// `None` if everything is.
    used: Option<Used<'a>>,
    directions: Vec<Directions>,
}

/// What a selection uses.
#[derive(Debug, Default)]
struct Used<'a> {
    /// Types whose values are, or that paths go through.
    types: Vec<bool>,
    /// Types whose values are.
    values: Vec<bool>,
    /// Structural and navigation properties, by the type that declares them.
    properties: HashSet<(TypeId, &'a str)>,
    operations: HashSet<OperationId>,
    /// Entity sets, singletons and imports.
    children: HashSet<&'a str>,
    /// Navigation properties that paths follow, by the type that declares them.
    followed: HashSet<(TypeId, &'a str)>,
    /// Types whose entities are addressed by key, and their base types.
    keyed: HashSet<TypeId>,
    /// Types whose entities are addressed by an alternate key, and their base types; with the sorted parts.
    alternate_keys: HashSet<(TypeId, Vec<&'a str>)>,
    /// Types whose media streams are used, and their base types.
    streams: HashSet<TypeId>,
    /// The requests on resources of a type.
    requests: HashMap<TypeId, Requests>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(side: Side<'a>) -> Self {
        let used = side.selection.map(|selection| Used::of(side.model, selection));
        let directions = match side.selection {
            Some(selection) => of_selection(side.model, selection),
            None => of_everything(side.model),
        };
        Self { used, directions }
    }

    /// Whether values of a type are used, or paths go through it.
    pub(super) fn uses_type(&self, id: TypeId) -> bool {
        self.used.as_ref().is_none_or(|used| used.types[id.index()])
    }

    /// Whether values of a type are used.
    pub(super) fn uses_values(&self, id: TypeId) -> bool {
        self.used.as_ref().is_none_or(|used| used.values[id.index()])
    }

    /// Whether a structural or navigation property is used, which `declaring` declares.
    pub(super) fn uses_property(&self, declaring: TypeId, name: &str) -> bool {
        self.used.as_ref().is_none_or(|used| used.properties.contains(&(declaring, name)))
    }

    /// Whether paths follow a navigation property, which `declaring` declares.
    pub(super) fn follows(&self, declaring: TypeId, name: &str) -> bool {
        self.used.as_ref().is_none_or(|used| used.followed.contains(&(declaring, name)))
    }

    /// Whether what a navigation property leads to is used: paths follow it, or values of its target are selected.
    /// Otherwise, the generated code can only name it.
    pub(super) fn uses_target(&self, declaring: TypeId, property: &NavigationProperty) -> bool {
        let has_values = || property.type_ref.type_id().is_some_and(|id| self.uses_values(id));
        self.uses_property(declaring, &property.name) && (self.follows(declaring, &property.name) || has_values())
    }

    /// Whether entities of a type are addressed by its key.
    pub(super) fn uses_key(&self, id: TypeId) -> bool {
        self.used.as_ref().is_none_or(|used| used.keyed.contains(&id))
    }

    /// Whether entities of a type are addressed by an alternate key with these parts, which are sorted.
    pub(super) fn uses_alternate_key(&self, id: TypeId, parts: Vec<&'a str>) -> bool {
        self.used.as_ref().is_none_or(|used| used.alternate_keys.contains(&(id, parts)))
    }

    /// Whether the media streams of entities of a type are used.
    pub(super) fn uses_stream(&self, id: TypeId) -> bool {
        self.used.as_ref().is_none_or(|used| used.streams.contains(&id))
    }

    pub(super) fn uses_operation(&self, id: OperationId) -> bool {
        self.used.as_ref().is_none_or(|used| used.operations.contains(&id))
    }

    /// Whether an entity set, singleton or import is used.
    pub(super) fn uses_child(&self, name: &str) -> bool {
        self.used.as_ref().is_none_or(|used| used.children.contains(name))
    }

    /// The requests that are sent to resources of a type.
    pub(super) fn requests(&self, id: TypeId) -> Requests {
        match &self.used {
            None => Requests::ALL,
            Some(used) => used.requests.get(&id).copied().unwrap_or_default(),
        }
    }

    /// Whether everything is compared.
    pub(super) fn is_everything(&self) -> bool {
        self.used.is_none()
    }

    /// In which directions values of a type go.
    pub(super) fn directions(&self, id: TypeId) -> Directions {
        self.directions.get(id.index()).copied().unwrap_or_default()
    }
}

impl<'a> Used<'a> {
    fn of(model: &'a Model, selection: &'a Selection) -> Self {
        let count = model.types().count();
        let mut used = Self { types: vec![false; count], values: vec![false; count], ..Self::default() };
        let mut constants = selection.queried_types(model);
        constants.extend(selection.written_types(model));
        for (id, selected) in &selection.types {
            (used.types[id.index()], used.values[id.index()]) = (true, true);
            let properties = model.properties(*id).into_iter();
            let properties = properties.filter(|(_, property)| selected.members.contains(&property.name));
            used.properties.extend(properties.map(|(declaring, property)| (declaring, property.name.as_str())));
            // Types in queries and bodies have constants for all navigation properties.
            if constants.contains(id) {
                let navigation = model.navigation_properties(*id).into_iter();
                used.properties.extend(navigation.map(|(declaring, property)| (declaring, property.name.as_str())));
            }
        }
        for (shape, resource) in &selection.resources {
            used.types[shape.entity_type().index()] = true;
            let requests = used.requests.entry(shape.entity_type()).or_default();
            requests.read |= resource.get.is_some();
            let lineage = || model.lineage(shape.entity_type()).map(|(id, _)| id);
            if resource.by_key.is_some() {
                used.keyed.extend(lineage());
            }
            for parts in resource.alternate_keys.keys() {
                let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
                parts.sort_unstable();
                used.alternate_keys.extend(lineage().map(|id| (id, parts.clone())));
            }
            for method in resource.methods.keys() {
                if let ResourceMethod::Download(None)
                | ResourceMethod::Upload(None)
                | ResourceMethod::DeleteStream(None) = method
                {
                    used.streams.extend(lineage());
                }
                match method.http() {
                    Method::Get => requests.read = true,
                    Method::Post => requests.insert = true,
                    Method::Patch | Method::Put => requests.update = true,
                    Method::Delete => requests.delete = true,
                }
            }
            resource.casts.keys().for_each(|id| used.types[id.index()] = true);
            used.operations.extend(resource.operations.keys());
            for name in resource.navigation.keys() {
                let navigation = model.navigation_property(shape.entity_type(), name);
                let navigation = navigation.map(|(declaring, property)| (declaring, property.name.as_str()));
                used.followed.extend(navigation);
                let property = || model.property(shape.entity_type(), name);
                let property = || property().map(|(declaring, property)| (declaring, property.name.as_str()));
                used.properties.extend(navigation.or_else(property));
            }
        }
        used.operations.extend(selection.imports.values().flat_map(|operations| operations.keys()));
        let service = model.service();
        let names = selection.roots.keys().chain(selection.imports.keys());
        let children = names.filter_map(|name| service.as_ref()?.find(name));
        used.children.extend(children.map(|child| child.name()));
        used
    }
}

/// The directions of types in the requests of a selection.
fn of_selection(model: &Model, selection: &Selection) -> Vec<Directions> {
    let mut walk = Walk::new(model);
    for (shape, resource) in &selection.resources {
        let responses = resource.methods.keys().map(|method| method.response_kind());
        let is_read = |kind: ResponseKind| {
            matches!(kind, ResponseKind::Resource | ResponseKind::ResourceOrNothing | ResponseKind::Uploaded)
        };
        let received = resource.get.is_some() || responses.into_iter().any(is_read);
        let sent = resource.methods.keys().any(|method| method.has_body());
        walk.add(shape.entity_type(), Directions { sent, received });
        resource.operations.keys().for_each(|id| walk.add_operation(*id));
    }
    selection.imports.values().flat_map(|operations| operations.keys()).for_each(|id| walk.add_operation(*id));
    walk.run();
    // Nobody knows how an application uses a type that no request has.
    for id in selection.types.keys() {
        if walk.directions[id.index()] == Directions::default() {
            walk.add(*id, Directions { sent: true, received: true });
        }
    }
    walk.run();
    walk.directions
}

/// The directions of types if everything that a service has is used.
fn of_everything(model: &Model) -> Vec<Directions> {
    let mut walk = Walk::new(model);
    for (id, declared) in model.types() {
        let both = declared.is_entity();
        walk.add(id, Directions { sent: both, received: both });
    }
    model.operations().for_each(|(id, _)| walk.add_operation(id));
    walk.run();
    walk.directions
}

/// Follows properties, base types and derived types.
struct Walk<'a> {
    model: &'a Model,
    directions: Vec<Directions>,
    pending: Vec<TypeId>,
}

impl<'a> Walk<'a> {
    fn new(model: &'a Model) -> Self {
        Self { model, directions: vec![Directions::default(); model.types().count()], pending: Vec::new() }
    }

    fn add(&mut self, id: TypeId, more: Directions) {
        let known = &mut self.directions[id.index()];
        let joined = Directions { sent: known.sent || more.sent, received: known.received || more.received };
        if joined != *known {
            *known = joined;
            self.pending.push(id);
        }
    }

    fn add_operation(&mut self, id: OperationId) {
        let model = self.model;
        let operation = model.operation(id);
        let returned = operation.return_type.as_ref().and_then(|returned| returned.type_ref.type_id());
        returned.into_iter().for_each(|id| self.add(id, Directions { sent: false, received: true }));
        let is_body = operation.kind == OperationKind::Action;
        for parameter in operation.call_parameters() {
            let structured =
                parameter.type_ref.type_id().filter(|id| is_body || model.type_(*id).structured().is_none());
            structured.into_iter().for_each(|id| self.add(id, Directions { sent: true, received: false }));
        }
    }

    fn run(&mut self) {
        let model = self.model;
        // Each type is pending once for each direction at most.
        while let Some(id) = self.pending.pop() {
            let own = self.directions[id.index()];
            let declared = model.type_(id);
            let Some(structured) = declared.structured() else { continue };
            structured.base_type.into_iter().for_each(|base| self.add(base, own));
            model.directly_derived_types(id).for_each(|derived| self.add(derived, own));
            for property in &structured.properties {
                let Some(target) = property.type_ref.type_id() else { continue };
                let sent = own.sent && Writing::of(&property.annotations) != Writing::Never;
                self.add(target, Directions { sent, received: own.received });
            }
        }
    }
}
