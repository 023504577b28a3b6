//! Generated code sends what the official SDK was recorded to send.

use graph_runtime::{Client, Operation};
use graph_tests::graph::{
    AssignedLicense, DirectoryObjectCollectionGetByIds, GraphService, SubscribedSku, User, UserAssignLicense,
    UserChangePassword, UserGetMemberGroups,
};
use graph_tests::shared;
use serde_json::Value;

const ID: &str = "11111111-2222-3333-4444-555555555555";

fn recorded() -> Option<Vec<Value>> {
    let text = shared::text("wire/official-sdk-requests.json")?;
    Some(serde_json::from_str(&text).expect("JSON"))
}

fn client() -> Client {
    Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client")
}

/// Compares a request with a recorded one: method, path, query, meaningful headers, body.
fn compare<O: Operation>(operation: &O, recorded: &Value) {
    let name = recorded["name"].as_str().unwrap_or_default();
    let request = operation.request(client().root()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (head, body) = request.into_parts();
    assert_eq!(head.method.as_str(), recorded["method"], "{name}");
    assert_eq!(head.uri.path(), recorded["path"], "{name}");
    assert_eq!(head.uri.query(), recorded["query"].as_str(), "{name}");
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let expected = |name: &str| recorded["headers"][name].as_str();
    assert_eq!(header("accept"), expected("accept"), "{name}");
    assert_eq!(header("content-type"), expected("content-type"), "{name}");
    if recorded["body"].is_null() {
        assert_eq!(header("content-length"), expected("content-length"), "{name}");
        assert!(body.is_empty(), "{name}");
    } else {
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(body, recorded["body"], "{name}");
    }
}

#[test]
fn recorded_requests_are_made_again() {
    let Some(recorded) = recorded() else { return };
    let service = GraphService::new(client());
    let user = service.users().by_id(ID);
    let mut made = Vec::new();
    for request in &recorded {
        let name = request["name"].as_str().unwrap_or_default();
        let path = request["path"].as_str().unwrap_or_default();
        let query = request["query"].as_str();
        let body: Value = request["body"].clone();
        let is_get = request["method"] == "GET";
        match (path.strip_prefix("/v1.0").unwrap_or_default(), query) {
            ("/me/reprocessLicenseAssignment", None) => compare(&service.me().reprocess_license_assignment(), request),
            ("/users/name_contoso.com%23EXT%23%40fabrikam.onmicrosoft.com/reprocessLicenseAssignment", None) => {
                let guest = service.users().by_id("name_contoso.com#EXT#@fabrikam.onmicrosoft.com");
                compare(&guest.reprocess_license_assignment(), request);
            }
            (path, None) if path == format!("/users/{ID}/reprocessLicenseAssignment") => {
                compare(&user.reprocess_license_assignment(), request);
            }
            (path, None) if path == format!("/users/{ID}/assignLicense") => {
                let parameters: UserAssignLicense = serde_json::from_value(body).expect("parameters");
                assert!(parameters.extra.is_empty(), "all of it is typed: {parameters:?}");
                compare(&user.assign_license(&parameters), request);
            }
            (path, None) if path == format!("/users/{ID}/revokeSignInSessions") => {
                compare(&user.revoke_sign_in_sessions(), request);
            }
            (path, None) if path == format!("/users/{ID}/getMemberGroups") => {
                let parameters: UserGetMemberGroups = serde_json::from_value(body).expect("parameters");
                compare(&user.get_member_groups(&parameters), request);
            }
            ("/me/changePassword", None) => {
                let parameters: UserChangePassword = serde_json::from_value(body).expect("parameters");
                assert!(parameters.extra.is_empty(), "all of it is typed: {parameters:?}");
                compare(&service.me().change_password(&parameters), request);
            }
            ("/directoryObjects/getByIds", None) => {
                let parameters: DirectoryObjectCollectionGetByIds = serde_json::from_value(body).expect("parameters");
                compare(&service.directory_objects().get_by_ids(&parameters), request);
            }
            ("/me", Some("$select=id")) => compare(&service.me().get().select(User::ID), request),
            ("/users", None) if is_get => compare(&service.users().get(), request),
            ("/users", Some("$select=id,displayName,mail&$top=5")) => {
                let list = service.users().get().top(5).select((User::ID, User::DISPLAY_NAME, User::MAIL));
                compare(&list, request);
            }
            ("/subscribedSkus", Some(_)) => {
                let list =
                    service.subscribed_skus().get().select((SubscribedSku::SKU_ID, SubscribedSku::SKU_PART_NUMBER));
                compare(&list, request);
            }
            (path, None) if is_get && key_of(path).is_some_and(|key| key != ID) => {
                let key = key_of(path).unwrap_or_default();
                compare(&service.users().by_id(decoded(key)).get(), request);
            }
            _ => continue,
        }
        made.push(name);
    }
    println!("{} of {} recorded requests: {}", made.len(), recorded.len(), made.join(", "));
    assert!(made.len() >= 24, "{made:?}");
}

/// The key of `/users/KEY`.
fn key_of(path: &str) -> Option<&str> {
    path.strip_prefix("/users/").filter(|key| !key.contains('/'))
}

fn decoded(key: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = key.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: Vec<u8> = rest.by_ref().take(2).collect();
            let digits = String::from_utf8(digits).expect("hex digits");
            bytes.push(u8::from_str_radix(&digits, 16).expect("hex digits"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn parameters_that_are_not_set_are_not_sent() {
    let service = GraphService::new(client());
    let sent = |parameters: &UserAssignLicense| {
        let call = service.me().assign_license(parameters);
        String::from_utf8(call.request(client().root()).expect("a request").into_body().to_vec()).expect("text")
    };
    assert_eq!(sent(&UserAssignLicense::default()), "{}");
    let sku = "06ebc4ee-1bb5-47dd-8120-11324bc54e06".parse().expect("a GUID");
    let license = AssignedLicense { sku_id: Some(sku), ..AssignedLicense::default() };
    let parameters = UserAssignLicense { add_licenses: Some(vec![license]), ..UserAssignLicense::default() };
    assert_eq!(sent(&parameters), format!(r#"{{"addLicenses":[{{"skuId":"{sku}"}}]}}"#));
}
