//! The entry point, request builders and their methods.

use std::collections::BTreeMap;

use super::{
    Action, Get, Identifier, KeyParameter, Method, Path, RequestBuilder, Returns, Root, Service, Structure, ValueType,
    documentation, lower::Lowering, scope::Scope, structure,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::{ItemType, Operation, OperationId, Primitive, TypeKind},
    extension::Element,
    facts::OperationFacts,
    selection::{Members, Resource, ResourceShape, RootKind},
};

type Modules = Vec<Identifier>;

/// Plans the service and its request builders; structs of parameters go to `structures`.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    structures: &mut BTreeMap<Modules, Vec<Structure>>,
) -> (Option<Service>, Vec<(Modules, RequestBuilder)>) {
    let selection = lowering.selection;
    let Some(container) = lowering.model.containers().first().filter(|_| !selection.roots.is_empty()) else {
        return (None, Vec::new());
    };
    let default = Identifier::forced(&heck::AsUpperCamelCase(container.name.name()).to_string());
    let wanted = lowering.customs.rename(&Element::Container(&container.name), default.as_str()).unwrap_or(default);
    let name = lowering.claim(container.name.namespace(), [wanted.clone(), wanted.with_suffix("Service")]).name;

    let mut builders: BTreeMap<ResourceShape, Path> = BTreeMap::new();
    let mut shapes: Vec<(&ResourceShape, &Resource)> = selection.resources.iter().collect();
    shapes.sort_by_key(|(shape, _)| (lowering.type_name(shape.entity_type()), **shape));
    for (shape, _) in &shapes {
        let qualified = lowering.type_name(shape.entity_type());
        let stem = stem(lowering, **shape);
        let path = lowering.claim(qualified.namespace(), [stem.with_suffix("RequestBuilder")]);
        builders.insert(**shape, path);
    }

    let mut scope = Scope::with(&["new", "client"]);
    let roots = selection
        .roots
        .iter()
        .filter_map(|(segment, root)| {
            let element = Element::Root { container: &container.name, name: segment };
            let what = match root.kind {
                RootKind::EntitySet => "entity set",
                RootKind::Singleton => "singleton",
            };
            Some(Root {
                name: scope.claim([lowering.snake(&element, segment)]),
                segment: segment.clone(),
                builder: builders.get(&root.shape)?.clone(),
                doc: format!("`/{segment}`: the {what} of `{}`.", lowering.type_name(root.shape.entity_type())),
            })
        })
        .collect();
    let service = Service { name, source: container.name.to_string(), roots };

    let mut planned = Vec::new();
    for (shape, resource) in shapes {
        let Some(path) = builders.get(shape).cloned() else { continue };
        let builder = request_builder(lowering, *shape, resource, &path, &builders, structures);
        planned.push((path.modules, builder));
    }
    (Some(service), planned)
}

/// What the names of a resource's builder and parameter structs begin with: `User`, `UserCollection`.
fn stem(lowering: &Lowering<'_>, shape: ResourceShape) -> Identifier {
    let id = shape.entity_type();
    let base = match lowering.path(id) {
        Some(path) => path.name.clone(),
        None => Identifier::forced(&heck::AsUpperCamelCase(lowering.type_name(id).name()).to_string()),
    };
    match shape {
        ResourceShape::Entity(_) => base,
        ResourceShape::Collection(_) => base.with_suffix("Collection"),
    }
}

fn request_builder(
    lowering: &mut Lowering<'_>,
    shape: ResourceShape,
    resource: &Resource,
    path: &Path,
    builders: &BTreeMap<ResourceShape, Path>,
    structures: &mut BTreeMap<Modules, Vec<Structure>>,
) -> RequestBuilder {
    let id = shape.entity_type();
    let qualified = lowering.type_name(id);
    let mut scope = Scope::default();
    let mut methods = Vec::new();
    if resource.by_key.is_some()
        && let Some(builder) = builders.get(&ResourceShape::Entity(id))
    {
        methods.push(key(lowering, id, builder.clone(), &mut scope));
    }
    if resource.get.is_some()
        && let Some(structure) = lowering.item_type(&ItemType::Declared(id))
    {
        methods.push(Method::Get(Get {
            name: scope.claim([Identifier::forced("get")]),
            structure,
            is_collection: matches!(shape, ResourceShape::Collection(_)),
            template: resource.template.clone(),
            source: qualified.to_string(),
            default_select: default_select(lowering, id),
        }));
    }
    for (property, navigation) in &resource.navigation {
        let Some(builder) = builders.get(&navigation.target) else { continue };
        let element = Element::NavigationProperty { of: qualified, name: property };
        methods.push(Method::Navigation(Root {
            name: scope
                .claim([lowering.snake(&element, property), lowering.snake(&element, &format!("{property}_property"))]),
            segment: property.clone(),
            builder: builder.clone(),
            doc: format!("`{property}`, which leads to `{}`.", lowering.type_name(navigation.target.entity_type())),
        }));
    }
    let mut operations: Vec<(OperationId, &Operation)> =
        resource.operations.keys().map(|id| (*id, lowering.model.operation(*id))).collect();
    operations
        .sort_by(|(_, left), (_, right)| left.name.name().cmp(right.name.name()).then(left.name.cmp(&right.name)));
    for (operation_id, _) in operations {
        let action = action(lowering, shape, resource, operation_id, &mut scope, structures);
        methods.extend(action.map(|action| Method::Action(Box::new(action))));
    }
    let what = match shape {
        ResourceShape::Entity(_) => format!("Addresses one `{qualified}`."),
        ResourceShape::Collection(_) => format!("Addresses a collection of `{qualified}`."),
    };
    RequestBuilder {
        name: path.name.clone(),
        shape,
        source: qualified.to_string(),
        docs: vec![what, format!("The shortest path to it is `{}`.", resource.template)],
        methods,
    }
}

fn key(lowering: &Lowering<'_>, id: crate::edm::TypeId, builder: Path, scope: &mut Scope) -> Method {
    let references = lowering.model.key(id).map_or(&[][..], |(_, key)| &key.property_refs);
    let mut arguments = Scope::default();
    let mut parameters: Vec<KeyParameter> = references
        .iter()
        .map(|reference| {
            let wire_name = reference.alias.as_ref().unwrap_or(&reference.name);
            let name = Identifier::forced(&heck::AsSnakeCase(wire_name).to_string());
            KeyParameter { name: arguments.claim([name]), wire_name: wire_name.clone() }
        })
        .collect();
    if parameters.is_empty() {
        parameters.push(KeyParameter { name: Identifier::forced("key"), wire_name: "key".to_owned() });
    }
    let method = match parameters.as_slice() {
        [one] => format!("by_{}", one.name.as_str()),
        _ => "by_key".to_owned(),
    };
    Method::Key { name: scope.claim([Identifier::forced(&method)]), parameters, builder }
}

/// A trimmed type asks for what it has; the service's own choice would leave most of it empty.
fn default_select(lowering: &Lowering<'_>, id: crate::edm::TypeId) -> Vec<String> {
    match lowering.selection.types.get(&id).map(|selected| &selected.members) {
        Some(Members::Only(names)) => lowering
            .model
            .properties(id)
            .into_iter()
            .filter(|(_, property)| names.contains(&property.name))
            .map(|(_, property)| property.name.clone())
            .collect(),
        _ => Vec::new(),
    }
}

fn action(
    lowering: &mut Lowering<'_>,
    shape: ResourceShape,
    resource: &Resource,
    id: OperationId,
    scope: &mut Scope,
    structures: &mut BTreeMap<Modules, Vec<Structure>>,
) -> Option<Action> {
    let operation = lowering.model.operation(id);
    let on = lowering.type_name(shape.entity_type());
    let name = operation.name.name();
    let returns = returns(lowering, operation)?;
    let element = Element::Operation { on, name };
    let method = lowering.snake(&element, name);
    let method = scope.claim([method.clone(), method.with_suffix("_action")]);
    let parameters = (!operation.call_parameters().is_empty()).then(|| {
        let default =
            Identifier::forced(&format!("{}{}", stem(lowering, shape).as_str(), heck::AsUpperCamelCase(name)));
        let element = Element::Parameters { on, operation: name };
        let wanted = lowering.customs.rename(&element, default.as_str()).unwrap_or(default);
        let path = lowering.claim(on.namespace(), [wanted.clone(), wanted.with_suffix("Parameters")]);
        let planned = structure::parameters(lowering, on, id, path.name.clone());
        structures.entry(path.modules.clone()).or_default().push(planned);
        path
    });
    // The service's own namespace may be left away; operations of others are called by their whole name.
    let segment = if operation.name.namespace() == lowering.namespaces.root() {
        name.to_owned()
    } else {
        operation.name.to_string()
    };
    let template = format!("{}/{segment}", resource.template);
    let facts = OperationFacts::of(operation);
    let mut docs = Vec::new();
    docs.extend(facts.summary.as_deref().map(documentation::plain));
    docs.extend(documentation::description(&operation.annotations));
    docs.push(format!("`POST {template}`"));
    docs.extend(permission_docs(&facts));
    Some(Action {
        name: method,
        origin: id,
        kind: operation.kind,
        source: format!("{on}/{name}"),
        segment,
        template,
        docs,
        parameters,
        returns,
        facts,
    })
}

fn returns(lowering: &mut Lowering<'_>, operation: &Operation) -> Option<Returns> {
    let Some(returned) = &operation.return_type else { return Some(Returns::Nothing) };
    let type_ref = &returned.type_ref;
    if type_ref.item == ItemType::Primitive(Primitive::Stream) {
        lowering.diagnostics.push(
            Diagnostic::warning(
                Code::Unsupported,
                format!("`{}` returns a stream, which is not generated yet; it is left out", operation.name),
            )
            .at(type_ref.span),
        );
        return None;
    }
    let item = lowering.item_type(&type_ref.item)?;
    if type_ref.is_collection {
        return Some(Returns::Collection(item));
    }
    let is_structured = type_ref
        .type_id()
        .is_some_and(|id| matches!(lowering.model.type_(id).kind, TypeKind::Entity(_) | TypeKind::Complex(_)));
    Some(match item {
        item @ (ValueType::Generated(_) | ValueType::Custom(_)) if is_structured => Returns::Structure(item),
        item => Returns::Single(item),
    })
}

fn permission_docs(facts: &OperationFacts) -> Vec<String> {
    let list = |names: &[String]| {
        names.iter().map(|name| format!("`{}`", name.replace('`', ""))).collect::<Vec<_>>().join(", ")
    };
    let mut docs = Vec::new();
    for (who, least, higher) in [
        ("delegated", &facts.delegated_least, &facts.delegated_higher),
        ("application", &facts.application_least, &facts.application_higher),
    ] {
        if least.is_empty() && higher.is_empty() {
            continue;
        }
        let also = if higher.is_empty() { String::new() } else { format!("; or {}", list(higher)) };
        docs.push(format!("Permission, {who}: {}{also}.", list(least)));
    }
    if !facts.roles.is_empty() {
        let roles: Vec<String> = facts.roles.iter().map(|role| documentation::plain(role)).collect();
        let custom = match facts.role_permissions.as_slice() {
            [] => String::new(),
            names => format!("; or a custom role with {}", list(names)),
        };
        docs.push(format!("Roles: {}{custom}.", roles.join(", ")));
    }
    if !facts.clouds.is_empty() {
        let clouds: Vec<String> = facts.clouds.iter().map(|cloud| documentation::plain(cloud)).collect();
        docs.push(format!("Clouds: {}.", clouds.join(", ")));
    }
    if facts.personal_accounts == Some(false) {
        docs.push("Not for personal Microsoft accounts.".to_owned());
    }
    docs
}
