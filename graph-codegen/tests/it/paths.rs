//! Resolves every path of the official client library in Graph's metadata.

use std::{collections::BTreeMap, fs};

use crate::shared;
use graph_codegen::{
    Builder,
    selection::{ServiceGraph, Step, walk},
};

/// Returns the distinct URL templates of the official client library.
fn templates(text: &str) -> Vec<&str> {
    let mut templates: Vec<&str> = text.lines().filter_map(|line| line.split('\t').nth(1)).collect();
    templates.sort_unstable();
    templates.dedup();
    templates
}

/// Names that the official client has and this version of the metadata does not declare, or not at the same element.
const NOT_IN_THE_METADATA: [&str; 19] = [
    "acceptRecommendations",
    "batchApplyCustomDataProvidedResourceDecisions",
    "batchRecordDecisions",
    "customExtensions",
    "externalOriginResourceConnector",
    "externalOriginResourceConnectors",
    // A function without parameters, after a collection.
    "getVapidPublicKey",
    // After the collection `/invitations`, whose entities have it.
    "invitedUser",
    "invitedUserSponsors",
    "m365Capabilities",
    "microsoft.graph.identityGovernance.activateAndWait",
    "notes",
    "resourceAccountKeyAuthenticationMethods",
    "resources",
    "revokeGrants",
    "subjectProcessingResults",
    "tenantGovernance",
    "unified",
    "updateRequest",
];

#[needs::shared]
#[test]
fn templates_of_the_official_client_resolve_if_they_are_in_the_metadata() {
    let document = shared::path("metadata/v1.0/Prod.csdl");
    let operations = shared::path("wire/official-sdk-operations.tsv");
    let model = Builder::new().metadata(document).resolve().expect("Graph's metadata").model;
    let graph = ServiceGraph::new(&model);
    let text = fs::read_to_string(operations).expect("the operations");
    let templates = templates(&text);
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for template in &templates {
        if let Err(diagnostic) = walk(template, &graph) {
            // The unknown name is the first quoted one in the message that is a segment of the template.
            let mut quoted = diagnostic.message.split('`').skip(1).step_by(2);
            let name = quoted.find(|name| template.split(['/', '{', '(']).any(|segment| segment == *name));
            let reason = format!("{template}: {}", diagnostic.message);
            refused.entry(name.unwrap_or_default().to_owned()).or_default().push(reason);
        }
    }
    let count: usize = refused.values().map(Vec::len).sum();
    println!("{} of {} templates are resolved", templates.len() - count, templates.len());
    let names: Vec<&str> = refused.keys().map(String::as_str).collect();
    assert_eq!(names, NOT_IN_THE_METADATA, "{refused:#?}");
    for name in names.iter().filter(|name| !["notes", "resources"].contains(name)) {
        let on_an_entity = model.types().any(|(id, _)| model.navigation_property(id, name).is_some());
        assert!(!on_an_entity || name.starts_with("invited"), "`{name}` is a navigation property");
    }
}

/// Describes the steps and the end of a path.
fn walked(path: &str, graph: &ServiceGraph<'_>) -> Vec<String> {
    let places = walk(path, graph).unwrap_or_else(|diagnostic| panic!("{path}: {}", diagnostic.message));
    let step = |step: &Step| match step {
        Step::Root { .. } => "root",
        Step::Key { .. } => "key",
        Step::AlternateKey { .. } => "alternate key",
        Step::Navigation { .. } => "navigation",
        Step::Property { .. } => "property",
        Step::Cast { .. } => "cast",
        Step::Function { .. } => "function",
        Step::ItemPath { .. } => "item path",
        other => panic!("unexpected step: {other:?}"),
    };
    places
        .iter()
        .map(|place| {
            let steps: Vec<&str> = place.path.steps.iter().map(step).collect();
            format!("{} [{}]", place.template(graph), steps.join(", "))
        })
        .collect()
}

#[needs::shared]
#[test]
fn paths_may_be_written_in_many_ways() {
    let document = shared::path("metadata/v1.0/Prod.csdl");
    let model = Builder::new().metadata(document).resolve().expect("Graph's metadata").model;
    let graph = ServiceGraph::new(&model);
    let report = ["/reports/getOffice365ActiveUserDetail(period='{period}') [root]"];
    for spelling in [
        "/reports/getOffice365ActiveUserDetail(period='{period}')",
        "/reports/getOffice365ActiveUserDetail(period='D7')",
        "/reports/getOffice365ActiveUserDetail(period={period})",
        "/reports/getOffice365ActiveUserDetail(period='{value}')?$format=text/csv",
        "/reports/microsoft.graph.getOffice365ActiveUserDetail(period='{period}')",
        "/reports/graph.getOffice365ActiveUserDetail(period=@p)?@p='D7'",
    ] {
        assert_eq!(walked(spelling, &graph), report, "{spelling}");
    }
    for (path, expected) in [
        ("users/delta", "/users/delta() [root]"),
        ("/Users/DELTA()", "/users/delta() [root]"),
        ("/users/delta()?$select=id", "/users/delta() [root]"),
        ("/users/adele@contoso.com/sendMail", "/users/{id}/sendMail [root, key]"),
        ("/users('a/b')/messages/{message-id}/$value", "/users/{id}/messages/{id}/$value [root, key, navigation, key]"),
        (
            "/users(userPrincipalName='{upn}')/manager/$ref",
            "/users(userPrincipalName='{userPrincipalName}')/manager/$ref [root, alternate key, navigation]",
        ),
        ("/me/memberOf/microsoft.graph.group/$count", "/me/memberOf/graph.group/$count [root, navigation, cast]"),
        ("/users/{id}/mailboxSettings", "/users/{id}/mailboxSettings [root, key, property]"),
        (
            "/drives/{id}/items/{id}/workbook/worksheets/{id}/range(address='A1:B2')/format/fill",
            "/drives/{id}/items/{id}/workbook/worksheets/{id}/range(address='{address}')/format/fill \
             [root, key, navigation, key, navigation, navigation, key, function, navigation, navigation]",
        ),
        (
            "/drives/{drive-id}/items/{item-id}:/{filename}:/createUploadSession",
            "/drives/{id}/items/{id}:/{path}:/createUploadSession [root, key, navigation, key, item path]",
        ),
        (
            "/me/drive/root:/A/B (1).xlsx:/workbook/worksheets/{id}/cell(row=1,column=2)",
            "/me/drive/root:/{path}:/workbook/worksheets/{id}/cell(row={row},column={column}) \
             [root, navigation, navigation, item path, navigation, navigation, key]",
        ),
        ("/sites/contoso.sharepoint.com:/teams/hr", "/sites/{id}:/{path} [root, key, item path]"),
        ("/shares/{id}/root:/{path}", "/shares/{id}/root:/{path} [root, key, navigation, item path]"),
        (
            "/sites/{id}/getByPath(path='/teams/x')/lists",
            "/sites/{id}/getByPath(path='{path}')/lists [root, key, function, navigation]",
        ),
    ] {
        assert_eq!(walked(path, &graph), [expected], "{path}");
    }
    for (path, part) in [
        ("/users/messages", "belongs to one entity"),
        ("/users/{id}/sendMail/x", "nothing can follow `sendMail`: it is an action"),
        ("/users/delta()/{id}", "does not declare it as composable"),
        ("/reports/getOffice365ActiveUserDetail()", "takes parameters"),
        ("/reports/getOffice365ActiveUserDetail(perod='D7')", "no overload with the parameters perod"),
        ("/nowhere", "no entity set, singleton or operation import `nowhere`"),
        ("/users/*", "a request names one resource"),
        ("GET /users/{id}/**", "a request names one resource"),
        ("POST", "a path has to follow `POST`"),
        ("/me/reminderView(StartDateTime='a',EndDateTime='b'", "the parenthesis after `reminderView` is not closed"),
    ] {
        let diagnostic = walk(path, &graph).expect_err(path);
        assert!(diagnostic.message.contains(part), "{path}: {}", diagnostic.message);
    }
}
