//! The report for programs, which `docs/permissions.md` describes.

use serde_json::{Value, json};

use super::Report;
use crate::{
    permissions::{
        AlsoRequires, Alternative, LeastSet, NeededPermission, Obstacle, RequestPermissions, ResponsePart, Scheme,
        SelectionPermissions, Source,
    },
    selection::SelectedRequest,
};

/// Increases when a field changes its meaning or disappears.
const VERSION: u32 = 1;

pub(super) fn report(permissions: &SelectionPermissions<'_>, reports: &[Report<'_>]) -> String {
    let requests: Vec<Value> =
        permissions.requests().iter().map(|(request, found)| described(request, found.as_ref())).collect();
    let schemes: Vec<Value> = reports.iter().map(scheme).collect();
    format!("{:#}\n", json!({ "version": VERSION, "requests": requests, "schemes": schemes }))
}

fn described(request: &SelectedRequest, found: Option<&RequestPermissions<'_>>) -> Value {
    let mut value = reference(request);
    value["name"] = json!(request.name);
    let Some(found) = found else {
        value["permissions"] = Value::Null;
        return value;
    };
    let source = match found.source {
        Source::Table => "table",
        Source::TableOfOtherPath => "table-of-other-path",
        Source::Annotations => "annotations",
    };
    let schemes = Scheme::ALL.into_iter().map(|scheme| {
        let of_scheme = found.scheme(scheme);
        let list = |list: &[Alternative<'_>]| list.iter().map(alternative).collect::<Vec<Value>>();
        let value = json!({
            "known": of_scheme.is_known(),
            "least": list(&of_scheme.least),
            "higher": list(&of_scheme.higher),
            "resourceSpecific": list(&of_scheme.resource_specific),
        });
        (scheme.as_str().to_owned(), value)
    });
    value["permissions"] = json!({ "source": source, "path": found.path, "schemes": Value::Object(schemes.collect()) });
    value
}

fn scheme(report: &Report<'_>) -> Value {
    let least = &report.least;
    let unsupported = least.unsupported.iter().map(|found| {
        let mut value = reference(found.request);
        value["resourceSpecific"] = found.resource_specific.iter().map(alternative).collect();
        value["supportedBy"] = found.supported_by.iter().map(|scheme| scheme.as_str()).collect();
        value
    });
    let partial = report.partial.iter().flat_map(|partial| &partial.responses).map(|partial| {
        let mut value = reference(partial.request);
        match &partial.part {
            ResponsePart::Expansion(property) => value["expand"] = json!(property),
            ResponsePart::DerivedType(name) => value["type"] = json!(name),
        }
        value["readBy"] = json!(partial.template);
        value["least"] = json!(partial.least);
        value
    });
    let needs_user = report.needs_user.iter().map(|(request, path)| {
        let mut value = reference(request);
        value["applicationPath"] = json!(path);
        value
    });
    json!({
        "scheme": least.scheme.as_str(),
        "proven": least.is_proven,
        "moreSets": least.has_more_sets,
        "sets": least.sets.iter().map(set).collect::<Vec<Value>>(),
        "unknown": report.unknown.iter().map(unknown).collect::<Vec<Value>>(),
        "unsupported": unsupported.collect::<Vec<Value>>(),
        "needsUser": needs_user.collect::<Vec<Value>>(),
        "partial": partial.collect::<Vec<Value>>(),
        "morePartial": report.partial.as_ref().is_some_and(|partial| !partial.is_complete),
    })
}

fn unknown((request, neighbours): &(&SelectedRequest, Vec<String>)) -> Value {
    let mut value = reference(request);
    let neighbours = neighbours.iter().filter_map(|line| line.split_once(' '));
    value["neighbours"] = neighbours.map(|(method, path)| json!({ "method": method, "path": path })).collect();
    value
}

fn set(set: &LeastSet<'_>) -> Value {
    let ambiguous = set.ambiguous.iter().map(|(request, met)| {
        let mut value = reference(request);
        value["alternative"] = alternative(met);
        value
    });
    json!({
        "permissions": set.permissions.iter().map(needed).collect::<Vec<Value>>(),
        "permittedRequests": set.permitted_requests,
        "ambiguous": ambiguous.collect::<Vec<Value>>(),
    })
}

fn needed(needed: &NeededPermission<'_>) -> Value {
    let narrower = needed.narrower.iter().map(|narrower| {
        let mut value = json!({ "name": narrower.permission.name() });
        match narrower.obstacle {
            Obstacle::DoesNotAllow(request) => value["doesNotAllow"] = reference(request),
            Obstacle::NotListedAsLeast => value["obstacle"] = json!("not-listed-as-least"),
            Obstacle::WorseOtherwise => value["obstacle"] = json!("worse-otherwise"),
        }
        value
    });
    json!({
        "name": needed.permission.name(),
        "id": needed.grant.and_then(|grant| grant.id),
        "requiresAdminConsent": needed.grant.map(|grant| grant.requires_admin_consent),
        "privilegeLevel": needed.grant.and_then(|grant| grant.privilege_level),
        "neededBy": needed.needed_by.iter().map(|request| reference(request)).collect::<Vec<Value>>(),
        "narrower": narrower.collect::<Vec<Value>>(),
    })
}

fn alternative(alternative: &Alternative<'_>) -> Value {
    let mut value = json!({ "name": alternative.name() });
    let also: Vec<&str> = alternative.permissions().skip(1).map(|permission| permission.name()).collect();
    if !also.is_empty() {
        value["alsoRequires"] = json!(also);
        value["ambiguous"] = json!(matches!(alternative.also, AlsoRequires::Ambiguous(_)));
    }
    value
}

fn reference(request: &SelectedRequest) -> Value {
    json!({ "method": request.method.as_str(), "path": request.template })
}
