//! Paths of items between colons, in selectors, calls and explanations.

use graph_codegen::{
    Builder,
    chain::{Chains, selectors},
    selection::{Method, ServiceGraph, walk},
};

fn builder() -> Builder {
    Builder::new().metadata(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/documents/addresses.csdl"))
}

fn methods(selected: &[&str], name: &str) -> usize {
    let builder = selected.iter().fold(builder(), |builder, selector| builder.select(*selector));
    let generated = builder.generate().unwrap_or_else(|error| panic!("{selected:?}: {error}"));
    generated.text().matches(&format!("pub fn {name}(")).count()
}

#[test]
fn documented_calls_are_resolved_and_select_themselves() {
    let model = builder().resolve().unwrap().model;
    for (method, path, selector, expression) in [
        (
            Method::Put,
            "/me/drive/root:/{path}:/content",
            "/me/drive/root:/{path}:/content#PUT",
            "service.me().drive().root().by_path(path).upload_content(content)",
        ),
        (
            Method::Put,
            "/me/drive/root:/A (1)/it's#1.txt:/content",
            "/me/drive/root:/{path}:/content#PUT",
            "service.me().drive().root().by_path(path).upload_content(content)",
        ),
        (
            Method::Post,
            "/drives/{drive-id}/items/{item-id}:/{filename}:/createUploadSession",
            "/drives/{id}/items/{id}:/{path}:/createUploadSession#POST",
            "service.drives().by_id(drive_id).items().by_id(drive_item_id).by_path(path)\
             .create_upload_session(parameters)",
        ),
        (
            Method::Get,
            "/sites/{hostname}:/{server-relative-path}",
            "/sites/{id}:/{path}#GET",
            "service.sites().by_id(site_id).by_path(path).get()",
        ),
        (
            Method::Get,
            "/sites/contoso.sharepoint.com:/teams/hr:/drive/root:/a.txt",
            "/sites/{id}:/{path}:/drive/root:/{path}#GET",
            "service.sites().by_id(site_id).by_path(path).drive().root().by_path(path_2).get()",
        ),
        (
            Method::Patch,
            "/me/drive/root:/A/B.txt",
            "/me/drive/root:/{path}#PATCH",
            "service.me().drive().root().by_path(path).update(body)",
        ),
        (
            Method::Delete,
            "/groups/{id}/drive/special/{folder}:/x:",
            "/groups/{id}/drive/special/{id}:/{path}#DELETE",
            "service.groups().by_id(group_id).drive().special().by_id(drive_item_id).by_path(path).delete()",
        ),
        (
            Method::Get,
            "/drives/{drive-id}/root:/{path-relative-to-root}:/children/$count",
            "/drives/{id}/root:/{path}:/children/$count#GET",
            "service.drives().by_id(drive_id).root().by_path(path).children().count()",
        ),
    ] {
        assert_eq!(selectors(&model, [(method, path)]), [selector], "{path}");
        let planned = builder().select(selector).plan().unwrap_or_else(|error| panic!("{selector}: {error}"));
        let chains = Chains::new(&planned.selected.resolved.model, &planned.package);
        let chain = chains.find(method, path).unwrap_or_else(|diagnostic| panic!("{path}: {}", diagnostic.message));
        assert_eq!(chain.expression, expression);
        assert_eq!(format!("{}#{}", chain.template, method.as_str()), selector);
    }
}

#[test]
fn paths_that_address_nothing_are_errors() {
    let model = builder().resolve().unwrap().model;
    let graph = ServiceGraph::new(&model);
    for (path, part) in [
        ("/users/{id}:/{path}", "`microsoft.graph.user` is not addressed by a path"),
        ("/me/drive:/{path}", "`microsoft.graph.drive` is not addressed by a path"),
        ("/me/drive/root:", "a path has to follow the colon"),
        ("/me/drive/root:/{path}:/nothing", "has no navigation property or operation `nothing`"),
        ("/me/drive/items:/{path}", "`Collection(microsoft.graph.driveItem)` is not addressed by a path"),
    ] {
        let diagnostic = walk(path, &graph).expect_err(path);
        assert!(diagnostic.message.contains(part), "{path}: {}", diagnostic.message);
    }
}

#[test]
fn paths_are_selected_by_paths_types_and_everything_and_can_be_excluded() {
    assert_eq!(methods(&["/me/drive/root"], "by_path"), 0);
    assert_eq!(methods(&["/me/drive/root:/{path}"], "by_path"), 1);
    assert_eq!(methods(&["/me/drive/**"], "by_path"), 1);
    assert_eq!(methods(&["/**"], "by_path"), 2);
    assert_eq!(methods(&["/me/drive/root", "microsoft.graph.driveItem"], "by_path"), 1);
    assert_eq!(methods(&["/**", "!/me/drive/**"], "by_path"), 2);
    let sites = ["/sites/**", "!/sites/{id}:/{path}", "!/sites/{id}/drive/root:/{path}"];
    assert_eq!((methods(&sites[..1], "by_path"), methods(&sites[..2], "by_path")), (2, 1));
    assert_eq!(methods(&sites, "by_path"), 0);
    assert_eq!(methods(&["/sites/**", "!/sites/{id}:/{path}"], "by_host_path"), 0);
    assert_eq!(methods(&["/sites/{hostname}:/{path}"], "by_host_path"), 1);
    assert_eq!(methods(&["/groups/{id}/drive/root:/{path}:/**"], "create_upload_session"), 1);
}

#[test]
fn the_path_of_an_item_leads_to_no_other_resource() {
    let with = builder().resolve().unwrap().select(["/**"]).unwrap().selection;
    let by_path: Vec<&str> = with
        .resources
        .values()
        .filter(|resource| resource.by_path.is_some())
        .map(|resource| resource.template.as_str())
        .collect();
    assert_eq!(by_path, ["/drives/{id}/root", "/sites/{id}"]);
    let templates = with.resources.values().flat_map(|resource| resource.methods.values());
    assert!(templates.into_iter().all(|method| !method.template.contains(':')));
}

#[test]
fn a_path_is_explained() {
    let selected = builder().resolve().unwrap().select(["/me/drive/root:/{path}:/workbook"]).unwrap();
    let explanations = selected.explain("/me/drive/root:/A.xlsx:/workbook").unwrap();
    let shown: Vec<String> = explanations.iter().map(ToString::to_string).collect();
    assert!(
        shown[0].starts_with("/me/drive/root:/{path}:/workbook (entity type): selected")
            || shown[0].starts_with("/me/drive/root:/{path}:/workbook"),
        "{shown:?}"
    );
    assert!(shown[0].contains("is named by the selector `/me/drive/root:/{path}:/workbook`"), "{shown:?}");
}
