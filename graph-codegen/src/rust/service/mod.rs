//! The entry point, request builders and their methods.

mod action;
mod builder;
mod caller;
mod capability;
mod cast;
mod change;
mod function;
mod get;
mod key;
mod navigation;
mod permissions;
mod returns;

use std::collections::{BTreeMap, btree_map::Entry};

use self::{
    builder::{Parts, request_builder},
    caller::{Caller, CallerKind},
};
use super::{
    Identifier, Path, Place, RequestBuilder, Root, Service, Structure, ValueType, deprecation::deprecation,
    lower::Lowering, scope::Scope,
};
use crate::{
    edm::{Annotation, ItemType, OperationId, TypeId},
    extension::Element,
    selection::{Resource, ResourceShape, RootKind},
};

type Modules = Vec<Identifier>;

/// What was planned, with the modules it belongs to.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub(super) service: Option<Service>,
    pub(super) builders: Vec<(Modules, RequestBuilder)>,
    pub(super) places: Vec<(Modules, Place)>,
}

/// The structs of parameters.
#[derive(Debug, Default)]
pub(super) struct Structures {
    pub(super) by_module: BTreeMap<Modules, Vec<Structure>>,
    /// Where the one of a bound action is.
    shared: BTreeMap<OperationId, Path>,
}

/// Where the request builder of each resource is.
type Builders = BTreeMap<ResourceShape, Path>;

/// Plans the service and its request builders; structs of parameters go to `structures`.
pub(super) fn lower(lowering: &mut Lowering<'_>, structures: &mut Structures) -> Planned {
    let selection = lowering.selection;
    let Some(container) = lowering.graph.container().filter(|_| !selection.is_pathless()) else {
        return Planned::default();
    };
    let default = Identifier::forced(&heck::AsUpperCamelCase(container.name.name()).to_string());
    let wanted = lowering.customs.rename(&Element::Container(&container.name), default.as_str()).unwrap_or(default);
    let name = lowering.claim(container.name.namespace(), [wanted.clone(), wanted.with_suffix("Service")]).name;

    let mut builders = Builders::new();
    let mut places: BTreeMap<TypeId, (Modules, Place)> = BTreeMap::new();
    let mut shapes: Vec<(&ResourceShape, &Resource)> = selection.resources.iter().collect();
    shapes.sort_by_key(|(shape, _)| (lowering.type_name(shape.entity_type()), **shape));
    for (shape, _) in &shapes {
        let qualified = lowering.type_name(shape.entity_type());
        let stem = stem(lowering, **shape);
        let path = lowering.claim(qualified.namespace(), [stem.with_suffix("RequestBuilder")]);
        builders.insert(**shape, path);
    }
    // One after the other, so that what is called `UserRequests` does not depend on whether collections of them are selected.
    for (shape, _) in &shapes {
        let id = shape.entity_type();
        if let Entry::Vacant(vacant) = places.entry(id) {
            let qualified = lowering.model.type_(id).name.clone();
            let stem = stem(lowering, ResourceShape::Entity(id));
            let path = lowering.claim(qualified.namespace(), [stem.with_suffix("Requests")]);
            vacant.insert((path.modules, Place::new(path.name, id, qualified.to_string())));
        }
    }

    let mut scope = Scope::with(&["new", "clone", "to_owned", "into", "try_into"]);
    let roots = selection
        .roots
        .iter()
        .filter_map(|(segment, root)| {
            let element = Element::Root { container: &container.name, name: segment };
            let what = match root.kind {
                RootKind::EntitySet => "entity set",
                RootKind::Singleton => "singleton",
            };
            let annotations = lowering.graph.child(segment).map(|child| child.annotations());
            Some(Root {
                name: scope.claim([lowering.snake(&element, segment)]),
                segment: segment.clone(),
                builder: builders.get(&root.shape)?.clone(),
                deprecation: annotations.and_then(deprecation),
                doc: with_capabilities(
                    format!("`/{segment}`: the {what} of `{}`.", lowering.type_name(root.shape.entity_type())),
                    annotations,
                ),
            })
        })
        .collect();
    let mut imports = Vec::new();
    for (import, operations) in &selection.imports {
        let mut caller = Caller {
            lowering: &mut *lowering,
            structures: &mut *structures,
            builders: &builders,
            scope: &mut scope,
            methods: &mut imports,
            owner: &container.name,
            template: "",
            kind: CallerKind::Import(import),
        };
        caller.add(operations);
    }
    let service = Service { name, source: container.name.to_string(), roots, imports };

    let mut planned = Vec::new();
    for (shape, resource) in shapes {
        let Some(path) = builders.get(shape).cloned() else { continue };
        let Some((_, place)) = places.get_mut(&shape.entity_type()) else { continue };
        let parts = Parts {
            lowering: &mut *lowering,
            structures: &mut *structures,
            builders: &builders,
            shape: *shape,
            resource,
            scope: Scope::with(reserved(*shape)),
            methods: Vec::new(),
        };
        let builder = request_builder(parts, &path, &place.name);
        let is_collection = matches!(shape, ResourceShape::Collection(_));
        place.add(&builder, is_collection);
        if is_collection {
            place.collection_name.clone_from(&builder.leads);
        }
        planned.push((path.modules.clone(), builder));
    }
    for (_, place) in places.values_mut() {
        let item = lowering.item_type(&ItemType::Declared(place.origin));
        place.item = item.filter(|item| matches!(item, ValueType::Structure(_) | ValueType::Custom(_)));
    }
    Planned { service: Some(service), builders: planned, places: places.into_values().collect() }
}

/// The names of methods that a request builder of the runtime has, or may have by a trait that is always in scope: a method behind it would
/// be hidden.
const fn reserved(shape: ResourceShape) -> &'static [&'static str] {
    match shape {
        ResourceShape::Entity(_) => &["get", "update", "delete", "clone", "to_owned", "into", "try_into"],
        ResourceShape::Collection(_) => &["by_id", "get", "create", "count", "clone", "to_owned", "into", "try_into"],
    }
}

/// A line of documentation on the way to a place, and what annotations of that place say of queries there.
fn with_capabilities(mut doc: String, annotations: Option<&[Annotation]>) -> String {
    let annotations = annotations.unwrap_or_default();
    if let Some(sentences) = capability::sentences(annotations, &capability::unsupported(annotations)) {
        doc.push(' ');
        doc.push_str(&sentences);
    }
    doc
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
