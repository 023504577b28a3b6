//! What can be done with a resource beyond calling operations: what `**` stands for.

use super::{ResourceMethod, ResourceShape, RootKind, Step, Surroundings, restriction::Restrictions};
use crate::edm::{ItemType, Primitive, TypeId};

/// The requests on the resource at the end of a way, sorted. References are changed where entities are not contained,
/// and the entities themselves where they are. The way is given by its steps, the last one first.
pub(super) fn offered<'s, S: AsRef<str> + 's>(
    steps: impl Iterator<Item = &'s Step<S>> + Clone,
    surroundings: &Surroundings<'_>,
) -> Vec<ResourceMethod> {
    let Some(last) = steps.clone().next() else { return Vec::new() };
    let shape = last.to();
    let restrictions = Restrictions::of(steps.clone(), surroundings);
    let mut methods = Vec::with_capacity(4);
    methods.push(ResourceMethod::Get);
    if surroundings.model().type_(shape.entity_type()).is_entity() {
        add_changes(last, steps, &restrictions, &mut methods);
        match shape {
            ResourceShape::Collection(_) => methods.push(ResourceMethod::Count),
            ResourceShape::Entity(id) => add_streams(id, surroundings, &mut methods),
        }
    }
    methods.retain(|method| method.is_allowed(&restrictions));
    methods.sort();
    methods
}

/// The requests that change the entities or the references that are there.
fn add_changes<'s, S: 's>(
    last: &Step<S>,
    mut steps: impl Iterator<Item = &'s Step<S>>,
    restrictions: &Restrictions<'_>,
    methods: &mut Vec<ResourceMethod>,
) {
    let is_collection = matches!(last.to(), ResourceShape::Collection(_));
    // The way ends at this, or at an entity of it.
    let place = steps.find(|step| !matches!(step, Step::Key { .. } | Step::AlternateKey { .. }));
    match place {
        // What they lead to is changed where it is.
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
            methods.push(match restrictions.update_is_put() {
                true => ResourceMethod::Replace,
                false => ResourceMethod::Update,
            });
            if !matches!(last, Step::Root { kind: RootKind::Singleton, .. }) {
                methods.push(ResourceMethod::Delete);
            }
        }
    }
}

/// What is done with references of a collection.
const REFERENCES: [ResourceMethod; 3] =
    [ResourceMethod::ListReferences, ResourceMethod::AddReference, ResourceMethod::RemoveReferenceById];

/// What is done with the reference of a property that leads to one entity.
const REFERENCE: [ResourceMethod; 3] =
    [ResourceMethod::GetReference, ResourceMethod::SetReference, ResourceMethod::RemoveReference];

/// The media stream of an entity type, if it has one, and its stream properties.
fn add_streams(id: TypeId, surroundings: &Surroundings<'_>, methods: &mut Vec<ResourceMethod>) {
    let mut add = |name: Option<&str>| {
        let kinds = [ResourceMethod::Download, ResourceMethod::Upload, ResourceMethod::DeleteStream];
        methods.extend(kinds.map(|kind| kind(name.map(str::to_owned))));
    };
    let types = || surroundings.model().lineage(id).filter_map(|(_, declaring)| declaring.structured());
    if types().any(|structured| structured.has_stream == Some(true)) {
        add(None);
    }
    for property in types().flat_map(|structured| &structured.properties) {
        let type_ref = &property.type_ref;
        if type_ref.item == ItemType::Primitive(Primitive::Stream) && !type_ref.is_collection {
            add(Some(&property.name));
        }
    }
}
