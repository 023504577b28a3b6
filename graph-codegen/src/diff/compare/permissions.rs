//! The permissions of requests, from two tables.

use std::collections::BTreeSet;

use crate::{
    diff::{
        Rule,
        comparison::{Comparison, Draft},
    },
    explain::Element,
    permissions::{PermissionTable, Scheme, SchemePermissions},
    selection::{RequestKind, SelectedRequest},
};

/// Compares the permissions of the requests that a selection has. A request that a table does not have is unknown.
pub(super) fn compare(comparison: &mut Comparison<'_>, [old, new]: [&PermissionTable; 2]) {
    let Some(selection) = comparison.old.selection else { return };
    for request in selection.requests(comparison.old.model) {
        let find = |table| PermissionTable::request(table, request.method, &request.template);
        let (Some(before), Some(after)) = (find(old), find(new)) else { continue };
        for scheme in Scheme::ALL {
            compare_scheme(comparison, &request, scheme, before.scheme(scheme), after.scheme(scheme));
        }
    }
}

/// The names of the least privileged permissions, sorted.
fn least(found: &SchemePermissions<'_>) -> String {
    let names: BTreeSet<&str> = found.least.iter().map(|alternative| alternative.permission.name()).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// An alternative as the names of all its permissions.
type Names<'t> = BTreeSet<&'t str>;

fn compare_scheme(
    comparison: &mut Comparison<'_>,
    request: &SelectedRequest,
    scheme: Scheme,
    before: &SchemePermissions<'_>,
    after: &SchemePermissions<'_>,
) {
    let all = |found: &SchemePermissions<'_>| -> Vec<String> {
        let names = found.alternatives().map(|alternative| alternative.permissions().map(|own| own.name()).collect());
        names.map(|names: Names<'_>| names.into_iter().collect::<Vec<_>>().join(" with ")).collect()
    };
    let (was, is) = (all(before), all(after));
    // A token with more permissions than necessary is accepted, too.
    let suffices = |list: &[String], name: &String| {
        let granted: BTreeSet<&str> = name.split(" with ").collect();
        list.iter().any(|other| other.split(" with ").all(|needed| granted.contains(needed)))
    };
    let call = format!("{} {}", request.method.as_str(), request.template);
    let key = |names: &str| format!("{} {names}", scheme.as_str());
    let mut found = Vec::new();
    for name in was.iter().filter(|name| !suffices(&is, name)) {
        let message = format!("{name} no longer suffices for {call}, {scheme}");
        found.push(Draft::new(Rule::PermissionRemoved, call.as_str(), message).values(key(name), ""));
    }
    for name in is.iter().filter(|name| !suffices(&was, name)) {
        let message = format!("{name} suffices for {call}, {scheme}");
        found.push(Draft::new(Rule::PermissionAdded, call.as_str(), message).values("", key(name)));
    }
    let (from, to) = (least(before), least(after));
    if from != to && !from.is_empty() && !to.is_empty() {
        let message = format!("the least permission for {call}, {scheme}, is {to}; it was {from}");
        let draft = Draft::new(Rule::LeastPermissionChanged, call.as_str(), message);
        found.push(draft.values(key(&from), to));
    }
    for draft in found {
        comparison.push(match &request.kind {
            RequestKind::Resource(shape, _) => draft.of(Element::Resource(*shape, request.template.clone())),
            RequestKind::Operation(_, id) => {
                draft.at(comparison.old.model.operation(*id).span, None).of(Element::Operation(*id))
            }
        });
    }
}
