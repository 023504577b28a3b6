//! How many requests the table knows, and which it does not.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use graph_codegen::{
    Builder,
    permissions::{PermissionTable, Source},
    selection::Method,
};

use crate::shared;

/// The operations of the official SDK: URI templates with encoded names.
fn sdk() -> Vec<(Method, String)> {
    let text = fs::read_to_string(shared::path("wire/official-sdk-operations.tsv")).unwrap();
    let lines = text.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let method = Method::from_name(cells.next()?)?;
        let path = cells.next()?.split("{?").next()?.replace("%2D", "-").replace("%24", "$");
        Some((method, path))
    });
    lines.collect()
}

/// The requests of Microsoft's documentation.
fn documented() -> Vec<(Method, String)> {
    let text = fs::read_to_string(shared::path("examples/examples.json")).unwrap();
    let examples: serde_json::Value = serde_json::from_str(&text).unwrap();
    let requests = examples.as_array().unwrap().iter().filter_map(|example| {
        Some((Method::from_name(example["method"].as_str()?)?, example["url"].as_str()?.to_owned()))
    });
    requests.collect()
}

/// The operations of OpenAPI descriptions, whose paths and methods have lines of their own.
fn openapi(folder: &str) -> Vec<(Method, String)> {
    let mut operations = Vec::new();
    for file in shared::files(folder) {
        let mut path = String::new();
        for line in fs::read_to_string(file).unwrap().lines() {
            let key = line.trim_end().trim_end_matches(':');
            if let Some(found) = key.strip_prefix("  ").filter(|found| found.starts_with(['/', '\''])) {
                path = found.trim_matches('\'').replace("''", "'");
            } else if let Some(method) = key.strip_prefix("    ").and_then(Method::from_name)
                && line.starts_with("    ")
                && !path.is_empty()
            {
                operations.push((method, path.clone()));
            } else if !line.starts_with(' ') && line != "paths:" {
                path.clear();
            }
        }
    }
    operations
}

/// All requests by which `/**` reaches a resource.
fn selected() -> Vec<(Method, String)> {
    let selected = Builder::new().resolve().unwrap().select(["/**"]).unwrap();
    selected.requests().into_iter().map(|request| (request.method, request.template)).collect()
}

/// Why a request is not in the table.
fn class(table: &PermissionTable, path: &str) -> String {
    let methods = [Method::Get, Method::Post, Method::Patch, Method::Put, Method::Delete];
    if methods.iter().any(|method| table.request(*method, path).is_some()) {
        return "the path is known with other methods only".to_owned();
    }
    let path = path.split('?').next().unwrap_or_default();
    match path.rsplit('/').next() {
        Some("$count") => "the count of an unknown collection".to_owned(),
        Some("$ref") => "references of an unknown path".to_owned(),
        _ if path.contains("graph.") && !path.contains("://") => {
            "a cast or a qualified name in an unknown path".to_owned()
        }
        _ => "the path is not known".to_owned(),
    }
}

fn report(table: &PermissionTable, name: &str, requests: &[(Method, String)]) -> String {
    let (mut known, mut inferred) = (0_usize, 0_usize);
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    for (method, path) in requests {
        match table.request(*method, path) {
            Some(found) => {
                known += 1;
                inferred += usize::from(found.source == Source::TableOfOtherPath);
            }
            None => *classes.entry(class(table, path)).or_default() += 1,
        }
    }
    let share = known as f64 * 100.0 / requests.len() as f64;
    let mut text = format!("{name}: {} requests, {known} known ({share:.1} %)\n", requests.len());
    let _ = writeln!(text, "{inferred:>7} by another path with the same permissions");
    for (class, count) in classes {
        let _ = writeln!(text, "{count:>7} unknown: {class}");
    }
    text
}

#[needs::shared]
#[test]
fn the_share_of_known_requests_is_as_recorded() {
    let table = PermissionTable::embedded();
    let reports = [
        report(table, "documented requests", &documented()),
        report(table, "operations of the official SDK", &sdk()),
        report(table, "OpenAPI by root", &openapi("metadata/openapi/by-root")),
        report(table, "OpenAPI of PowerShell", &openapi("metadata/openapi/powershell")),
        report(table, "/** of the embedded metadata", &selected()),
    ];
    let text = reports.join("\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/permissions/coverage.txt");
    if std::env::var("UPDATE_EXPECTED").is_ok_and(|value| value == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "UPDATE_EXPECTED=1 rewrites the text");
}
