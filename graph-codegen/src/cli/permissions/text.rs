//! The report for people.

use std::collections::BTreeSet;

use super::Report;
use crate::{
    diagnostic::visible,
    permissions::{
        AlsoRequires, Alternative, LeastSet, NeededPermission, Obstacle, PartialResponse, RequestPermissions,
        ResponsePart, SelectionPermissions, Source,
    },
    selection::SelectedRequest,
};

/// How many requests are listed in a group.
const MAX_LISTED: usize = 20;

pub(super) fn report(permissions: &SelectionPermissions<'_>, reports: &[Report<'_>]) -> String {
    let mut text = String::new();
    for report in reports {
        if !text.is_empty() {
            text.push('\n');
        }
        scheme(report, &mut text);
    }
    let inferred = permissions.requests().iter().filter_map(|(request, found)| Some((request, found.as_ref()?)));
    let is_inferred = |found: &&RequestPermissions<'_>| found.source == Source::TableOfOtherPath;
    let inferred = inferred.filter(|(_, found)| is_inferred(found));
    list(&mut text, "\nread from another path of Microsoft's table", inferred, |(request, found)| {
        format!("{} as {}", line(request), found.path)
    });
    text
}

fn scheme(report: &Report<'_>, text: &mut String) {
    let least = &report.least;
    match report.set() {
        None => text.push_str(&format!("{}: no permissions\n", least.scheme)),
        Some(set) => {
            let count = set.permissions.len();
            let plural = if count == 1 { "" } else { "s" };
            let proof = if least.is_proven { "" } else { " (not proven to be minimal)" };
            text.push_str(&format!("{}: {count} permission{plural}{proof}\n", least.scheme));
            set.permissions.iter().for_each(|needed| permission(needed, text));
            let others = least.sets[1..].iter().map(Some).chain(least.has_more_sets.then_some(None));
            list(text, "  equally good", others, |other| {
                other.map_or_else(|| "and more".to_owned(), |other| replacement(set, other))
            });
            let title = "  it is not published whether all permissions are required";
            list(text, title, &set.ambiguous, |(request, met)| format!("{}: {}", line(request), written(met)));
        }
    }
    list(text, "  Microsoft marks no permission as least privileged for", &report.unmarked, |request| line(request));
    list(text, &format!("  {}", super::NEEDS_USER), &report.needs_user, instead);
    let partial = report.partial.as_ref().map_or(&[][..], |partial| &partial.responses);
    // The parts of a response are next to each other.
    let partial = partial.chunk_by(|one, other| std::ptr::eq(one.request, other.request));
    let is_complete = report.partial.as_ref().is_none_or(|partial| partial.is_complete);
    let looked_up = if is_complete { "" } else { ", of the first expansions that were looked up" };
    let title = format!("  responses that may be incomplete, with what their parts need{looked_up}");
    list(text, &title, partial, |parts| {
        let written: Vec<String> = parts.iter().map(part).collect();
        format!("{}: {}", line(parts[0].request), written.join(", "))
    });
    list(text, &format!("  no {} permission allows", least.scheme), &least.unsupported, |found| {
        let mut line = line(found.request);
        if !found.resource_specific.is_empty() {
            let names: Vec<&str> = found.resource_specific.iter().map(Alternative::name).collect();
            line.push_str(&format!(": resource-specific consent {}", names.join(" or ")));
        } else if !found.supported_by.is_empty() {
            let names: Vec<String> = found.supported_by.iter().map(ToString::to_string).collect();
            line.push_str(&format!(": only {}", names.join(", ")));
        }
        line
    });
    list(text, "  unknown, since no permissions are published", &report.unknown, unknown);
}

/// A request that the table does not have, and where it may be worth looking.
fn unknown((request, neighbours): &(&SelectedRequest, Vec<String>)) -> String {
    match neighbours.is_empty() {
        true => line(request),
        false => format!("{}; close to it, with permissions of their own: {}", line(request), neighbours.join(", ")),
    }
}

/// A part of a response, with what it needs.
fn part(partial: &PartialResponse<'_>) -> String {
    let name = match &partial.part {
        ResponsePart::Expansion(property) => format!("$expand={}", visible(property)),
        ResponsePart::DerivedType(name) => visible(name.strip_prefix("microsoft.graph.").unwrap_or(name)),
    };
    format!("{name} ({})", partial.least.join(" or "))
}

fn permission(needed: &NeededPermission<'_>, text: &mut String) {
    let consent = match needed.grant {
        Some(grant) if grant.requires_admin_consent => "an administrator has to consent",
        Some(_) => "users can consent",
        None => "not in Microsoft's table",
    };
    text.push_str(&format!("  {} ({consent})\n", visible(needed.permission.name())));
    for request in needed.needed_by.iter().take(MAX_LISTED) {
        text.push_str(&format!("    {}\n", line(request)));
    }
    if needed.needed_by.len() > MAX_LISTED {
        text.push_str(&format!("    and {} more\n", needed.needed_by.len() - MAX_LISTED));
    }
    for narrower in &needed.narrower {
        let name = visible(narrower.permission.name());
        let why = match narrower.obstacle {
            Obstacle::DoesNotAllow(request) => format!("does not allow {}", line(request)),
            Obstacle::NotListedAsLeast => "is not listed as least privileged".to_owned(),
            Obstacle::WorseOtherwise => "needs more consent or a higher level".to_owned(),
        };
        text.push_str(&format!("    {name} permits less, but {why}\n"));
    }
}

/// How a set differs from another one.
fn replacement(from: &LeastSet<'_>, to: &LeastSet<'_>) -> String {
    let names = |set: &LeastSet<'_>| -> BTreeSet<String> {
        set.permissions.iter().map(|needed| visible(needed.permission.name())).collect()
    };
    let (first, other) = (names(from), names(to));
    let joined = |names: Vec<&String>| names.into_iter().map(String::as_str).collect::<Vec<&str>>().join(", ");
    format!(
        "{} instead of {}, with {} permitted requests instead of {}",
        joined(other.difference(&first).collect()),
        joined(first.difference(&other).collect()),
        to.permitted_requests,
        from.permitted_requests
    )
}

/// Lists what there is of something. There may be thousands, so only the lines that are shown are written.
fn list<T>(text: &mut String, title: &str, items: impl IntoIterator<Item = T>, line: impl Fn(T) -> String) {
    let mut count = 0;
    for item in items {
        if count == 0 {
            text.push_str(&format!("{title}:\n"));
        }
        if count < MAX_LISTED {
            text.push_str(&format!("    {}\n", line(item)));
        }
        count += 1;
    }
    if count > MAX_LISTED {
        text.push_str(&format!("    and {} more; --format json has all\n", count - MAX_LISTED));
    }
}

/// The method and path of a request.
pub(super) fn line(request: &SelectedRequest) -> String {
    format!("{} {}", request.method.as_str(), visible(&request.template))
}

/// A request, and the path to call instead.
pub(super) fn instead((request, path): &(&SelectedRequest, String)) -> String {
    format!("{}: {}", line(request), visible(path))
}

/// An alternative as text.
pub(super) fn written(alternative: &Alternative<'_>) -> String {
    let also: Vec<&str> = alternative.permissions().skip(1).map(|permission| permission.name()).collect();
    match alternative.also {
        AlsoRequires::Nothing => visible(alternative.name()),
        AlsoRequires::One(_) => format!("{} with {}", alternative.name(), also[0]),
        _ => format!("{} with {} (all or one of them)", alternative.name(), also.join(", ")),
    }
}
