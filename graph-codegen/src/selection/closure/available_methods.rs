//! The requests of a resource that `**` selects, besides operations.

use crate::{
    edm::TypeId,
    selection::{
        graph::{ResourceShape, Restrictions, RootKind, ServiceGraph, Step},
        result::ResourceMethod,
    },
};

/// Returns the sorted requests on the resource at the end of a path, which is given by its steps in reverse.
///
/// Behind a navigation property, entities can be changed if they are contained; otherwise only references to them.
pub(crate) fn available_methods<'s>(
    steps: impl Iterator<Item = &'s Step<'s>> + Clone,
    graph: &ServiceGraph<'_>,
) -> Vec<ResourceMethod> {
    let Some(last) = steps.clone().next() else { return Vec::new() };
    let shape = last.to();
    let restrictions = Restrictions::of(steps.clone(), graph);
    let mut methods = Vec::with_capacity(4);
    methods.push(ResourceMethod::Get);
    if graph.model().type_(shape.entity_type()).is_entity() {
        add_changes(last, steps, &restrictions, &mut methods);
        match shape {
            ResourceShape::Collection(_) => methods.push(ResourceMethod::Count),
            ResourceShape::Entity(id) => add_streams(id, graph, &mut methods),
        }
    } else if let ResourceShape::Entity(id) = shape
        && !graph.is_microsoft_graph()
    {
        add_streams(id, graph, &mut methods);
    }
    methods.retain(|method| method.is_allowed(&restrictions));
    methods.sort();
    methods
}

/// Adds the requests that change entities or references.
fn add_changes<'s>(
    last: &Step<'_>,
    mut steps: impl Iterator<Item = &'s Step<'s>>,
    restrictions: &Restrictions<'_>,
    methods: &mut Vec<ResourceMethod>,
) {
    let is_collection = matches!(last.to(), ResourceShape::Collection(_));
    // The last segment that is not a key.
    let segment = steps.find(|step| !matches!(step, Step::Key { .. } | Step::AlternateKey { .. }));
    match segment {
        // Their targets are changed by other paths.
        Some(Step::Cast { .. } | Step::Function { .. } | Step::Property { .. }) => {}
        Some(Step::Navigation { .. }) if !restrictions.is_contained() => {
            methods.extend(
                match last {
                    _ if is_collection => &REFERENCES[..],
                    Step::Navigation { .. } => &REFERENCE[..],
                    _ => &[ResourceMethod::RemoveReference],
                }
                .iter()
                .cloned(),
            );
        }
        _ if is_collection => methods.push(ResourceMethod::Create),
        _ => {
            let updates = restrictions.update_methods();
            if updates.is_none_or(|updates| updates.patch) {
                methods.push(ResourceMethod::Update);
            }
            if updates.is_some_and(|updates| updates.put) {
                methods.push(ResourceMethod::Replace);
            }
            if !matches!(last, Step::Root { kind: RootKind::Singleton, .. }) {
                methods.push(ResourceMethod::Delete);
            }
        }
    }
}

/// Requests on the references of a collection.
const REFERENCES: [ResourceMethod; 3] =
    [ResourceMethod::ListReferences, ResourceMethod::AddReference, ResourceMethod::RemoveReferenceById];

/// Requests on the reference of a single-valued property.
const REFERENCE: [ResourceMethod; 3] =
    [ResourceMethod::GetReference, ResourceMethod::SetReference, ResourceMethod::RemoveReference];

/// Adds requests for the media stream of an entity type, and for the stream properties of a type.
fn add_streams(id: TypeId, graph: &ServiceGraph<'_>, methods: &mut Vec<ResourceMethod>) {
    let mut add = |name: Option<&str>| {
        let kinds = [ResourceMethod::Download, ResourceMethod::Upload, ResourceMethod::DeleteStream];
        methods.extend(kinds.map(|kind| kind(name.map(str::to_owned))));
    };
    if graph.model().has_stream(id) {
        add(None);
    }
    for (_, property) in graph.model().properties(id) {
        if graph.model().is_stream(&property.type_ref) {
            add(Some(&property.name));
        }
    }
}
