use serde_json::json;

use super::{
    arguments::{Clouds, Format},
    display::Display,
    failure::Failure,
    output::{Output, cell, width},
};
use crate::{
    Builder,
    clouds::{Availability, Cloud, CloudTable, SelectedAvailability},
    diagnostic::{Code, Diagnostic, columns},
    edm::{Model, OperationKind, TypeKind},
};

pub(super) fn run(settings: Builder, arguments: &Clouds, output: &mut Output<'_>) -> Result<(), Failure> {
    let settings = arguments.input.apply(settings);
    let clouds = match arguments.cloud.as_slice() {
        [] => Cloud::ALL.to_vec(),
        clouds => clouds.to_vec(),
    };
    if !settings.has_selectors() {
        let model = settings.resolve()?.model;
        let table = CloudTable::for_model(&model).map_err(inapplicable)?;
        return output.print(&summary(&model, table, &clouds, arguments.format, output.display));
    }
    let selected = settings.selected()?;
    let report = selected.availability().map_err(inapplicable)?;
    output.print(&match arguments.format {
        Format::Text => text(&report, &clouds, output.display),
        Format::Tsv => tsv(&report, &clouds, !arguments.cloud.is_empty()),
        Format::Json => pretty(&json_of(&report, &clouds, !arguments.cloud.is_empty())),
    })
}

fn inapplicable(reason: crate::clouds::Inapplicable) -> Failure {
    Failure::from(Diagnostic::error(Code::Setting, reason.to_string()))
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// The column of what the table of clouds does not have.
const UNKNOWN: &str = "unknown";

/// Whether a cloud has something, in one character.
fn mark(availability: Option<Availability>, cloud: Cloud) -> &'static str {
    match availability.map(|availability| availability.contains(cloud)) {
        Some(true) => "✓",
        Some(false) => "–",
        None => "?",
    }
}

fn heading(clouds: &[Cloud], before: usize) -> String {
    let names: Vec<&str> = clouds.iter().map(|cloud| cloud.name()).collect();
    format!("{:before$}  {}\n", "", names.join("  "))
}

/// A line of the table: what it is about, and a mark below the name of each cloud.
fn line(subject: &str, before: usize, availability: Option<Availability>, clouds: &[Cloud], after: &str) -> String {
    let marks: Vec<String> =
        clouds.iter().map(|cloud| format!("{:^1$}", mark(availability, *cloud), cloud.name().len())).collect();
    format!("{}\n", format!("{subject:before$}  {}  {after}", marks.join("  ")).trim_end())
}

/// Whether lines are too narrow for a column for each cloud.
fn is_narrow(display: Display, before: usize, clouds: &[Cloud]) -> bool {
    display.width.is_some_and(|width| columns(heading(clouds, before).trim_end()) > width)
}

/// The clouds that have something, below what it is; for narrow lines.
fn list(subject: &str, availability: Option<Availability>, clouds: &[Cloud], after: &str, display: Display) -> String {
    let has = match availability {
        None => "unknown".to_owned(),
        Some(known) => {
            let names = clouds.iter().filter(|cloud| known.contains(**cloud)).map(|cloud| cloud.name());
            let names = names.collect::<Vec<_>>().join(", ");
            if names.is_empty() { "in none".to_owned() } else { names }
        }
    };
    let mut text = format!("{subject}\n    ");
    display.wrap(&format!("{has} {after}"), 4, 4, &mut text);
    text
}

fn text(report: &SelectedAvailability, clouds: &[Cloud], display: Display) -> String {
    let asked: Availability = clouds.iter().copied().collect();
    let mut text = String::new();
    let requests: Vec<String> = report
        .requests
        .iter()
        .map(|found| format!("{:<6} {}", found.request.method.as_str(), found.request.template))
        .collect();
    if !requests.is_empty() {
        let before = width(requests.iter().map(String::as_str));
        let is_narrow = is_narrow(display, before, clouds);
        if !is_narrow {
            text.push_str(&heading(clouds, before));
        }
        for (found, subject) in report.requests.iter().zip(&requests) {
            // The first element that one of the clouds lacks.
            let by = found.limited_by.iter().find(|(_, has)| !has.is_in_all_of(asked));
            let unknown = found.unknown.first().map(|element| format!("{element} is unknown"));
            let by = by.map(|(element, _)| format!("by {element}")).or(unknown).unwrap_or_default();
            text.push_str(&match is_narrow {
                true => list(subject, found.availability, clouds, &by, display),
                false => line(subject, before, found.availability, clouds, &by),
            });
        }
    }
    let differing = report
        .elements
        .iter()
        .filter(|found| found.availability.is_none_or(|availability| !availability.is_in_all_of(asked)));
    let elements: Vec<_> = differing.collect();
    if !elements.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str("Types, members and parameters that some cloud lacks:\n");
        let before = width(elements.iter().map(|found| found.element.as_str()));
        let is_narrow = is_narrow(display, before, clouds);
        if !is_narrow {
            text.push_str(&heading(clouds, before));
        }
        for found in elements {
            text.push_str(&match is_narrow {
                true => list(&found.element, found.availability, clouds, "", display),
                false => line(&found.element, before, found.availability, clouds, ""),
            });
        }
    }
    text
}

/// Whether a cloud lacks something, or nobody knows.
fn differs(availability: Option<Availability>, clouds: &[Cloud]) -> bool {
    availability.is_none_or(|known| clouds.iter().any(|cloud| !known.contains(*cloud)))
}

/// The table; if clouds were asked for, only with the elements that one of them lacks.
fn tsv(report: &SelectedAvailability, clouds: &[Cloud], is_restricted: bool) -> String {
    let mut text =
        format!("kind\telement\t{}\n", clouds.iter().map(|cloud| cloud.name()).collect::<Vec<_>>().join("\t"));
    let mut row = |kind: &str, element: &str, availability: Option<Availability>| {
        let marks = clouds.iter().map(|cloud| match availability.map(|known| known.contains(*cloud)) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        });
        text.push_str(&format!("{kind}\t{}\t{}\n", cell(element), marks.collect::<Vec<_>>().join("\t")));
    };
    for found in &report.requests {
        let line = format!("{} {}", found.request.method.as_str(), found.request.template);
        row("request", &line, found.availability);
    }
    let is_shown = |availability| !is_restricted || differs(availability, clouds);
    for found in report.elements.iter().filter(|found| is_shown(found.availability)) {
        row(found.kind, &found.element, found.availability);
    }
    text
}

/// The report; if clouds were asked for, only with these, and the elements that one of them lacks.
fn json_of(report: &SelectedAvailability, clouds: &[Cloud], is_restricted: bool) -> serde_json::Value {
    let is_shown = |availability| !is_restricted || differs(availability, clouds);
    let names = |availability: Option<Availability>| -> Option<Vec<&str>> {
        Some(availability?.iter().filter(|cloud| clouds.contains(cloud)).map(Cloud::name).collect())
    };
    let requests = report.requests.iter().map(|found| {
        let limited_by = found.limited_by.iter().filter(|(_, has)| is_shown(Some(*has)));
        let limited_by = limited_by.map(|(element, has)| json!({ "element": element, "clouds": names(Some(*has)) }));
        json!({
            "method": found.request.method.as_str(),
            "path": found.request.template,
            "name": found.request.name,
            "clouds": names(found.availability),
            "limitedBy": limited_by.collect::<Vec<_>>(),
            "unknown": found.unknown,
        })
    });
    let elements = report.elements.iter().filter(|found| is_shown(found.availability)).map(|found| {
        json!({
            "element": found.element,
            "kind": found.kind,
            "clouds": names(found.availability),
            "reasons": found.reasons,
        })
    });
    json!({ "requests": requests.collect::<Vec<_>>(), "elements": elements.collect::<Vec<_>>() })
}

/// How many elements of a model each cloud has, by kind.
fn summary(model: &Model, table: &CloudTable, clouds: &[Cloud], format: Format, display: Display) -> String {
    let mut counts: Vec<(&'static str, Vec<usize>)> = Vec::new();
    let mut count = |kind: &'static str, availability: Option<Availability>| {
        let at = counts.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            // The last column is for what the table does not have.
            counts.push((kind, vec![0; clouds.len() + 1]));
            counts.len() - 1
        });
        for (count, cloud) in counts[at].1.iter_mut().zip(clouds) {
            *count += usize::from(availability.is_some_and(|availability| availability.contains(*cloud)));
        }
        counts[at].1[clouds.len()] += usize::from(availability.is_none());
    };
    for (id, declared) in model.types() {
        let kind = match &declared.kind {
            TypeKind::Entity(_) => "entity types",
            TypeKind::Complex(_) => "complex types",
            TypeKind::Enum(_) => "enum types",
            TypeKind::Definition(_) => "type definitions",
        };
        count(kind, table.of_type(model, id));
    }
    for (id, declared) in model.types() {
        let structured = declared.structured();
        for property in structured.iter().flat_map(|structured| &structured.properties) {
            count("properties", table.of_member(model, id, &property.name));
        }
        for property in structured.iter().flat_map(|structured| &structured.navigation_properties) {
            count("navigation properties", table.of_member(model, id, &property.name));
        }
        if let TypeKind::Enum(enumeration) = &declared.kind {
            enumeration
                .members
                .iter()
                .for_each(|member| count("enum members", table.of_member(model, id, &member.name)));
        }
    }
    for (id, operation) in model.operations() {
        let kind = match operation.kind {
            OperationKind::Action => "actions",
            OperationKind::Function => "functions",
        };
        count(kind, table.of_operation(model, None, id));
    }
    for child in model.service().iter().flat_map(|service| service.children()) {
        count("entity sets, singletons and imports", table.of_root(child.name()));
    }
    let names = || clouds.iter().map(|cloud| cloud.name()).chain([UNKNOWN]);
    match format {
        Format::Json => {
            let by_kind = counts.iter().map(|(kind, counts)| {
                let by_cloud: serde_json::Map<String, serde_json::Value> =
                    names().zip(counts).map(|(name, count)| (name.to_owned(), json!(count))).collect();
                ((*kind).to_owned(), by_cloud.into())
            });
            pretty(&serde_json::Value::Object(by_kind.collect()))
        }
        Format::Tsv => {
            let mut text = format!("kind\t{}\n", names().collect::<Vec<_>>().join("\t"));
            for (kind, counts) in &counts {
                let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
                text.push_str(&format!("{kind}\t{}\n", counts.join("\t")));
            }
            text
        }
        Format::Text => {
            let before = width(counts.iter().map(|(kind, _)| *kind));
            let is_narrow = is_narrow(display, before, clouds);
            let heading = format!("{:before$}  {}\n", "", names().collect::<Vec<_>>().join("  "));
            let mut text = if is_narrow { String::new() } else { heading };
            for (kind, counts) in &counts {
                if is_narrow {
                    let counts = names().zip(counts).map(|(name, count)| format!("{name} {count}"));
                    text.push_str(&format!("{kind}\n    "));
                    display.wrap(&counts.collect::<Vec<_>>().join(", "), 4, 4, &mut text);
                    continue;
                }
                let counts: Vec<String> = counts
                    .iter()
                    .zip(names())
                    .map(|(count, name)| format!("{count:>width$}", width = name.len()))
                    .collect();
                text.push_str(&format!("{kind:before$}  {}\n", counts.join("  ")));
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Availability, Cloud, Display, is_narrow, list};

    #[test]
    fn narrow_lines_have_a_list() {
        let display = |width| Display { is_colored: false, width: Some(width) };
        assert!(is_narrow(display(39), 20, &[Cloud::Global, Cloud::UsGovernmentDod]));
        assert!(!is_narrow(display(45), 20, &[Cloud::Global, Cloud::UsGovernmentDod]));
        let has: Availability = [Cloud::Global, Cloud::China].into_iter().collect();
        let shown = list("GET /me", Some(has), &Cloud::ALL, "by a/b", display(20));
        assert_eq!(shown, "GET /me\n    Global, China by\n    a/b\n");
        assert_eq!(list("GET /me", Some(has), &[Cloud::UsNat], "", display(20)), "GET /me\n    in none\n");
        assert_eq!(list("GET /me", None, &Cloud::ALL, "", display(20)), "GET /me\n    unknown\n");
    }
}
