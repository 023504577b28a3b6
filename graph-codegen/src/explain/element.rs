use crate::{
    diagnostic::{Code, Diagnostic, Quoted, closest},
    edm::{ContainerChild, Model, NavigationProperty, OperationId, OperationKind, Property, TypeId, TypeKind},
    selection::{End, Method, RequestLine, ResourceMethod, ResourceShape, ServiceGraph, append, walk_all},
};

/// The subject of an explanation.
#[derive(Clone, Debug)]
pub(crate) enum Element<'a> {
    Type(TypeId),
    Property(TypeId, &'a Property),
    NavigationProperty(TypeId, &'a NavigationProperty),
    Operation(OperationId),
    /// An operation, and the path by which it was requested.
    Call(OperationId, #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "pages show it"))] String),
    /// A resource, and the path that was requested.
    Resource(ResourceShape, String),
    /// A request on a resource, and its path.
    Request(ResourceShape, ResourceMethod, String),
}

impl Element<'_> {
    pub(crate) fn name(&self, model: &Model) -> String {
        match self {
            Self::Type(id) => model.type_(*id).name.to_string(),
            Self::Property(id, property) => format!("{}/{}", model.type_(*id).name, property.name),
            Self::NavigationProperty(id, property) => format!("{}/{}", model.type_(*id).name, property.name),
            Self::Operation(id) | Self::Call(id, _) => operation_name(model, *id),
            Self::Resource(_, path) => path.clone(),
            Self::Request(_, method, path) => format!("{} {path}", method.http().as_str()),
        }
    }

    pub(crate) fn kind(&self, model: &Model) -> &'static str {
        match self {
            Self::Type(id) => match &model.type_(*id).kind {
                TypeKind::Entity(_) => "entity type",
                TypeKind::Complex(_) => "complex type",
                TypeKind::Enum(_) => "enum type",
                TypeKind::Definition(_) => "type definition",
            },
            Self::Property(..) => "property",
            Self::NavigationProperty(..) => "navigation property",
            Self::Operation(id) | Self::Call(id, _) => match model.operation(*id).kind {
                OperationKind::Action => "action",
                OperationKind::Function => "function",
            },
            Self::Resource(ResourceShape::Entity(id), _) if !model.type_(*id).is_entity() => "complex value",
            Self::Resource(ResourceShape::Collection(id), _) if !model.type_(*id).is_entity() => {
                "collection of complex values"
            }
            Self::Request(..) => "request",
            Self::Resource(ResourceShape::Entity(_), _) => "entity",
            Self::Resource(ResourceShape::Collection(_), _) => "collection of entities",
        }
    }
}

/// Returns `microsoft.graph.user/assignLicense`, `Collection(microsoft.graph.user)/delta`, or the qualified name of an
/// unbound operation.
pub(crate) fn operation_name(model: &Model, id: OperationId) -> String {
    let operation = model.operation(id);
    match (operation.binding_parameter(), operation.binding_type()) {
        (Some(parameter), Some(on)) if parameter.type_ref.is_collection => {
            format!("Collection({})/{}", model.type_(on).name, operation.name.name())
        }
        (Some(_), Some(on)) => format!("{}/{}", model.type_(on).name, operation.name.name()),
        _ => operation.name.to_string(),
    }
}

/// Finds all elements that a name may mean.
pub(crate) fn find<'a>(model: &'a Model, name: &str) -> Result<Vec<Element<'a>>, Diagnostic> {
    let name = name.trim();
    if name.starts_with('/') || RequestLine::parse(name).is_copied() {
        return along_path(model, name);
    }
    if let Some((of, member)) = name.split_once("::").or_else(|| name.split_once('/')) {
        let member = member.trim().trim_start_matches('{').trim_end_matches('}').trim();
        return member_of(model, of.trim(), member);
    }
    let mut elements: Vec<Element<'a>> = types(model, name).into_iter().map(Element::Type).collect();
    let expanded = expand_alias(model, name);
    elements.extend(
        model
            .operations()
            .filter(|(_, operation)| {
                operation.name.as_str() == expanded || (!name.contains('.') && operation.name.name() == name)
            })
            .map(|(id, _)| Element::Operation(id)),
    );
    if elements.is_empty()
        && let Some(child) = model.service().and_then(|service| service.find(name))
        && let Some(shape) = shape_of(child)
    {
        elements.push(Element::Resource(shape, format!("/{name}")));
    }
    if elements.is_empty() { Err(unknown(model, name)) } else { Ok(elements) }
}

/// Finds types by a name that may be unqualified or qualified with an alias.
fn types(model: &Model, name: &str) -> Vec<TypeId> {
    match name.contains('.') {
        true => model.find_type(&expand_alias(model, name)).into_iter().collect(),
        false => model.types_named(name).collect(),
    }
}

fn expand_alias(model: &Model, name: &str) -> String {
    let expanded = name.rsplit_once('.').and_then(|(alias, simple)| {
        let schema = model.schemas().iter().find(|schema| schema.alias.as_deref() == Some(alias))?;
        Some(format!("{}.{simple}", schema.namespace))
    });
    expanded.unwrap_or_else(|| name.to_owned())
}

fn shape_of(child: ContainerChild<'_>) -> Option<ResourceShape> {
    let id = child.entity_type()?;
    Some(match child {
        ContainerChild::EntitySet(_) => ResourceShape::Collection(id),
        _ => ResourceShape::Entity(id),
    })
}

fn member_of<'a>(model: &'a Model, of: &str, member: &str) -> Result<Vec<Element<'a>>, Diagnostic> {
    let (inner, is_collection) = match of.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (of, false),
    };
    let owners = types(model, inner);
    if owners.is_empty() {
        return Err(unknown(model, inner));
    }
    let member = member.strip_suffix("()").unwrap_or(member);
    let graph = ServiceGraph::new(model);
    let mut elements = Vec::new();
    for &id in &owners {
        if let Some((_, property)) = model.property(id, member).filter(|_| !is_collection) {
            elements.push(Element::Property(id, property));
        }
        if let Some((_, property)) = model.navigation_property(id, member).filter(|_| !is_collection) {
            elements.push(Element::NavigationProperty(id, property));
        }
        let shapes = [ResourceShape::Entity(id), ResourceShape::Collection(id)];
        for shape in shapes.into_iter().skip(usize::from(is_collection)) {
            elements.extend(operations(&graph, shape, member));
        }
    }
    if elements.is_empty() {
        let names = owners.iter().flat_map(|id| member_names(&graph, *id)).collect::<Vec<_>>();
        let diagnostic =
            Diagnostic::error(Code::SelectorUnknown, format!("`{of}` has no property or operation `{member}`"));
        return Err(suggest(diagnostic, closest(member, names.iter().copied())));
    }
    Ok(elements)
}

fn operations<'a>(graph: &ServiceGraph<'a>, shape: ResourceShape, name: &str) -> Vec<Element<'a>> {
    let found = graph.operations_on(shape).into_iter();
    found
        .filter(|(_, operation)| operation.name.name() == name || operation.name.as_str() == name)
        .map(|(id, _)| Element::Operation(id))
        .collect()
}

fn member_names<'a>(graph: &ServiceGraph<'a>, id: TypeId) -> Vec<&'a str> {
    let model = graph.model();
    let properties = model.properties(id).into_iter().map(|(_, property)| property.name.as_str());
    let navigation = model.navigation_properties(id).into_iter().map(|(_, property)| property.name.as_str());
    let operations = [ResourceShape::Entity(id), ResourceShape::Collection(id)]
        .into_iter()
        .flat_map(|shape| graph.operations_on(shape))
        .map(|(_, operation)| operation.name.name());
    properties.chain(navigation).chain(operations).collect()
}

fn along_path<'a>(model: &'a Model, text: &str) -> Result<Vec<Element<'a>>, Diagnostic> {
    let graph = ServiceGraph::new(model);
    let line = RequestLine::parse(text);
    // As a selector has it: `/users/{id}#PATCH`.
    let (path, fragment) = match text.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (text, None),
    };
    let method = line.method.or(fragment.filter(|name| !name.is_empty())).map(method_named).transpose()?;
    let mut elements = Vec::new();
    for target in walk_all(path.trim_end_matches('/'), &graph)? {
        let target = match method {
            Some(method) => target.of_method(method, &graph),
            None => target,
        };
        let path = || target.path.template.clone();
        match (&target.end, method) {
            (End::Operations { overloads, import, .. }, _) => {
                let of = |id: &OperationId| append(&target.path.template, &graph.call_segment(*id, *import));
                let is_called = |id: &&OperationId| {
                    method.is_none_or(|method| Method::of_operation(model.operation(**id).kind) == method)
                };
                let called = overloads.iter().filter(is_called);
                elements.extend(called.map(|id| Element::Call(*id, of(id))));
                if let (true, Some(first)) = (elements.is_empty(), overloads.first()) {
                    let supported = Method::of_operation(model.operation(*first).kind).as_str();
                    let message = format!("`{}` is called with {supported}", model.operation(*first).name);
                    let problem = Diagnostic::error(Code::Unsupported, message);
                    return Err(problem.help(format!("use the method {supported}")));
                }
            }
            (End::Service | End::Everything, Some(_)) => {}
            (
                End::Resource(shape)
                | End::Count(shape)
                | End::Reference(shape)
                | End::Value(shape)
                | End::Stream { of: shape, .. },
                Some(method),
            ) => match ResourceMethod::at(&target, method, &graph) {
                Ok(found) => elements.push(Element::Request(*shape, found, target.template(&graph))),
                Err(problem) => {
                    let diagnostic = Diagnostic::error(Code::Unsupported, problem.message);
                    return Err(match problem.help {
                        Some(help) => diagnostic.help(help),
                        None => diagnostic,
                    });
                }
            },
            (End::Resource(shape), None) => elements.push(Element::Resource(*shape, target.template(&graph))),
            (End::Stream { of, property }, None) => {
                let found = model.property(of.entity_type(), property);
                elements.extend(found.map(|(_, property)| Element::Property(of.entity_type(), property)));
            }
            (End::Count(shape) | End::Reference(shape) | End::Value(shape), None) => {
                elements.push(Element::Resource(*shape, path()));
            }
            (End::Everything, None) => {
                elements.extend(target.path.end().map(|shape| Element::Resource(shape, path())));
            }
            (End::Service, None) => {}
        }
    }
    if elements.is_empty() {
        let diagnostic = Diagnostic::error(Code::SelectorUnknown, "the path does not name an element of the metadata");
        return Err(diagnostic.help("write a path such as `/users/{id}`"));
    }
    Ok(elements)
}

fn method_named(name: &str) -> Result<Method, Diagnostic> {
    Method::from_name(name).ok_or_else(|| {
        let message = format!("{} is not an HTTP method that OData uses", Quoted(name));
        Diagnostic::error(Code::SelectorSyntax, message).help("use one of GET, POST, PATCH, PUT and DELETE")
    })
}

fn unknown(model: &Model, name: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::SelectorUnknown, format!("there is no `{name}` in the metadata"));
    let simple = name.rsplit('.').next().unwrap_or(name);
    let types = || model.types().map(|(_, found)| &found.name);
    let operations = || model.operations().map(|(_, found)| &found.name);
    let full = || closest(name, types().chain(operations()).map(|name| name.as_str()));
    // A misspelled simple name is most likely: the namespace is usually right or omitted.
    let by_simple = || {
        let meant = closest(simple, types().chain(operations()).map(|name| name.name()))?;
        types().chain(operations()).find(|name| name.name() == meant).map(|name| name.as_str())
    };
    suggest(diagnostic, if name.contains('.') { full().or_else(by_simple) } else { by_simple() })
}

fn suggest(diagnostic: Diagnostic, meant: Option<&str>) -> Diagnostic {
    match meant {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => {
            diagnostic.help("use a type, a member of a type such as `microsoft.graph.user/assignLicense`, or a path")
        }
    }
}
