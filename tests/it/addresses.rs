//! Files and sites that are addressed by path, and the URLs of their requests.

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/addresses.rs"]
mod addresses;

use addresses::{DriveItem, DriveItemCreateUploadSession, DriveItemRequestBuilder, GraphService};
use graph_runtime::{Batch, Body, Client, ErrorKind, Operation};
use stand_in_graph::StandIn;

fn client() -> Client {
    Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client")
}

/// The method and the path of a request, and its template.
fn addressed(client: &Client, operation: &impl Operation) -> (String, String) {
    let request = operation.request(client.root()).expect("a request");
    let uri = request.uri().to_string();
    let path = uri.strip_prefix(client.root().as_str()).unwrap_or(&uri);
    (format!("{} {path}", request.method()), operation.description().template.to_string())
}

#[test]
fn requests_to_files_by_path() {
    let client = client();
    let service = GraphService::new(client.clone());
    let check = |operation: &dyn Fn() -> (String, String), url: &str, template: &str| {
        assert_eq!(operation(), (url.to_owned(), template.to_owned()));
    };
    let root = service.drives().by_id("d").root();
    let file = root.by_path("A/B c#.txt");
    check(
        &|| addressed(&client, &file.upload_content("x")),
        "PUT /drives/d/root:/A/B%20c%23.txt:/content",
        "/drives/{id}/root:/{path}:/content",
    );
    check(
        &|| addressed(&client, &file.download_content()),
        "GET /drives/d/root:/A/B%20c%23.txt:/content",
        "/drives/{id}/root:/{path}:/content",
    );
    check(
        &|| addressed(&client, &file.get().select(DriveItem::NAME)),
        "GET /drives/d/root:/A/B%20c%23.txt?$select=name",
        "/drives/{id}/root:/{path}",
    );
    check(
        &|| addressed(&client, &file.update(Body::new().set(DriveItem::NAME, "x"))),
        "PATCH /drives/d/root:/A/B%20c%23.txt",
        "/drives/{id}/root:/{path}",
    );
    check(&|| addressed(&client, &file.delete()), "DELETE /drives/d/root:/A/B%20c%23.txt", "/drives/{id}/root:/{path}");
    check(
        &|| addressed(&client, &file.workbook().get()),
        "GET /drives/d/root:/A/B%20c%23.txt:/workbook",
        "/drives/{id}/root:/{path}:/workbook",
    );
    check(
        &|| addressed(&client, &root.by_path("/a").children().get().top(2)),
        "GET /drives/d/root:/a:/children?$top=2",
        "/drives/{id}/root:/{path}:/children",
    );
    check(
        &|| addressed(&client, &root.by_path("a").children().count()),
        "GET /drives/d/root:/a:/children/$count",
        "/drives/{id}/root:/{path}:/children/$count",
    );
    check(
        &|| addressed(&client, &root.by_path("a").delta()),
        "GET /drives/d/root:/a:/delta()",
        "/drives/{id}/root:/{path}:/delta()",
    );
    check(
        &|| addressed(&client, &root.by_path("a").by_path("b/c").delta()),
        "GET /drives/d/root:/a/b/c:/delta()",
        "/drives/{id}/root:/{path}:/delta()",
    );
    let parameters = DriveItemCreateUploadSession::default();
    let folder = service.drives().by_id("d").items().by_id("01");
    check(
        &|| addressed(&client, &folder.by_path("film.bin").create_upload_session(&parameters)),
        "POST /drives/d/items/01:/film.bin:/createUploadSession",
        "/drives/{id}/items/{id}:/{path}:/createUploadSession",
    );
}

#[test]
fn every_drive_has_its_files_by_path() {
    let client = client();
    let service = GraphService::new(client.clone());
    let folders: [(DriveItemRequestBuilder, &str); 5] = [
        (service.me().drive().root(), "/me/drive/root"),
        (service.me().drive().special().by_id("approot"), "/me/drive/special/approot"),
        (service.users().by_id("u").drive().root(), "/users/u/drive/root"),
        (service.groups().by_id("g").drive().root(), "/groups/g/drive/root"),
        (
            service.sites().by_host_path("contoso.sharepoint.com", "/teams/hr").drive().root(),
            "/sites/contoso.sharepoint.com:/teams/hr:/drive/root",
        ),
    ];
    for (folder, path) in folders {
        let (url, template) = addressed(&client, &folder.by_path("it's: x").get());
        assert_eq!(url, format!("GET {path}:/it%27s%3A%20x"));
        assert!(template.ends_with(":/{path}") && !template.contains("it's"), "{template}");
    }
}

#[test]
fn sites_by_host_and_path() {
    let client = client();
    let sites = GraphService::new(client.clone()).sites();
    let expected = ("GET /sites/contoso.sharepoint.com:/teams/hr".to_owned(), "/sites/{id}:/{path}".to_owned());
    assert_eq!(addressed(&client, &sites.by_id("contoso.sharepoint.com").by_path("/teams/hr").get()), expected);
    assert_eq!(addressed(&client, &sites.by_host_path("contoso.sharepoint.com", "teams/hr").get()), expected);
    let (url, _) = addressed(&client, &sites.by_host_path("contoso.sharepoint.com", "teams/hr").sites().get());
    assert_eq!(url, "GET /sites/contoso.sharepoint.com:/teams/hr:/sites");
}

#[tokio::test]
async fn files_by_path_on_the_wire() {
    let stand_in = StandIn::start().await.expect("a port");
    let client = Client::builder().base_url(stand_in.base_url()).build().expect("a client");
    let root = GraphService::new(client.clone()).me().drive().root();
    // The responses do not matter.
    let _ = root.by_path("A/B c#.txt").upload_content(b"film".to_vec()).send().await;
    let _ = root.by_path("100%/é?.txt").get().send().await;
    let requests = stand_in.requests();
    assert_eq!(
        (requests[0].method.as_str(), requests[0].target.as_str()),
        ("PUT", "/v1.0/me/drive/root:/A/B%20c%23.txt:/content")
    );
    assert_eq!(requests[0].body.as_slice(), b"film");
    assert_eq!(requests[1].target, "/v1.0/me/drive/root:/100%25/%C3%A9%3F.txt");

    let mut batch = Batch::new(&client);
    let ticket = batch.add(root.by_path("secret/B c#.txt").children().get());
    assert_eq!(format!("{batch:?}"), "[\"GET /me/drive/root:/{path}:/children\"]");
    let _ = batch.send().await.take(ticket);
    let body = String::from_utf8_lossy(&stand_in.requests()[2].body).into_owned();
    assert!(body.contains(r#""url":"/me/drive/root:/secret/B%20c%23.txt:/children""#), "{body}");
}

#[tokio::test]
async fn a_path_to_another_item_is_an_error_that_does_not_show_it() {
    let stand_in = StandIn::start().await.expect("a port");
    let client = Client::builder().base_url(stand_in.base_url()).build().expect("a client");
    let root = GraphService::new(client.clone()).me().drive().root();
    for path in ["", "/", "secret//x", "secret/../x", "./secret", "secret\\x", "secret\0", "secret/"] {
        let error = root.by_path(path).children().get().send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidKey, "{path:?}");
        let shown = format!("{error} {error:?} {:?}", root.by_path(path).children().get());
        assert!(shown.contains("the path of the item") && !shown.contains("secret"), "{shown}");
        assert!(shown.contains("/me/drive/root:/{path}:/children"), "{shown}");
    }
    assert!(stand_in.requests().is_empty());
}
