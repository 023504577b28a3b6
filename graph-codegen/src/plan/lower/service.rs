//! Plans the service and its request builders.

use std::collections::BTreeMap;

use super::{
    builder::BuilderPlanner,
    caller::{Caller, CallerKind},
    client_functions::{NAMES, client_functions},
    externs::{extern_builder, reached},
    methods::segment,
    namespaces::Modules,
    options::address_with,
    permissions::PlannedPermissions,
    planner::Planner,
    service_profile::{profile_docs, service_profile},
};
use crate::{
    customization::{Element, ScopeKind},
    edm::{Annotation, OperationId},
    facts::{CustomOption, term::READ_RESTRICTIONS},
    naming::{Identifier, Wanted, camel},
    plan::{
        Method, Path, RequestBuilder, Service, Structure,
        docs::{capability_sentences, deprecation, description, long_description, unsupported_options},
    },
    selection::{Resource, ResourceShape, RootKind},
};

/// The service, and the request builders with their modules.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub(super) service: Option<Service>,
    pub(super) builders: Vec<(Modules, RequestBuilder)>,
}

/// The parameter structs.
#[derive(Debug, Default)]
pub(super) struct Structures {
    pub(super) by_module: BTreeMap<Modules, Vec<Structure>>,
    /// The paths of parameter structs of bound actions.
    pub(super) shared: BTreeMap<OperationId, Path>,
}

/// The paths of request builders.
pub(super) type Builders = BTreeMap<ResourceShape, Path>;

/// Names that are not available to methods of the service: its constructor, and methods of traits in the prelude.
const RESERVED: [&str; 5] = ["new", "clone", "to_owned", "into", "try_into"];

/// Plans the service and its request builders, and adds parameter structs to `structures`.
pub(super) fn lower(planner: &mut Planner<'_>, structures: &mut Structures) -> Planned {
    let selection = planner.selection;
    let Some(container) = planner.graph.container().filter(|_| !selection.is_pathless()) else {
        return Planned::default();
    };
    let default = Identifier::forced(&camel(container.name.name()));
    let wanted = planner.customizations.wanted(&Element::Container(&container.name), Wanted::own(default));
    let source = container.name.as_str();
    let name = planner.claim(container.name.namespace(), wanted, "Service", source, || source.to_owned()).name;

    let mut shapes: Vec<(&ResourceShape, &Resource)> = selection.resources.iter().collect();
    shapes.sort_by_key(|(shape, _)| (planner.type_name(shape.entity_type()), **shape));
    let mut builders = Builders::new();
    // Those of entities first: the builder of one `usersCollection` has its name, not that of many `users`.
    let is_collection = |shape: &ResourceShape| matches!(shape, ResourceShape::Collection(_));
    let (collections, entities): (Vec<ResourceShape>, _) =
        shapes.iter().map(|(shape, _)| **shape).partition(is_collection);
    for shape in entities.iter().chain(&collections) {
        let namespace = planner.type_name(shape.entity_type()).namespace();
        let stem = stem(planner, *shape);
        let path = match extern_builder(planner, *shape, stem.as_str()) {
            Some(path) => path,
            None => {
                let of = planner.type_name(shape.entity_type());
                let source = || Element::RequestBuilder { of, is_collection: is_collection(shape) }.source_name();
                let wanted = Wanted::own(stem.with_suffix("RequestBuilder"));
                planner.claim(namespace, wanted, "2", &format!("{stem}/{of}"), source)
            }
        };
        builders.insert(*shape, path);
    }
    if planner.customizations.has_extern_builders() {
        let reached = reached(planner, &builders);
        shapes.retain(|(shape, _)| reached.contains(shape));
    }

    let client_functions = client_functions(planner.model);
    let mut reserved = RESERVED.to_vec();
    reserved.extend(client_functions.iter().flat_map(|_| NAMES));
    let mut scope = planner.scope(&reserved);
    let mut wanted = Vec::new();
    for name in selection.roots.keys() {
        wanted.push((name.as_str(), planner.wanted(&Element::Root { container: &container.name, name }, name)));
    }
    for name in selection.imports.keys() {
        wanted.push((name.as_str(), planner.wanted(&Element::Operation { on: &container.name, name }, name)));
    }
    scope.promise(&wanted);
    let mut methods = Vec::new();
    for (name, root) in &selection.roots {
        let Some(builder) = builders.get(&root.shape) else { continue };
        let element = Element::Root { container: &container.name, name };
        let annotations = planner.graph.child(name).map(|child| child.annotations());
        let what = match root.kind {
            RootKind::EntitySet => "entity set",
            RootKind::Singleton => "singleton",
        };
        let mut docs = Vec::new();
        docs.extend(annotations.and_then(description));
        docs.extend(annotations.and_then(long_description));
        docs.push(format!("Addresses the {what} `{name}` (`{}`).", planner.type_name(root.shape.entity_type())));
        docs.extend(annotations.and_then(capability_docs));
        let clouds = planner.clouds.as_ref().and_then(|clouds| clouds.of_root(name));
        docs.extend(planner.cloud_docs(clouds));
        let options = CustomOption::of_term(annotations.unwrap_or_default(), READ_RESTRICTIONS);
        let method = Method {
            name: scope.claim_wanted(planner.wanted(&element, name), "_root", name, || element.source_name()),
            source: element.source_name(),
            deprecation: annotations.and_then(deprecation),
            attributes: planner.customizations.attributes(&element),
            clouds: planner.restriction(clouds, None),
            docs,
            ..segment(name, builder)
        };
        methods.push(address_with(method, &options, annotations.unwrap_or_default()));
    }
    for (import, operations) in &selection.imports {
        let mut caller = Caller {
            planner: &mut *planner,
            structures: &mut *structures,
            builders: &builders,
            scope: &mut scope,
            methods: &mut methods,
            owner: &container.name,
            template: "",
            kind: CallerKind::Import(import),
        };
        caller.add(operations);
    }
    planner.report_clashes(&mut scope, ScopeKind::Service);
    let mut docs = vec![format!("The entry point of the service (`{}`).", container.name)];
    let mut hint = String::new();
    if planner.customizations.has_selector_hints() {
        let more = "To generate more methods, select paths such as `/NAME` or `/NAME/{id}`, or everything (`/**`).";
        docs.push(more.to_owned());
        hint.push_str("/NAME /NAME/{id} /**");
    }
    docs.extend(profile_docs(planner.model.profile()));
    let permissions = planner.permissions.as_ref().and_then(PlannedPermissions::text);
    planner.spend(permissions.as_ref().map_or(0, String::len));
    let has_clouds = planner.clouds.is_some();
    let source = container.name.to_string();
    let version = planner.model.origin().chosen_version().map(|version| version.as_str());
    let profile = service_profile(planner.model.profile());
    let requires_root = !planner.model.is_microsoft_graph();
    let attributes = planner.customizations.attributes(&Element::Container(&container.name));
    let service = Service {
        name,
        source,
        docs,
        attributes,
        hint,
        methods,
        version,
        profile,
        client_functions,
        requires_root,
        permissions,
        has_clouds,
    };

    let mut planned = Vec::new();
    for (shape, resource) in shapes {
        let path = builders.get(shape).filter(|path| !path.is_extern() && !planner.is_too_large());
        let Some(path) = path else { continue };
        let builder = BuilderPlanner::new(&mut *planner, &mut *structures, &builders, *shape, resource).plan(path);
        planned.push((path.modules.clone(), builder));
    }
    planner.builders = builders;
    Planned { service: Some(service), builders: planned }
}

/// Documents the queries that annotations on an entity set, singleton or navigation property restrict.
pub(super) fn capability_docs(annotations: &[Annotation]) -> Option<String> {
    capability_sentences(annotations, &unsupported_options(annotations))
}

/// The prefix of the names of a resource's request builder and parameter structs: `User`, `UserCollection`.
pub(super) fn stem(planner: &Planner<'_>, shape: ResourceShape) -> Identifier {
    let id = shape.entity_type();
    let base = match planner.path(id) {
        Some(path) => path.name.clone(),
        None => Identifier::forced(&camel(planner.type_name(id).name())),
    };
    match shape {
        ResourceShape::Entity(_) => base,
        ResourceShape::Collection(_) => base.with_suffix("Collection"),
    }
}
