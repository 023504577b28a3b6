//! Checks at build time that clouds have what selectors name.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Availability, Cloud, CloudTable, Lookup,
    request_paths::{Need, RequestPaths},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::Model,
    selection::{Members, Reason, RequestKind, Selection},
};

/// The most elements that an error lists.
const LISTED: usize = 5;

/// Adds an error for each selector that names, or needs, what one of the clouds lacks: requests with all that is on
/// their path, types, and properties in lists of members.
///
/// Other properties of selected types are not errors. Nearly every type has one that some cloud lacks; responses of
/// that cloud do not have it.
///
/// What the table does not have is an error too, unless `allows_unknown` is set.
pub(crate) fn check(
    model: &Model,
    selection: &Selection,
    clouds: &[Cloud],
    allows_unknown: bool,
    diagnostics: &mut Diagnostics,
) {
    let required: Availability = clouds.iter().copied().collect();
    if required.is_empty() {
        return;
    }
    let table = match CloudTable::for_model(model) {
        Ok(table) => table,
        Err(reason) => {
            let error = Diagnostic::error(Code::Setting, format!("the clouds cannot be checked: {reason}"));
            return diagnostics.push(error.help("remove `.clouds(…)`"));
        }
    };
    let requests = selection.requests(model);
    let paths = RequestPaths::new(model, selection, Lookup::new(table, model), &requests);
    let mut findings = Findings { required, by_selector: BTreeMap::new(), unknown: BTreeMap::new() };
    for request in &requests {
        // What follows an element that a cloud lacks is not there either.
        let mut lacking = Availability::NONE;
        let mut needs = paths.needs(request);
        if let RequestKind::Operation(_, id) = request.kind {
            // A call always has these.
            let required = paths.parameters(id).filter(|(parameter, _)| parameter.nullable == Some(false));
            needs.extend(required.map(|(_, need)| need));
        }
        for need in needs {
            let also_lacking = required.without(need.availability.unwrap_or(required)).without(lacking);
            if need.availability.is_none() || !also_lacking.is_empty() {
                let line = format!("{} {}", request.method.as_str(), request.template);
                findings.add(&request.reason, need, Some(line));
            }
            lacking = lacking.iter().chain(also_lacking.iter()).collect();
        }
    }
    for (id, reasons) in &selection.naming {
        let name = &model.type_(*id).name;
        for reason in reasons {
            let need = Need { element: name.to_string(), availability: paths.lookup().of_type(*id) };
            findings.add(reason, need, None);
        }
        let Some(Members::Only(names)) = selection.types.get(id).map(|selected| &selected.members) else { continue };
        for property in names {
            let need =
                Need { element: format!("{name}/{property}"), availability: paths.lookup().of_member(*id, property) };
            // Several selectors may list members of the type.
            let lists =
                |reason: &&Reason| matches!(reason, Reason::Selector { text, .. } if text.contains(&**property));
            if let Some(reason) = reasons.iter().find(lists).or(reasons.first()) {
                findings.add(reason, need, None);
            }
        }
    }
    findings.report(allows_unknown, diagnostics);
}

/// What clouds lack.
struct Findings {
    required: Availability,
    /// By selector: the elements, each with the first request that needs it.
    by_selector: BTreeMap<(Span, String), BTreeMap<Need, Option<String>>>,
    /// By selector: the elements that the table does not have.
    unknown: BTreeMap<(Span, String), BTreeSet<String>>,
}

impl Findings {
    fn add(&mut self, reason: &Reason, need: Need, request: Option<String>) {
        let Reason::Selector { text, span } = reason else { return };
        let selector = || (*span, text.to_string());
        match need.availability {
            None => _ = self.unknown.entry(selector()).or_default().insert(need.element),
            Some(availability) if availability.is_in_all_of(self.required) => {}
            Some(_) => _ = self.by_selector.entry(selector()).or_default().entry(need).or_insert(request),
        }
    }

    fn report(self, allows_unknown: bool, diagnostics: &mut Diagnostics) {
        let Self { required, by_selector, unknown } = self;
        for ((span, text), needs) in by_selector {
            diagnostics.push(error(required, &text, &needs).at(span));
        }
        for ((span, _), elements) in unknown.into_iter().filter(|_| !allows_unknown) {
            let verb = if required.iter().count() == 1 { "has" } else { "have" };
            let elements = list(elements.iter().map(String::as_str));
            let message = format!(
                "it is not known whether {required} {verb} {elements}, which the table of clouds does not have"
            );
            let help = "Microsoft may have added it since the table was made: update graph-codegen, or accept it with \
                        `.allow_unknown_availability()`";
            diagnostics.push(Diagnostic::error(Code::Cloud, message).help(help).at(span));
        }
    }
}

fn error(required: Availability, selector: &str, needs: &BTreeMap<Need, Option<String>>) -> Diagnostic {
    let lacking = |need: &Need| required.without(need.availability.unwrap_or_default());
    let all = needs.keys().fold(Availability::NONE, |all, need| all.iter().chain(lacking(need).iter()).collect());
    let verb = if all.iter().count() == 1 { "lacks" } else { "lack" };
    let mut diagnostic = match needs.first_key_value() {
        Some((need, request)) if needs.len() == 1 => {
            let message = match request {
                Some(request) => format!("`{request}` needs `{}`, which {all} {verb}", need.element),
                None => format!("{all} {verb} `{}`", need.element),
            };
            Diagnostic::error(Code::Cloud, message)
        }
        _ => {
            let names = list(needs.keys().map(|need| need.element.as_str()));
            Diagnostic::error(
                Code::Cloud,
                format!("`{selector}` needs {} elements that {all} {verb}: {names}", needs.len()),
            )
        }
    };
    for (need, request) in needs.iter().take(LISTED) {
        let Some(availability) = need.availability else { continue };
        let by = match request {
            Some(request) if needs.len() > 1 => format!("; `{request}` needs it"),
            _ => String::new(),
        };
        diagnostic = diagnostic.note(format!("`{}` is available in {availability}{by}", need.element), None);
    }
    diagnostic
        .help("exclude what a cloud lacks with a selector that begins with `!`, or generate code for it separately")
}

/// Lists names; of many, only the first.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.len() {
        ..=LISTED => names.join(", "),
        all => format!("{} and {} more", names[..LISTED].join(", "), all - LISTED),
    }
}
