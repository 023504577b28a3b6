//! Responses that a set of permissions may leave incomplete.

use std::collections::{BTreeMap, BTreeSet};

use super::{LeastSet, Scheme, SchemePermissions, index::TableIndex};
use crate::{
    edm::{ContainerChild, Model, TypeId},
    selection::{Method, RequestKind, ResourceMethod, ResourceShape, SelectedRequest, Selection},
};

/// How many requests are looked up at most.
const MAX_LOOKUPS: usize = 3_000;

/// A response that may be incomplete, since a part of it needs another permission.
///
/// The service answers such requests with `200 OK`, and omits what the caller may not read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PartialResponse<'t> {
    /// The request.
    pub request: &'t SelectedRequest,
    /// The part that may be incomplete.
    pub part: ResponsePart,
    /// The request that reads the part by itself: `/users/{id}`.
    pub template: String,
    /// The least privileged permissions for the part, each of which suffices.
    pub least: Vec<&'t str>,
}

/// A part of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponsePart {
    /// The entities of a navigation property, if the request expands it.
    Expansion(String),
    /// Items of a derived type, of which the service only returns the identifier.
    DerivedType(String),
}

/// Returns the responses of a selection that a set of permissions may leave incomplete.
pub(super) fn partial_responses<'t>(
    index: &TableIndex<'t>,
    requests: impl Iterator<Item = &'t SelectedRequest>,
    (model, selection): (&Model, &Selection),
    scheme: Scheme,
    set: &LeastSet<'_>,
) -> Vec<PartialResponse<'t>> {
    let names: BTreeSet<&str> = set.permissions.iter().map(|needed| needed.permission.name()).collect();
    let mut lookups = 0;
    // The permissions of a request, unless the set allows it or nothing is known about it.
    let mut lacking = |template: &str| {
        lookups += 1;
        let found = (lookups <= MAX_LOOKUPS).then(|| index.request(Method::Get, template)).flatten()?;
        let of_scheme = found.scheme(scheme);
        let is_allowed = of_scheme
            .alternatives()
            .any(|alternative| alternative.permissions().all(|permission| names.contains(permission.name())));
        (!is_allowed && of_scheme.alternatives().next().is_some()).then(|| least(of_scheme))
    };
    let mut partial = Vec::new();
    let sets = entity_sets(model);
    let mut navigation = BTreeMap::new();
    for request in requests {
        let Some(shape) = response(request, model) else { continue };
        let mut add = |part, template: String, least| partial.push(PartialResponse { request, part, template, least });
        let of = shape.entity_type();
        let is_derived = |id: &TypeId| *id != of && model.is_a(*id, of);
        for (derived, template) in sets.iter().filter(|(id, _)| is_derived(id)) {
            if let Some(least) = lacking(template) {
                add(ResponsePart::DerivedType(model.type_(*derived).name.as_str().to_owned()), template.clone(), least);
            }
        }
        if !matches!(request.kind, RequestKind::Resource(..)) {
            continue;
        }
        let properties = navigation.entry(of).or_insert_with(|| model.navigation_properties(of));
        for (_, property) in properties {
            let is_selected = property.type_ref.type_id().is_some_and(|target| selection.types.contains_key(&target));
            let key = if matches!(shape, ResourceShape::Collection(_)) { "/{id}" } else { "" };
            let template = format!("{}{key}/{}", request.template, property.name);
            if let Some(least) = is_selected.then(|| lacking(&template)).flatten() {
                add(ResponsePart::Expansion(property.name.clone()), template, least);
            }
        }
    }
    partial
}

fn least<'t>(permissions: &SchemePermissions<'t>) -> Vec<&'t str> {
    let listed = if permissions.least.is_empty() { &permissions.higher } else { &permissions.least };
    listed.iter().map(|alternative| alternative.name()).collect()
}

/// The resource in the response of a request that reads one.
fn response(request: &SelectedRequest, model: &Model) -> Option<ResourceShape> {
    match &request.kind {
        RequestKind::Resource(shape, ResourceMethod::Get) => Some(*shape),
        RequestKind::Resource(..) => None,
        RequestKind::Operation(_, id) => {
            let returned = &model.operation(*id).return_type.as_ref()?.type_ref;
            let id = returned.type_id().filter(|id| model.type_(*id).is_entity())?;
            Some(if returned.is_collection { ResourceShape::Collection(id) } else { ResourceShape::Entity(id) })
        }
    }
}

/// The types of entity sets, each with the path of an entity.
fn entity_sets(model: &Model) -> Vec<(TypeId, String)> {
    let Some(service) = model.service() else { return Vec::new() };
    let sets = service.children().iter().filter(|child| matches!(child, ContainerChild::EntitySet(_)));
    sets.filter_map(|child| Some((child.entity_type()?, format!("/{}/{{id}}", child.name())))).collect()
}
