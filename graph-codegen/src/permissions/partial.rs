//! Responses that a set of permissions may leave incomplete.

use std::collections::{BTreeMap, BTreeSet};

use super::{Alternative, LeastSet, Scheme, SchemePermissions, index::TableIndex};
use crate::{
    edm::{ContainerChild, Model, TypeId},
    selection::{Method, RequestKind, ResourceMethod, ResourceShape, SelectedRequest, Selection},
};

/// How many expansions are looked up at most.
const MAX_LOOKUPS: usize = 3_000;

/// Responses of a selection that a set of permissions may leave incomplete.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PartialResponses<'t> {
    /// The responses.
    pub responses: Vec<PartialResponse<'t>>,
    /// Whether all expansions were looked up. Their number is bounded.
    pub is_complete: bool,
}

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
    /// The least privileged permissions for reading the part, each of which suffices.
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
) -> PartialResponses<'t> {
    let names: BTreeSet<&str> = set.permissions.iter().map(|needed| needed.permission.name()).collect();
    // The permissions of a request, unless the set allows it or nothing is known about it.
    let lacking = |template: &str| {
        let found = index.request(Method::Get, template)?;
        let of_scheme = found.scheme(scheme);
        let is_allowed = of_scheme
            .alternatives()
            .any(|alternative| alternative.permissions().all(|permission| names.contains(permission.name())));
        (!is_allowed && of_scheme.alternatives().next().is_some()).then(|| least(of_scheme))
    };
    let sets = entity_sets(model).into_iter();
    let sets: Vec<(TypeId, String, Vec<&'t str>)> =
        sets.filter_map(|(id, template)| lacking(&template).map(|least| (id, template, least))).collect();
    let mut types: BTreeMap<TypeId, TypeParts<'_>> = BTreeMap::new();
    let mut found = PartialResponses { responses: Vec::new(), is_complete: true };
    let mut lookups = 0;
    for request in requests {
        let Some(shape) = response(request, model) else { continue };
        let of = shape.entity_type();
        let parts = types.entry(of).or_insert_with(|| TypeParts::of(of, model, selection, &sets));
        for set in &parts.derived {
            let (derived, template, least) = &sets[*set];
            found.responses.push(PartialResponse {
                request,
                part: ResponsePart::DerivedType(model.type_(*derived).name.as_str().to_owned()),
                template: template.clone(),
                least: least.clone(),
            });
        }
        if !matches!(request.kind, RequestKind::Resource(..)) {
            continue;
        }
        let key = if matches!(shape, ResourceShape::Collection(_)) { "/{id}" } else { "" };
        for property in &parts.expandable {
            lookups += 1;
            if lookups > MAX_LOOKUPS {
                found.is_complete = false;
                break;
            }
            let template = format!("{}{key}/{property}", request.template);
            if let Some(least) = lacking(&template) {
                let part = ResponsePart::Expansion((*property).to_owned());
                found.responses.push(PartialResponse { request, part, template, least });
            }
        }
    }
    found
}

/// What responses with entities of a type may lack.
struct TypeParts<'m> {
    /// Entity sets of derived types, by number.
    derived: Vec<usize>,
    /// Navigation properties whose types are selected.
    expandable: Vec<&'m str>,
}

impl<'m> TypeParts<'m> {
    fn of(of: TypeId, model: &'m Model, selection: &Selection, sets: &[(TypeId, String, Vec<&str>)]) -> Self {
        let is_derived = |set: &usize| sets[*set].0 != of && model.is_a(sets[*set].0, of);
        let is_selected = |target: TypeId| selection.types.contains_key(&target);
        let properties = model.navigation_properties(of).into_iter();
        let properties = properties.filter(|(_, property)| property.type_ref.type_id().is_some_and(is_selected));
        Self {
            derived: (0..sets.len()).filter(is_derived).collect(),
            expandable: properties.map(|(_, property)| property.name.as_str()).collect(),
        }
    }
}

/// Permissions for reading a part: those that are only for reading by their names, of the least privileged ones or else
/// of all.
fn least<'t>(permissions: &SchemePermissions<'t>) -> Vec<&'t str> {
    let names = |list: &[Alternative<'t>]| -> Vec<&'t str> { list.iter().map(Alternative::name).collect() };
    let (least, higher) = (names(&permissions.least), names(&permissions.higher));
    let reading =
        |names: &[&'t str]| -> Vec<&'t str> { names.iter().copied().filter(|name| !name.contains("Write")).collect() };
    let lists = [reading(&least), reading(&higher), least, higher];
    lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
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
