use std::collections::BTreeSet;

use super::element::{Element, operation_name};
use crate::{
    diagnostic::Sources,
    edm::{Model, OperationId, TypeId},
    selection::{Reason, Resource, ResourceShape, SelectedOperation, Selection, ServiceGraph},
};

/// Traces the reasons from an element to a selector.
#[derive(Debug)]
pub(crate) struct Reasons<'a> {
    selection: &'a Selection,
    sources: &'a Sources,
    graph: ServiceGraph<'a>,
}

/// The subject of a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Type(TypeId),
    Operation(OperationId),
    Resource(ResourceShape),
}

impl<'a> Reasons<'a> {
    pub(crate) fn new(model: &'a Model, selection: &'a Selection, sources: &'a Sources) -> Self {
        Self { selection, sources, graph: ServiceGraph::new(model) }
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
                let found = self.selection.resources.iter().find_map(|(shape, resource)| {
                    let is_here = *shape == ResourceShape::Entity(*id) || model.is_a(shape.entity_type(), *id);
                    resource.navigation.get(&property.name).filter(|_| is_here)
                });
                let Some(navigation) = found else { return Vec::new() };
                self.trace_from(&name, &navigation.reason)
            }
        }
    }

    /// Returns the type for which a property is selected: the type itself or one that derives from it.
    fn selected_owner(&self, of: TypeId, property: &str) -> Option<TypeId> {
        let types = &self.selection.types;
        let has = |id: &TypeId| types.get(id).is_some_and(|known| known.members.contains(property));
        let model = self.graph.model();
        std::iter::once(of).chain(types.keys().copied().filter(|id| model.is_a(*id, of))).find(has)
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
            let (sentence, subject) = self.sentence(reason);
            reasons.push(format!("{name} {sentence}"));
            let Some(subject) = subject.filter(|subject| seen.insert(*subject)) else { return };
            name = self.subject_name(subject);
            next = self.reason(subject);
        }
    }

    fn reason(&self, subject: Subject) -> Option<&'a Reason> {
        let selection = self.selection;
        match subject {
            Subject::Type(id) => selection.types.get(&id).map(|known| &known.reason),
            Subject::Operation(id) => self.selected_operation(id).map(|operation| &operation.reason),
            Subject::Resource(shape) => selection.resources.get(&shape).map(resource_reason),
        }
    }

    fn selected_operation(&self, id: OperationId) -> Option<&'a SelectedOperation> {
        let selection = self.selection;
        let bound = selection.resources.values().map(|resource| &resource.operations);
        bound.chain(selection.imports.values()).find_map(|operations| operations.get(&id))
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

    /// Returns the sentence for a reason, and the subject of the next one.
    fn sentence(&self, reason: &Reason) -> (String, Option<Subject>) {
        let model = self.graph.model();
        match reason {
            Reason::Selector { text, span } => {
                let location = self.sources.get(span.file).filter(|source| source.name() != "selector");
                let location = location.map(|source| format!(" ({}:{})", source.name(), source.position(span.start)));
                (format!("is named by the selector `{text}`{}", location.unwrap_or_default()), None)
            }
            Reason::BaseOf(id) => (format!("is the base type of {}", model.type_(*id).name), Some(Subject::Type(*id))),
            Reason::PropertyOf { of, property } => {
                let sentence = format!("is the type of {}/{property}", model.type_(*of).name);
                match self.selected_owner(*of, property) {
                    Some(owner) if owner != *of => {
                        (format!("{sentence}, which {} inherits", model.type_(owner).name), Some(Subject::Type(owner)))
                    }
                    _ => (sentence, Some(Subject::Type(*of))),
                }
            }
            Reason::UnderlyingTypeOf(id) => {
                (format!("is the underlying type of {}", model.type_(*id).name), Some(Subject::Type(*id)))
            }
            Reason::ParameterOf { operation, parameter } => {
                let name = operation_name(model, *operation);
                (format!("is the type of the parameter `{parameter}` of {name}"), Some(Subject::Operation(*operation)))
            }
            Reason::ReturnedBy(operation) => {
                (format!("is returned by {}", operation_name(model, *operation)), Some(Subject::Operation(*operation)))
            }
            Reason::ReadFrom(shape) => {
                let subject = Subject::Resource(*shape);
                (format!("is read by `GET {}`", self.subject_name(subject)), Some(subject))
            }
            Reason::SentTo(shape) => {
                let subject = Subject::Resource(*shape);
                (format!("is sent by changes of {}", self.subject_name(subject)), Some(subject))
            }
            Reason::PathTo(shape) => {
                let subject = Subject::Resource(*shape);
                (format!("is on the path to {}", self.subject_name(subject)), Some(subject))
            }
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
