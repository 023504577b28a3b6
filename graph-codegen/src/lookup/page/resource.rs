//! Pages about resources.

use super::{Page, Pages, description, member, request};
use crate::{
    edm::OperationKind,
    facts::Deprecation,
    lookup::{
        known::Known,
        page::Member,
        requests::{Call, ServiceRequest},
    },
    selection::{ResourceShape, Restrictions, available_methods},
};

/// A page about the resource at the end of a path.
pub(super) fn page<'m>(shape: ResourceShape, path: &str, pages: &Pages<'_, 'm>) -> Page<'m> {
    let graph = pages.graph;
    let model = graph.model();
    let found = request::target(path, graph, |target| {
        let steps = || target.path.steps.iter().rev();
        let paths = pages.forms.forms_of_path(&target.path.steps, &target.path.template);
        (Restrictions::of(steps(), graph).levels().to_vec(), available_methods(steps(), graph), paths)
    });
    let (levels, methods, paths) = found.unwrap_or_default();
    let annotations = levels.first().copied().unwrap_or_default();
    let declared = model.type_(shape.entity_type());
    let requests = methods.into_iter().map(|method| {
        let request = ServiceRequest {
            method: method.http(),
            template: method.template(path),
            call: Call::Resource(method),
            resource: Some(shape),
            annotations,
            group: 0,
        };
        let known = Known::of(&request, graph, &pages.tables);
        (request.method, request.template, known)
    });
    let operations = graph.operations_on(shape).into_iter().map(|(_, operation)| Member {
        name: graph.operation_segment(operation),
        kind: match operation.kind {
            OperationKind::Action => "action",
            OperationKind::Function => "function",
        },
        value: member::signature(operation, model),
        notes: Vec::new(),
        deprecation: Deprecation::of(&operation.annotations),
        inherited_from: None,
    });
    let navigation = match shape {
        ResourceShape::Entity(id) => model.navigation_properties(id),
        ResourceShape::Collection(_) => Vec::new(),
    };
    let id = shape.entity_type();
    let navigation = navigation.into_iter().map(|(of, property)| member::of_navigation(id, of, property, model));
    Page {
        name: path.to_owned(),
        kind: crate::explain::Element::Resource(shape, String::new()).kind(model),
        description: description(annotations).or_else(|| description(&declared.annotations)),
        deprecation: Deprecation::of(annotations).or_else(|| Deprecation::of(&declared.annotations)),
        facts: vec![("type", graph.shape_name(shape))],
        paths,
        requests: requests.collect(),
        members: operations.chain(navigation).collect(),
        capabilities: request::capabilities(&levels),
        ..Page::default()
    }
}
