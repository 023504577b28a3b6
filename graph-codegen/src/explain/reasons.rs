use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap, HashSet},
};

use super::element::{Element, operation_name};
use crate::{
    diagnostic::Sources,
    edm::{Model, OperationId, TypeId},
    selection::{Reason, Resource, ResourceShape, SelectedType, Selection, ServiceGraph},
};

/// Traces the reasons from an element to a selector.
#[derive(Debug)]
pub(crate) struct Reasons<'a> {
    selection: &'a Selection,
    sources: &'a Sources,
    graph: ServiceGraph<'a>,
    index: Index<'a>,
    /// How many reasons are written out for an element before the last one.
    limit: usize,
    ends: RefCell<HashMap<Subject, End>>,
}

/// Where to find the reasons of elements, so that finding them does not take longer with a larger selection.
#[derive(Debug, Default)]
struct Index<'a> {
    /// The selected types that have a property, by the type that declares it.
    owners: HashMap<(TypeId, &'a str), Vec<TypeId>>,
    /// The resources from which paths follow a navigation property, by the type that declares it.
    navigation: HashMap<(TypeId, &'a str), Vec<(TypeId, &'a Reason)>>,
    operations: HashMap<OperationId, &'a Reason>,
    resources: HashMap<ResourceShape, &'a Reason>,
}

impl<'a> Index<'a> {
    fn of(model: &'a Model, selection: &'a Selection) -> Self {
        let mut index = Self::default();
        for (id, selected) in &selection.types {
            let properties = model.properties(*id).into_iter();
            for (declaring, property) in properties.filter(|(_, property)| selected.members.contains(&property.name)) {
                index.owners.entry((declaring, property.name.as_str())).or_default().push(*id);
            }
        }
        for (shape, resource) in &selection.resources {
            let id = shape.entity_type();
            for (name, navigation) in &resource.navigation {
                let found = model.navigation_property(id, name);
                let found = found.map(|(declaring, property)| (declaring, property.name.as_str()));
                let list = found.map(|key| index.navigation.entry(key).or_default());
                list.into_iter().for_each(|list| list.push((id, &navigation.reason)));
            }
            index.resources.insert(*shape, resource_reason(resource));
        }
        let bound = selection.resources.values().map(|resource| &resource.operations);
        for (id, operation) in bound.chain(selection.imports.values()).flatten() {
            index.operations.entry(*id).or_insert(&operation.reason);
        }
        index
    }
}

/// How the reasons of a subject end.
#[derive(Clone, Copy, Debug)]
struct End {
    /// How many reasons there are.
    count: usize,
    /// The subject whose reason is the last.
    last: Subject,
}

/// The subject of a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Subject {
    Type(TypeId),
    Operation(OperationId),
    Resource(ResourceShape),
}

impl<'a> Reasons<'a> {
    pub(crate) fn new(model: &'a Model, selection: &'a Selection, sources: &'a Sources) -> Self {
        let index = Index::of(model, selection);
        Self { selection, sources, graph: ServiceGraph::new(model), index, limit: usize::MAX, ends: RefCell::default() }
    }

    /// The graph of the model.
    pub(super) fn graph(&self) -> &ServiceGraph<'a> {
        &self.graph
    }

    /// Omits what is between the first reasons of an element and the last one.
    pub(crate) fn with_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Returns the reasons, starting with the element's own; empty if it is not selected.
    pub(crate) fn of(&self, element: &Element<'_>) -> Vec<String> {
        let model = self.graph.model();
        let name = element.name(model);
        match element {
            Element::Type(id) => self.trace(Subject::Type(*id)),
            Element::Operation(id) | Element::Call(id, _) => self.trace(Subject::Operation(*id)),
            Element::Resource(shape, _) => self.trace(Subject::Resource(*shape)),
            Element::Request(shape, method, _) => {
                let resource = self.selection.resources.get(shape);
                let Some(selected) = resource.and_then(|resource| resource.methods.get(method)) else {
                    return Vec::new();
                };
                self.trace_from(&name, &selected.reason)
            }
            Element::Property(id, property) => {
                let Some(owner) = self.selected_owner(*id, &property.name) else { return Vec::new() };
                let mut reasons = vec![format!("{name} is a property of {}", model.type_(owner).name)];
                reasons.extend(self.trace(Subject::Type(owner)));
                reasons
            }
            Element::NavigationProperty(id, property) => {
                let declaring = model.navigation_property(*id, &property.name).map_or(*id, |(declaring, _)| declaring);
                let found = self.index.navigation.get(&(declaring, property.name.as_str()));
                let found = found.and_then(|list| list.iter().find(|(of, _)| model.is_a(*of, *id)));
                let Some((_, reason)) = found else { return Vec::new() };
                self.trace_from(&name, reason)
            }
        }
    }

    pub(crate) fn type_name(&self, id: TypeId) -> &'a str {
        self.graph.model().type_(id).name.as_str()
    }

    /// Returns the type for which a property is selected: the type itself or one that derives from it.
    fn selected_owner(&self, of: TypeId, property: &str) -> Option<TypeId> {
        let has = |known: &SelectedType| known.members.contains(property);
        if self.selection.types.get(&of).is_some_and(has) {
            return Some(of);
        }
        let model = self.graph.model();
        let declaring = model.property(of, property).map_or(of, |(declaring, _)| declaring);
        let owners = self.index.owners.get(&(declaring, property))?;
        owners.iter().copied().find(|id| model.is_a(*id, of))
    }

    fn trace(&self, subject: Subject) -> Vec<String> {
        let Some(reason) = self.reason(subject) else { return Vec::new() };
        let mut seen = BTreeSet::from([subject]);
        let mut reasons = Vec::new();
        self.collect(self.subject_name(subject), reason, &mut seen, &mut reasons);
        reasons
    }

    fn trace_from(&self, name: &str, reason: &Reason) -> Vec<String> {
        let mut reasons = Vec::new();
        self.collect(name.to_owned(), reason, &mut BTreeSet::new(), &mut reasons);
        reasons
    }

    fn collect(&self, mut name: String, first: &Reason, seen: &mut BTreeSet<Subject>, reasons: &mut Vec<String>) {
        let mut next = Some(first);
        while let Some(reason) = next {
            reasons.push(format!("{name} {}", self.sentence(reason)));
            let Some(subject) = self.next(reason).filter(|subject| seen.insert(*subject)) else { return };
            name = self.subject_name(subject);
            next = self.reason(subject);
            if reasons.len() >= self.limit
                && let Some(end) = self.end(subject).filter(|end| end.count > 1)
            {
                reasons.push(format!("{} more", end.count - 1));
                name = self.subject_name(end.last);
                let last = self.reason(end.last).map(|reason| self.sentence(reason));
                return reasons.extend(last.map(|sentence| format!("{name} {sentence}")));
            }
        }
    }

    /// Follows the reasons of a subject to the last one, each reason once for all elements.
    fn end(&self, subject: Subject) -> Option<End> {
        let mut ends = self.ends.borrow_mut();
        let (mut path, mut seen) = (Vec::new(), HashSet::new());
        let mut next = Some(subject);
        let mut end = None;
        while let Some(subject) = next.filter(|subject| seen.insert(*subject)) {
            if let Some(known) = ends.get(&subject) {
                end = Some(*known);
                break;
            }
            let Some(reason) = self.reason(subject) else { break };
            path.push(subject);
            next = self.next(reason);
        }
        for subject in path.into_iter().rev() {
            let (count, last) = end.map_or((1, subject), |end| (end.count + 1, end.last));
            end = Some(*ends.entry(subject).or_insert(End { count, last }));
        }
        end
    }

    /// The subject of the next reason.
    fn next(&self, reason: &Reason) -> Option<Subject> {
        Some(match reason {
            Reason::Selector { .. } => return None,
            Reason::BaseOf(id) | Reason::UnderlyingTypeOf(id) => Subject::Type(*id),
            Reason::PropertyOf { of, property } => Subject::Type(self.selected_owner(*of, property).unwrap_or(*of)),
            Reason::ParameterOf { operation, .. } | Reason::ReturnedBy(operation) => Subject::Operation(*operation),
            Reason::ReadFrom(shape) | Reason::SentTo(shape) | Reason::PathTo(shape) => Subject::Resource(*shape),
        })
    }

    fn reason(&self, subject: Subject) -> Option<&'a Reason> {
        let selection = self.selection;
        match subject {
            Subject::Type(id) => selection.types.get(&id).map(|known| &known.reason),
            Subject::Operation(id) => self.index.operations.get(&id).copied(),
            Subject::Resource(shape) => self.index.resources.get(&shape).copied(),
        }
    }

    fn subject_name(&self, subject: Subject) -> String {
        let model = self.graph.model();
        match subject {
            Subject::Type(id) => model.type_(id).name.to_string(),
            Subject::Operation(id) => operation_name(model, id),
            Subject::Resource(shape) => match self.selection.resources.get(&shape) {
                Some(resource) => resource.template.clone(),
                None => self.graph.shape_name(shape),
            },
        }
    }

    /// Returns the sentence for a reason, without its subject.
    fn sentence(&self, reason: &Reason) -> String {
        let model = self.graph.model();
        let of_resource = |shape: &ResourceShape| self.subject_name(Subject::Resource(*shape));
        match reason {
            Reason::Selector { text, span } => {
                let location = self.sources.get(span.file).filter(|source| !source.is_selector());
                let location = location.map(|source| format!(" ({}:{})", source.name(), source.position(span.start)));
                format!("is named by the selector `{text}`{}", location.unwrap_or_default())
            }
            Reason::BaseOf(id) => format!("is the base type of {}", model.type_(*id).name),
            Reason::PropertyOf { of, property } => {
                let sentence = format!("is the type of {}/{property}", model.type_(*of).name);
                match self.selected_owner(*of, property) {
                    Some(owner) if owner != *of => format!("{sentence}, which {} inherits", model.type_(owner).name),
                    _ => sentence,
                }
            }
            Reason::UnderlyingTypeOf(id) => format!("is the underlying type of {}", model.type_(*id).name),
            Reason::ParameterOf { operation, parameter } => {
                format!("is the type of the parameter `{parameter}` of {}", operation_name(model, *operation))
            }
            Reason::ReturnedBy(operation) => format!("is returned by {}", operation_name(model, *operation)),
            Reason::ReadFrom(shape) => format!("is read by `GET {}`", of_resource(shape)),
            Reason::SentTo(shape) => format!("is sent by changes of {}", of_resource(shape)),
            Reason::PathTo(shape) => format!("is on the path to {}", of_resource(shape)),
        }
    }
}

/// Returns the reason for a resource; a selector takes precedence over a path to another resource.
fn resource_reason(resource: &Resource) -> &Reason {
    let named = |reason: &&Reason| matches!(reason, Reason::Selector { .. });
    let operations = resource.operations.values().map(|operation| &operation.reason);
    let requests = resource.methods.values().map(|method| &method.reason);
    let all = std::iter::once(&resource.reason).chain(&resource.get).chain(operations).chain(requests);
    all.into_iter().find(named).unwrap_or(&resource.reason)
}
