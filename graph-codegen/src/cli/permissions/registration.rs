//! Permissions in the forms that registrations of applications and token requests have.

use std::collections::BTreeSet;

use serde_json::json;

use super::{super::arguments::Endpoint, Report};
use crate::{diagnostic::visible, permissions::NeededPermission};

/// The identifier of Graph as a resource, which is the same in all tenants and clouds.
pub(super) const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
/// How many requests a remark lists.
const MAX_LISTED: usize = 10;

/// A permission in a registration.
struct Entry<'t> {
    id: &'t str,
    kind: &'static str,
    name: &'t str,
}

fn needed<'r, 't>(report: &'r Report<'t>) -> impl Iterator<Item = &'r NeededPermission<'t>> {
    report.set().into_iter().flat_map(|set| &set.permissions)
}

/// The permissions that have an identifier, each once: both kinds of accounts have the same scopes.
fn entries<'t>(reports: &[Report<'t>]) -> Vec<Entry<'t>> {
    let mut seen = BTreeSet::new();
    let mut entries = Vec::new();
    for report in reports {
        let kind = report.least.scheme.resource_access_type();
        for needed in needed(report) {
            let Some(id) = needed.grant.and_then(|grant| grant.id) else { continue };
            if seen.insert((id, kind)) {
                entries.push(Entry { id, kind, name: needed.permission.name() });
            }
        }
    }
    entries
}

/// `requiredResourceAccess` of an application.
pub(super) fn manifest(reports: &[Report<'_>]) -> String {
    let access: Vec<serde_json::Value> =
        entries(reports).iter().map(|entry| json!({ "id": entry.id, "type": entry.kind })).collect();
    let manifest = json!({ "requiredResourceAccess": [{ "resourceAppId": GRAPH, "resourceAccess": access }] });
    format!("{manifest:#}\n")
}

pub(super) fn bicep(reports: &[Report<'_>]) -> String {
    let mut text = String::from(
        "extension microsoftGraphV1\n\n\
         param uniqueName string\n\
         param displayName string\n\n\
         resource application 'Microsoft.Graph/applications@v1.0' = {\n  \
           uniqueName: uniqueName\n  \
           displayName: displayName\n  \
           requiredResourceAccess: [\n    \
             {\n      \
               // Microsoft Graph\n",
    );
    text.push_str(&format!("      resourceAppId: '{GRAPH}'\n      resourceAccess: [\n"));
    for Entry { id, kind, name } in entries(reports) {
        text.push_str(&format!(
            "        {{\n          // {name}\n          id: '{id}'\n          type: '{kind}'\n        }}\n"
        ));
    }
    text.push_str("      ]\n    }\n  ]\n}\n");
    text
}

pub(super) fn terraform(reports: &[Report<'_>]) -> String {
    let mut text = format!("required_resource_access {{\n  # Microsoft Graph\n  resource_app_id = \"{GRAPH}\"\n");
    for Entry { id, kind, name } in entries(reports) {
        text.push_str(&format!(
            "\n  resource_access {{\n    # {name}\n    id   = \"{id}\"\n    type = \"{kind}\"\n  }}\n"
        ));
    }
    text.push_str("}\n");
    text
}

/// The scopes of a token request for Graph in a cloud, in one line. An application requests all of its roles at once.
pub(super) fn scopes(reports: &[Report<'_>], Endpoint(resource): Endpoint, is_full: bool) -> String {
    let mut scopes: Vec<String> = Vec::new();
    for report in reports {
        let names = match report.least.scheme.is_delegated() {
            true => needed(report).map(|needed| needed.permission.name()).collect(),
            false => vec![".default"],
        };
        for name in names {
            let scope = match is_full || name == ".default" {
                true => format!("{resource}/{name}"),
                false => name.to_owned(),
            };
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
    }
    scopes.join(" ") + "\n"
}

/// What the output does not say: requests that it may not allow, and permissions that it lacks.
pub(super) fn remarks(reports: &[Report<'_>], has_ids: bool) -> String {
    let mut text = String::new();
    for report in reports {
        let scheme = report.least.scheme;
        let mut list = |what: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                text.push_str(&format!("warning: {scheme}: {what}:\n"));
                lines.iter().take(MAX_LISTED).for_each(|line| text.push_str(&format!("  {line}\n")));
                if lines.len() > MAX_LISTED {
                    text.push_str(&format!("  and {} more\n", lines.len() - MAX_LISTED));
                }
            }
        };
        let unknown = report.least.unknown.iter();
        list(
            "the permissions of these requests are not known",
            unknown.map(|request| super::text::line(request)).collect(),
        );
        let unsupported = report.least.unsupported.iter();
        list(
            "no permission of an application's registration allows these requests",
            unsupported.map(|found| super::text::line(found.request)).collect(),
        );
        list(super::NEEDS_USER, report.needs_user.iter().map(super::text::instead).collect());
        let without_id = needed(report).filter(|needed| has_ids && needed.grant.is_none_or(|grant| grant.id.is_none()));
        list(
            "the identifiers of these permissions are not published, so they are missing in the output",
            without_id.map(|needed| visible(needed.permission.name())).collect(),
        );
        if report.least.sets.len() > 1 {
            let others = report.least.sets.len() - 1;
            text.push_str(&format!("note: {scheme}: other sets are as good ({others}); `--format text` shows them\n"));
        }
        if !report.least.is_proven {
            text.push_str(&format!("warning: {scheme}: the set is not proven to be minimal\n"));
        }
    }
    text
}
