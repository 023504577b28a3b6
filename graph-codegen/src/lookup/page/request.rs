//! Pages about requests.

use super::{Page, Pages, Parameter, Place, Request, description, type_name};
use crate::{
    edm::{Annotation, Model, Operation, OperationId, OperationKind, Parameter as Declared, Primitive, PropertyRef},
    facts::{CustomOption, Deprecation, OptionPlace},
    lookup::{
        forms::Forms,
        known::Known,
        requests::{Call, ServiceRequest},
    },
    plan::{restricted_properties, unsupported_options},
    selection::{
        BodyKind, Method, ResourceMethod, ResourceShape, ResponseKind, Restrictions, ServiceGraph, Step, Target,
        append, path_syntax::is_optional, walk,
    },
};

/// A page about the call of an operation, at the path that was requested or the shortest one.
pub(super) fn operation<'m>(id: OperationId, path: Option<&str>, pages: &Pages<'_, 'm>) -> Page<'m> {
    let graph = pages.graph;
    let model = graph.model();
    let operation = model.operation(id);
    let paths = forms_of_operation(id, operation, path, pages);
    let template = path.map(str::to_owned).or_else(|| paths.paths.first().cloned());
    let method = Method::of_operation(operation.kind);
    let caller = template.as_deref().and_then(|template| target(template, graph, |target| target.path.end()));
    let request = ServiceRequest {
        method,
        template: template.clone().unwrap_or_default(),
        call: Call::Operation(id),
        resource: caller.flatten(),
        annotations: &operation.annotations,
        group: 0,
    };
    let known = Known::of(&request, graph, &pages.tables);
    let mut parameters = template.as_deref().map_or_else(Vec::new, |template| keys(template, graph));
    let place = match operation.kind {
        OperationKind::Action => Place::Body,
        OperationKind::Function => Place::Path,
    };
    parameters.extend(operation.call_parameters().iter().map(|declared| parameter(declared, place, model)));
    parameters.extend(CustomOption::of_operation(operation).into_iter().map(option_parameter));
    let returns = operation.return_type.as_ref();
    let returns = returns.map_or_else(|| "nothing".to_owned(), |returned| type_name(&returned.type_ref, model));
    let mut facts = vec![("operation", operation.name.to_string())];
    if let Some(binding) = operation.binding_parameter() {
        facts.push(("bound to", type_name(&binding.type_ref, model)));
    }
    if operation.is_composable == Some(true) {
        facts.push(("composable", "paths continue after it".to_owned()));
    }
    let name = match &template {
        Some(template) => format!("{} {template}", method.as_str()),
        None => operation.name.to_string(),
    };
    Page {
        name,
        kind: match operation.kind {
            OperationKind::Action => "action",
            OperationKind::Function => "function",
        },
        description: description(&operation.annotations),
        deprecation: Deprecation::of(&operation.annotations),
        facts,
        paths,
        request: template.map(|template| Request { method, template, parameters, body: None, returns, known }),
        ..Page::default()
    }
}

/// The paths by which an operation is called: those of its binding type, or of its imports.
fn forms_of_operation(id: OperationId, operation: &Operation, path: Option<&str>, pages: &Pages<'_, '_>) -> Forms {
    let graph = pages.graph;
    let caller = path.and_then(|path| target(path, graph, |target| target.path.end())).flatten();
    let declared = || {
        let parameter = operation.binding_parameter()?;
        let of = parameter.type_ref.type_id()?;
        Some(if parameter.type_ref.is_collection { ResourceShape::Collection(of) } else { ResourceShape::Entity(of) })
    };
    match caller.or_else(declared) {
        Some(shape) => {
            let Forms { paths, more } = pages.forms.forms(shape);
            let segment = graph.call_segment(id, None);
            Forms { paths: paths.iter().map(|path| append(path, &segment)).collect(), more }
        }
        None => Forms { paths: graph.import_paths(id), more: 0 },
    }
}

/// A page about a request on a resource.
pub(super) fn request<'m>(
    shape: ResourceShape,
    method: &ResourceMethod,
    path: &str,
    pages: &Pages<'_, 'm>,
) -> Page<'m> {
    let graph = pages.graph;
    let model = graph.model();
    let http = method.http();
    let (levels, options, paths) = target(path, graph, |target| {
        let steps = &target.path.steps;
        let levels = Restrictions::of(steps.iter().rev(), graph).levels().to_vec();
        let options = resource_options(method, steps, levels[0], graph);
        (levels, options, pages.forms.forms_of_path(steps, &target.path.template))
    })
    .unwrap_or_default();
    let annotations = levels.first().copied().unwrap_or_default();
    let service_request = ServiceRequest {
        method: http,
        template: path.to_owned(),
        call: Call::Resource(method.clone()),
        resource: Some(shape),
        annotations,
        group: 0,
    };
    let known = Known::of(&service_request, graph, &pages.tables);
    let type_of = &model.type_(shape.entity_type()).name;
    let mut parameters = keys(path, graph);
    parameters.extend(options.into_iter().map(option_parameter));
    let body = match method.body_kind() {
        BodyKind::Nothing => None,
        BodyKind::Entity => Some(type_of.to_string()),
        BodyKind::Reference => Some(format!("a reference to {type_of}")),
        BodyKind::Stream => Some("a stream of bytes".to_owned()),
    };
    let Forms { mut paths, more } = paths;
    if let Some(segment) = method.segment() {
        paths = paths.iter().map(|path| append(path, segment)).collect();
    }
    Page {
        name: format!("{} {path}", http.as_str()),
        kind: "request",
        description: description(annotations),
        deprecation: Deprecation::of(annotations).or(Deprecation::of(&model.type_(shape.entity_type()).annotations)),
        paths: Forms { paths, more },
        request: Some(Request {
            method: http,
            template: path.to_owned(),
            parameters,
            body,
            returns: returned(method, shape, graph),
            known,
        }),
        capabilities: if *method == ResourceMethod::Get { capabilities(&levels) } else { Vec::new() },
        ..Page::default()
    }
}

/// What annotations say about queries of a resource, given in order of precedence.
pub(super) fn capabilities(levels: &[&[Annotation]]) -> Vec<String> {
    let mut sentences = Vec::new();
    for annotations in levels {
        for option in unsupported_options(annotations) {
            sentences.push(format!("{} is not supported", option.name()));
        }
        for (option, properties) in restricted_properties(annotations) {
            sentences.push(format!("{} cannot use {}", option.name(), properties.join(", ")));
        }
        if let Some(record) = Annotation::value(annotations, "Org.OData.Capabilities.V1.ChangeTracking")
            && record.as_record().and_then(|record| record.get("Supported")?.as_bool()) == Some(true)
        {
            sentences.push("changes can be tracked with delta()".to_owned());
        }
    }
    sentences.dedup();
    sentences
}

fn returned(method: &ResourceMethod, shape: ResourceShape, graph: &ServiceGraph<'_>) -> String {
    let entity = || graph.model().type_(shape.entity_type()).name.to_string();
    match method.response_kind() {
        ResponseKind::Resource if *method == ResourceMethod::Get => graph.shape_name(shape),
        ResponseKind::Resource => entity(),
        ResponseKind::ResourceOrNothing => format!("{} or nothing", entity()),
        ResponseKind::Count => Primitive::Int64.as_str().to_owned(),
        ResponseKind::Stream => "a stream of bytes".to_owned(),
        ResponseKind::References => "references".to_owned(),
        ResponseKind::Reference => "a reference".to_owned(),
        ResponseKind::Uploaded => format!("{} or nothing", entity()),
        ResponseKind::Nothing => "nothing".to_owned(),
    }
}

/// The query options and headers of a request on a resource.
fn resource_options(
    method: &ResourceMethod,
    steps: &[Step<'_>],
    annotations: &[Annotation],
    graph: &ServiceGraph<'_>,
) -> Vec<CustomOption> {
    let model = graph.model();
    if *method == ResourceMethod::Get
        && let Some(Step::Navigation { from, property, .. }) = steps.last()
        && let Some((declaring, property)) = model.navigation_property(from.entity_type(), property)
    {
        return CustomOption::of_navigation(&model.type_(declaring).name, property);
    }
    method.capability().map_or_else(Vec::new, |capability| CustomOption::of_term(annotations, capability.term))
}

/// Calls a function with the target of a path.
pub(super) fn target<'m, R>(path: &str, graph: &ServiceGraph<'m>, with: impl FnOnce(&Target<'_>) -> R) -> Option<R> {
    let targets = walk(path, graph).ok()?;
    targets.first().map(with)
}

/// The keys in a path.
fn keys(path: &str, graph: &ServiceGraph<'_>) -> Vec<Parameter> {
    let model = graph.model();
    let of_steps = |target: &Target<'_>| {
        let keys = target.path.steps.iter().filter_map(|step| match step {
            Step::Key { from } => Some(from.entity_type()),
            _ => None,
        });
        keys.collect::<Vec<_>>()
    };
    let mut parameters = Vec::new();
    for id in target(path, graph, of_steps).unwrap_or_default() {
        let Some((_, key)) = model.key(id) else { continue };
        for PropertyRef { name, .. } in &key.property_refs {
            let property = model.property(id, name);
            parameters.push(Parameter {
                name: name.clone(),
                place: Place::Path,
                type_name: property.map_or_else(String::new, |(_, property)| type_name(&property.type_ref, model)),
                is_optional: false,
                is_nullable: false,
                description: Some(format!("the key of {}", model.type_(id).name)),
            });
        }
    }
    parameters
}

fn parameter(declared: &Declared, place: Place, model: &Model) -> Parameter {
    Parameter {
        name: declared.name.clone(),
        place,
        type_name: type_name(&declared.type_ref, model),
        is_optional: is_optional(declared),
        is_nullable: declared.nullable != Some(false),
        description: description(&declared.annotations).map(str::to_owned),
    }
}

/// A query option or header of the service's own.
fn option_parameter(option: CustomOption) -> Parameter {
    Parameter {
        name: option.name,
        place: match option.place {
            OptionPlace::Query => Place::Query,
            OptionPlace::Header => Place::Header,
        },
        type_name: option.value.as_str().to_owned(),
        is_optional: !option.is_required,
        is_nullable: false,
        description: option.description,
    }
}
