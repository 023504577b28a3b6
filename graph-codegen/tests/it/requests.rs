//! Requests on resources: selection by path and method, unsupported methods, and `**`.

use std::path::Path;

use graph_codegen::{
    Builder, Error, Selected,
    selection::{ResourceMethod, ResourceShape},
};

fn select(selectors: &[&str]) -> Result<Selected, Error> {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/documents/writes.csdl");
    Builder::new().metadata(document).resolve()?.select(selectors.iter().copied())
}

/// Returns the methods of a resource with their paths.
fn methods(selected: &Selected, of: &str, shape: fn(graph_codegen::edm::TypeId) -> ResourceShape) -> Vec<String> {
    let id = selected.resolved.model.find_type(&format!("microsoft.graph.{of}")).expect("the type is declared");
    let Some(resource) = selected.selection.resources.get(&shape(id)) else { return Vec::new() };
    let shown = |method: &ResourceMethod, template: &str| format!("{} {template}", method.http().as_str());
    resource.methods.iter().map(|(method, selected)| shown(method, &selected.template)).collect()
}

#[test]
fn methods_follow_the_path() {
    let selected = select(&["/users#POST", "/users/{id}#PATCH,delete", "/users/$count"]).unwrap();
    assert_eq!(methods(&selected, "user", ResourceShape::Entity), ["PATCH /users/{id}", "DELETE /users/{id}"]);
    assert_eq!(methods(&selected, "user", ResourceShape::Collection), ["POST /users", "GET /users/$count"]);
    let id = selected.resolved.model.find_type("microsoft.graph.user").unwrap();
    assert!(selected.selection.resources[&ResourceShape::Entity(id)].get.is_none(), "reading is not selected");
    let names: Vec<_> =
        selected.selection.types.keys().map(|id| selected.resolved.model.type_(*id).name.name().to_owned()).collect();
    assert_eq!(names, ["passwordProfile", "entity", "directoryObject", "user"], "the type that a GET would have");
}

#[test]
fn a_path_without_a_method_selects_get() {
    let selected = select(&["/users/{id}/manager/$ref", "/users/{id}/photo/$value", "/drives/{id}/items/{id}/content"]);
    let selected = selected.unwrap();
    assert_eq!(methods(&selected, "directoryObject", ResourceShape::Entity), ["GET /users/{id}/manager/$ref"]);
    assert_eq!(methods(&selected, "profilePhoto", ResourceShape::Entity), ["GET /users/{id}/photo/$value"]);
    assert_eq!(methods(&selected, "driveItem", ResourceShape::Entity), ["GET /drives/{id}/items/{id}/content"]);
    assert!(selected.selection.types.is_empty(), "neither a reference nor a stream needs a type");
}

/// Graph declares some navigation properties as contained although its API has references to their entities.
#[test]
fn references_to_contained_entities_must_be_named() {
    let of = |selector| methods(&select(&[selector]).unwrap(), "message", ResourceShape::Collection);
    assert_eq!(of("/users/{id}/messages/$ref#POST"), ["POST /users/{id}/messages/$ref"]);
    assert_eq!(of("/users/**"), ["POST /users/{id}/messages", "GET /users/{id}/messages/$count"]);
}

#[test]
fn references_are_distinguished_by_their_path() {
    let selected = select(&[
        "/groups/{id}/members/$ref#GET,POST,DELETE",
        "/groups/{id}/members/{id}/$ref#DELETE",
        "/users/{id}/manager/$ref#PUT",
    ]);
    let selected = selected.unwrap();
    let id = selected.resolved.model.find_type("microsoft.graph.directoryObject").unwrap();
    let of = |shape| selected.selection.resources[&shape].methods.keys().cloned().collect::<Vec<_>>();
    use ResourceMethod::{AddReference, ListReferences, RemoveReference, RemoveReferenceById, SetReference};
    assert_eq!(of(ResourceShape::Collection(id)), [ListReferences, AddReference, RemoveReferenceById]);
    assert_eq!(of(ResourceShape::Entity(id)), [SetReference, RemoveReference]);
}

#[test]
fn wildcards_select_what_the_model_allows() {
    let selected = select(&["/**"]).unwrap();
    let of = |of, shape| methods(&selected, of, shape);
    assert_eq!(
        of("report", ResourceShape::Collection),
        ["POST /reports"],
        "the annotation of the set takes precedence"
    );
    assert_eq!(of("report", ResourceShape::Entity), [""; 0]);
    assert_eq!(of("schedule", ResourceShape::Entity), ["PUT /me/schedule", "DELETE /me/schedule"]);
    let photo = ["PATCH /me/photo", "DELETE /me/photo", "GET /me/photo/$value", "PUT /me/photo/$value"];
    assert_eq!(of("profilePhoto", ResourceShape::Entity)[..4], photo);
    let id = selected.resolved.model.find_type("microsoft.graph.report").unwrap();
    let read = |shape| selected.selection.resources[&shape].get.is_some();
    assert!(read(ResourceShape::Entity(id)) && !read(ResourceShape::Collection(id)), "readable by key only");
}

#[test]
fn unsupported_methods_are_an_error() {
    for (selector, parts) in [
        ("/users#PATCH", &["1:8", "PATCH: this needs one entity", "`/users/{id}#PATCH`"][..]),
        ("/users/{id}#POST", &["1:13", "POST: this needs a collection", "`/users#POST`"]),
        ("/me#DELETE", &["DELETE: a singleton cannot be deleted"]),
        (
            "/reports/{id}#PATCH",
            &["does not support PATCH on `/reports/{id}`", "`UpdateRestrictions/Updatable` is false"],
        ),
        ("/reports/{id}#DELETE", &["`DeleteRestrictions/Deletable` is false"]),
        ("/reports", &["does not support GET on `/reports`", "`ReadRestrictions/Readable` is false"]),
        ("/reports/$count", &["`CountRestrictions/Countable` is false"]),
        ("/groups/{id}/members/{id}/$ref#PUT", &["PUT: references do not support this method"]),
        ("/users/$count#POST", &["POST: the path does not support this method"]),
        ("/users/{id}/displayName/$value", &["primitive properties such as `displayName`"]),
    ] {
        let shown = select(&[selector]).map(|_| ()).expect_err(selector).to_string();
        for part in parts {
            assert!(shown.contains(part), "{selector} should say {part:?}:\n{shown}");
        }
    }
}

#[test]
fn excluded_resources_have_no_requests() {
    let selected = select(&["/users/**", "!/users/{id}/messages"]).unwrap();
    assert!(methods(&selected, "message", ResourceShape::Collection).is_empty());
    let selected = select(&["/users#POST", "!microsoft.graph.user"]).unwrap();
    assert!(selected.selection.resources.is_empty());
}
