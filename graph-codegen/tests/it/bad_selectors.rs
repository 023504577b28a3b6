//! Selectors with mistakes, each with its complete rendered message.

use std::{fs, path::Path};

use crate::shared;
use graph_codegen::{Builder, cli, internals::rendered};

/// Selectors of all of Graph's v1.0.
const OF_GRAPH: [&[&str]; 22] = [
    // Misspelt functions, casts and actions.
    &["GET /users/microsoft.graph.detla()"],
    &["/users/detla()"],
    &["/users/detla"],
    &["/directory/deletedItems/graph.aplication"],
    &["/me/onenote/notebooks/GetNotebokFromWebUrl#POST"],
    &["GET /users/mesages"],
    // Methods.
    &["POST /external/connections/{id}/schema"],
    &["/me/drive/items/{id}/workbook/worksheets/{id}/range(address={a})#POST"],
    &["/users/{id}#PUT,"],
    &["/users/{id}#"],
    &["/users/{id}#PACTH,GET,FETCH"],
    &["GET /users#POST"],
    &["BREW /users"],
    &["HEAD /users"],
    // Places.
    &["/me/drive/items/{id}/workbook/worksheets/{id}/range/visibleView/itemAt(index={n})"],
    &["/me/drive/items/{id}/thumbnails/{id}/{size}"],
    // Other versions, services and requests.
    &["users/{id}/profile"],
    &["https://graph.microsoft.com/beta/users"],
    &["GET https://example.com/v1.0/users"],
    &["POST /v1.0/$batch"],
    // A warning.
    &["/users?$select=id,displayName#GET", "/me?$expand=manager", "/user"],
    // All mistakes at once.
    &["/user", "/users/{id}#GTE,PUT,", "microsoft.graph.usr", "/users", "/groups/{id}/mmbers/{", "graph user"],
];

/// Selectors of the embedded metadata.
const EMBEDDED: [&[&str]; 3] =
    [&["/users/{id}/profile"], &["/beta/users"], &["/users/{id}/reprocessLicenceAssignment"]];

fn shown(builder: &Builder, selectors: &[&str]) -> String {
    let resolved = builder.resolve().unwrap_or_else(|error| panic!("{error}"));
    match resolved.select(selectors.iter().copied()) {
        Ok(_) => panic!("{selectors:?} have no mistake"),
        Err(error) => rendered(&error),
    }
}

fn compare(name: &str, builder: &Builder, cases: &[&[&str]]) {
    let texts: Vec<String> = cases.iter().map(|selectors| shown(builder, selectors)).collect();
    let text = texts.join("\n\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/selectors").join(name);
    if std::env::var("UPDATE_EXPECTED").is_ok_and(|value| value == "1") {
        fs::write(&path, &text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == text, "not as expected (UPDATE_EXPECTED=1 rewrites the text):\n{text}");
}

#[needs::shared]
#[test]
fn mistakes_in_selectors_of_graph_have_messages() {
    let text = fs::read_to_string(shared::path("metadata/v1.0/Prod.csdl")).unwrap();
    compare("graph.txt", &Builder::new().metadata_text("metadata/v1.0.csdl", text), &OF_GRAPH);
}

#[test]
fn mistakes_in_selectors_of_the_embedded_slice_have_messages() {
    compare("embedded.txt", &Builder::new(), &EMBEDDED);
}

#[test]
fn mistakes_in_requests_are_shown_in_the_argument() {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["xtask", "resolve", "GET /users/detla()\nBREW /users\nGET /users/{id}?$select=id"];
    assert_eq!(cli::run_with(Builder::new(), arguments, &mut out, &mut err), 1);
    let (out, err) = (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap());
    assert!(out.starts_with("service.users().by_id(user_id).get().select(graph::User::ID).send().await?\n"), "{out}");
    for part in ["request:1:12", "did you mean `delta`?", "request:1:1\n", "`BREW` is not an HTTP method"] {
        assert!(err.contains(part), "{part}: {err}");
    }
}

#[test]
fn a_documented_request_selects_what_its_path_does() {
    let select =
        |selector: &str| Builder::new().select(selector).generate().map(|generated| generated.text().to_owned());
    let expected = select("/users/{id}#GET").unwrap();
    for selector in [
        "GET https://graph.microsoft.com/v1.0/users/87d349ed-44d7-43e1-9a83-5f2406dee5bd",
        "GET /users/{id | userPrincipalName}",
        "/v1.0/users/{id}",
        "users/{user-id}",
        "/users/<id>?$select=id",
        "GET https://GRAPH.microsoft.com/V1.0/Users/adele@contoso.com/ HTTP/1.1",
    ] {
        let text = select(selector).unwrap_or_else(|error| panic!("{selector}: {error}"));
        assert!(text == expected, "{selector} selects something else");
    }
    // A name without a slash is one of a type first, then one of the container.
    assert!(select("users").unwrap().contains("pub fn users("));
    assert!(select("plannerPlan").unwrap().contains("pub struct PlannerPlan "));
}
