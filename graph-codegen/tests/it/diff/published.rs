//! Published documents of Microsoft Graph, and the facts that are embedded.

use graph_codegen::{
    Builder,
    diff::{Level, Report, Rule},
};

use super::{EVERYTHING, options};
use crate::shared;

fn published(path: &str) -> std::path::PathBuf {
    shared::path(&format!("metadata/{path}"))
}

fn compare(old: &str, new: &str, selectors: &[&str]) -> Report {
    let old = Builder::new().metadata(published(old));
    let old = selectors.iter().fold(old, |builder, selector| builder.select(*selector));
    old.diff(&Builder::new().metadata(published(new)), &options()).unwrap()
}

#[test]
fn the_embedded_metadata_does_not_differ_from_itself() {
    let report = Builder::new().diff(&Builder::new(), &options()).unwrap();
    assert_eq!(report.findings, []);
    let report = Builder::new().select("/users/{id}/messages/**").diff(&Builder::new(), &options()).unwrap();
    assert_eq!(report.findings, []);
}

#[needs::shared]
#[test]
fn a_document_does_not_differ_from_itself() {
    assert_eq!(compare("v1.0/Prod.csdl", "v1.0/Prod.csdl", &[]).findings, []);
    assert_eq!(compare("v1.0/Prod.csdl", "v1.0/Prod.csdl", &EVERYTHING).findings, []);
}

/// The embedded facts have no terms, and lack bindings whose targets are not in them.
#[needs::shared]
#[test]
fn the_embedded_facts_are_those_of_the_document() {
    let old = Builder::new().metadata(published("v1.0/Prod.csdl"));
    let report = old.diff(&Builder::new(), &options()).unwrap();
    let rules: Vec<Rule> = report.counts().into_keys().collect();
    assert_eq!(rules, [Rule::BindingRemoved, Rule::TermRemoved, Rule::TermAdded]);
    assert_eq!(report.counts()[&Rule::BindingRemoved], 25);
}

#[needs::shared]
#[test]
fn a_year_of_graph_is_mostly_additions() {
    let report = compare("history/v1.0-Prod-2025-01-14.csdl", "v1.0/Prod.csdl", &[]);
    let count = |rule: Rule| report.counts().get(&rule).copied().unwrap_or_default();
    assert_eq!(count(Rule::TypeAdded), 1023);
    assert_eq!(count(Rule::TypeRemoved), 1);
    assert_eq!(count(Rule::NavigationRemoved), 1);
    assert_eq!(count(Rule::EnumMemberAdded), 119);
    assert!(report.count(Level::Error) < 10, "{:?}", report.counts());
    // The target of a navigation property was replaced by a type that derives from it, and no path leads there.
    let report =
        compare("history/v1.0-Prod-2024-01-17.csdl", "v1.0/Prod.csdl", &["/me/messages", "/users/{id}#GET,PATCH"]);
    let insights = report.findings.iter().find(|finding| finding.rule == Rule::NavigationTypeChanged).unwrap();
    assert_eq!((insights.element.as_str(), insights.level()), ("microsoft.graph.user/insights", Level::Note));
    assert!(insights.reasons.last().unwrap().contains("`/users/{id}#GET,PATCH`"), "{insights:?}");
    assert_eq!((report.count(Level::Error), report.count(Level::Warning)), (0, 0), "{report:?}");
    // The first operation of this project was left alone.
    let report =
        compare("history/v1.0-Prod-2025-01-14.csdl", "v1.0/Prod.csdl", &["/users/{id}/reprocessLicenseAssignment"]);
    assert_eq!((report.count(Level::Error), report.count(Level::Warning)), (0, 0), "{report:?}");
}

#[needs::shared]
#[test]
fn clouds_lack_what_the_global_one_has() {
    for (cloud, types) in [("Fairfax", 500), ("GovSG", 2000)] {
        let report = compare("v1.0/Prod.csdl", &format!("v1.0/{cloud}.csdl"), &[]);
        assert!(report.counts()[&Rule::TypeRemoved] > types, "{cloud}: {:?}", report.counts());
    }
}

/// OpenAPI describes a part of the service, in which nothing is missing.
#[cfg(feature = "openapi")]
#[needs::shared]
#[test]
fn openapi_of_the_same_service_breaks_nothing() {
    for name in ["Users", "Reports", "DirectoryObjects"] {
        let path = format!("openapi/powershell/{name}.yml");
        assert_eq!(compare(&path, &path, &[]).findings, [], "{name}");
        let report = compare(&path, "v1.0/Prod.csdl", &[]);
        assert_eq!(report.count(Level::Error), 0, "{name}: {:?}", report.counts());
    }
}
