use std::collections::BTreeSet;

use super::{
    Availability, CloudTable, Inapplicable, Lookup,
    request_paths::{Need, RequestPaths},
};
use crate::{
    diagnostic::Sources,
    edm::{Model, OperationId, TypeKind},
    explain::{Element, Reasons},
    selection::{RequestKind, SelectedRequest, Selection},
};

/// In which clouds a selection is available; see [`Selected::availability`](crate::Selected::availability).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct SelectedAvailability {
    /// All selected requests, sorted by path and method.
    pub requests: Vec<RequestAvailability>,
    /// The selected types that some cloud lacks, their members that some cloud with the type lacks, and the parameters
    /// of selected actions that some cloud with the action lacks, or of which this is not known; sorted by name.
    pub elements: Vec<ElementAvailability>,
}

/// In which clouds a request is available.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestAvailability {
    /// The request.
    pub request: SelectedRequest,
    /// The clouds that have everything on its path; `None` if that is not known.
    pub availability: Option<Availability>,
    /// The elements on its path that some cloud lacks, each with the clouds that have it, in the order of the path.
    pub limited_by: Vec<(String, Availability)>,
    /// The elements on its path that the table of clouds does not have, in the order of the path.
    pub unknown: Vec<String>,
}

/// In which clouds a selected type or member is available.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ElementAvailability {
    /// `microsoft.graph.onenote`, `microsoft.graph.user/aboutMe`, `microsoft.graph.event/decline(ProposedNewTime)`.
    pub element: String,
    /// `entity type`, `complex type`, `enum type`, `property`, `enum member` or `parameter`.
    pub kind: &'static str,
    /// The clouds that have it; `None` if that is not known.
    pub availability: Option<Availability>,
    /// Why it is selected. The first reason is about the element, each other one about the subject that the preceding
    /// one names, and the last names a selector.
    pub reasons: Vec<String>,
}

/// Reports in which clouds a selection is available. `sources` contain the selectors.
pub(crate) fn report(
    model: &Model,
    selection: &Selection,
    sources: &Sources,
) -> Result<SelectedAvailability, Inapplicable> {
    let table = CloudTable::for_model(model)?;
    let requests = selection.requests(model);
    let paths = RequestPaths::new(model, selection, Lookup::new(table, model), &requests);
    let operations: BTreeSet<OperationId> = requests
        .iter()
        .filter_map(|request| match request.kind {
            RequestKind::Operation(_, id) => Some(id),
            RequestKind::Resource(..) => None,
        })
        .collect();
    let requests = requests.into_iter().map(|request| of_request(&paths, request)).collect();
    let reasons = Reasons::new(model, selection, sources);
    let lookup = paths.lookup();
    let mut elements = Vec::new();
    for (id, selected) in &selection.types {
        let declared = model.type_(*id);
        let of_type = lookup.of_type(*id);
        let because = || reasons.of(&Element::Type(*id));
        let kind = Element::Type(*id).kind(model);
        if of_type != Some(Availability::ALL) {
            let element = declared.name.to_string();
            elements.push(ElementAvailability { element, kind, availability: of_type, reasons: because() });
        }
        let mut add = |kind, name: &str| {
            let availability = lookup.of_member(*id, name);
            if availability != of_type {
                let element = format!("{}/{name}", declared.name);
                elements.push(ElementAvailability { element, kind, availability, reasons: because() });
            }
        };
        for (_, property) in model.properties(*id) {
            if selected.members.contains(&property.name) {
                add("property", &property.name);
            }
        }
        if let TypeKind::Enum(enumeration) = &declared.kind {
            enumeration.members.iter().for_each(|member| add("enum member", &member.name));
        }
    }
    for id in operations {
        let of_operation = lookup.of_operation(None, id);
        for (_, Need { element, availability }) in paths.parameters(id) {
            if availability != of_operation {
                let reasons = reasons.of(&Element::Operation(id));
                elements.push(ElementAvailability { element, kind: "parameter", availability, reasons });
            }
        }
    }
    elements.sort_by(|left, right| left.element.cmp(&right.element));
    Ok(SelectedAvailability { requests, elements })
}

fn of_request(paths: &RequestPaths<'_>, request: SelectedRequest) -> RequestAvailability {
    let mut availability = Some(Availability::ALL);
    let (mut limited_by, mut unknown) = (Vec::new(), Vec::new());
    for need in paths.needs(&request) {
        let known = availability.zip(need.availability);
        availability = known.map(|(all, needed)| all & needed);
        match need.availability {
            None => unknown.push(need.element),
            Some(Availability::ALL) => {}
            Some(has) => limited_by.push((need.element, has)),
        }
    }
    RequestAvailability { request, availability, limited_by, unknown }
}
