use serde_json::json;

use super::{
    arguments::{Clouds, Format},
    failure::Failure,
    output::{Output, cell, width},
};
use crate::{
    Builder,
    clouds::{Availability, Cloud, CloudTable, SelectedAvailability},
    diagnostic::{Code, Diagnostic},
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
        return output.print(&summary(&model, table, &clouds, arguments.format));
    }
    let selected = settings.selected()?;
    let report = selected.availability().map_err(inapplicable)?;
    output.print(&match arguments.format {
        Format::Text => text(&report, &clouds),
        Format::Tsv => tsv(&report, &clouds),
        Format::Json => pretty(&json_of(&report)),
    })
}

fn inapplicable(reason: crate::clouds::Inapplicable) -> Failure {
    Failure::from(Diagnostic::error(Code::Setting, reason.to_string()))
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

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

fn text(report: &SelectedAvailability, clouds: &[Cloud]) -> String {
    let asked: Availability = clouds.iter().copied().collect();
    let mut text = String::new();
    let requests: Vec<String> = report
        .requests
        .iter()
        .map(|found| format!("{:<6} {}", found.request.method.as_str(), found.request.template))
        .collect();
    if !requests.is_empty() {
        let before = width(requests.iter().map(String::as_str));
        text.push_str(&heading(clouds, before));
        for (found, subject) in report.requests.iter().zip(&requests) {
            // The first element that one of the clouds lacks.
            let by = found.limited_by.iter().find(|(_, has)| !has.is_in_all_of(asked));
            let by = by.map_or_else(String::new, |(element, _)| format!("by {element}"));
            text.push_str(&line(subject, before, found.availability, clouds, &by));
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
        text.push_str("Types and members that responses of some cloud do not have:\n");
        let before = width(elements.iter().map(|found| found.element.as_str()));
        text.push_str(&heading(clouds, before));
        for found in elements {
            text.push_str(&line(&found.element, before, found.availability, clouds, ""));
        }
    }
    text
}

fn tsv(report: &SelectedAvailability, clouds: &[Cloud]) -> String {
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
    for found in &report.elements {
        row(found.kind, &found.element, found.availability);
    }
    text
}

fn names(availability: Option<Availability>) -> Option<Vec<&'static str>> {
    Some(availability?.iter().map(Cloud::name).collect())
}

fn json_of(report: &SelectedAvailability) -> serde_json::Value {
    let requests = report.requests.iter().map(|found| {
        let limited_by = found.limited_by.iter();
        let limited_by = limited_by.map(|(element, has)| json!({ "element": element, "clouds": names(Some(*has)) }));
        json!({
            "method": found.request.method.as_str(),
            "path": found.request.template,
            "name": found.request.name,
            "clouds": names(found.availability),
            "limitedBy": limited_by.collect::<Vec<_>>(),
        })
    });
    let elements = report.elements.iter().map(|found| {
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
fn summary(model: &Model, table: &CloudTable, clouds: &[Cloud], format: Format) -> String {
    let mut counts: Vec<(&'static str, Vec<usize>)> = Vec::new();
    let mut count = |kind: &'static str, availability: Option<Availability>| {
        let at = counts.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            counts.push((kind, vec![0; clouds.len()]));
            counts.len() - 1
        });
        for (count, cloud) in counts[at].1.iter_mut().zip(clouds) {
            *count += usize::from(availability.is_some_and(|availability| availability.contains(*cloud)));
        }
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
    match format {
        Format::Json => {
            let by_kind = counts.iter().map(|(kind, counts)| {
                let by_cloud: serde_json::Map<String, serde_json::Value> =
                    clouds.iter().zip(counts).map(|(cloud, count)| (cloud.name().to_owned(), json!(count))).collect();
                ((*kind).to_owned(), by_cloud.into())
            });
            pretty(&serde_json::Value::Object(by_kind.collect()))
        }
        Format::Tsv => {
            let names: Vec<&str> = clouds.iter().map(|cloud| cloud.name()).collect();
            let mut text = format!("kind\t{}\n", names.join("\t"));
            for (kind, counts) in &counts {
                let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
                text.push_str(&format!("{kind}\t{}\n", counts.join("\t")));
            }
            text
        }
        Format::Text => {
            let before = width(counts.iter().map(|(kind, _)| *kind));
            let mut text = heading(clouds, before);
            for (kind, counts) in &counts {
                let counts: Vec<String> = counts
                    .iter()
                    .zip(clouds)
                    .map(|(count, cloud)| format!("{count:>width$}", width = cloud.name().len()))
                    .collect();
                text.push_str(&format!("{kind:before$}  {}\n", counts.join("  ")));
            }
            text
        }
    }
}
