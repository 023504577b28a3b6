//! Generated code sends the requests that were recorded from the official SDK.

use crate::recorded::{Wire, recorded};
use graph_runtime::{Client, Object, Operation, empty};
use graph_tests::graph::{
    AssignedLicense, DirectoryObjectCollectionGetByIds, DirectoryObjectGetMemberGroups, GraphService, SubscribedSku,
    User, UserAssignLicense, UserChangePassword,
};
use serde_json::Value;

const ID: &str = "11111111-2222-3333-4444-555555555555";

fn client() -> Client {
    Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client")
}

#[needs::shared]
#[tokio::test]
async fn recorded_requests() {
    let recorded = recorded();
    let wire = Wire::open().await;
    let service = GraphService::new(wire.client.clone());
    let user = service.users().by_id(ID);
    let mut compared = Vec::new();
    for request in &recorded {
        let name = request["name"].as_str().unwrap_or_default();
        let path = request["path"].as_str().unwrap_or_default();
        let query = request["query"].as_str();
        let body: Value = request["body"].clone();
        let is_get = request["method"] == "GET";
        match (path.strip_prefix("/v1.0").unwrap_or_default(), query) {
            ("/me/reprocessLicenseAssignment", None) => {
                wire.compare(&service.me().reprocess_license_assignment(), request).await
            }
            ("/users/name_contoso.com%23EXT%23%40fabrikam.onmicrosoft.com/reprocessLicenseAssignment", None) => {
                let guest = service.users().by_id("name_contoso.com#EXT#@fabrikam.onmicrosoft.com");
                wire.compare(&guest.reprocess_license_assignment(), request).await;
            }
            (path, None) if path == format!("/users/{ID}/reprocessLicenseAssignment") => {
                wire.compare(&user.reprocess_license_assignment(), request).await;
            }
            (path, None) if path == format!("/users/{ID}/assignLicense") => {
                let parameters: Object<UserAssignLicense> = serde_json::from_value(body).expect("parameters");
                assert!(parameters.extra.is_empty(), "all properties are typed: {parameters:?}");
                wire.compare(&user.assign_license(&parameters), request).await;
            }
            (path, None) if path == format!("/users/{ID}/revokeSignInSessions") => {
                wire.compare(&user.revoke_sign_in_sessions(), request).await;
            }
            (path, None) if path == format!("/users/{ID}/getMemberGroups") => {
                let parameters: Object<DirectoryObjectGetMemberGroups> =
                    serde_json::from_value(body).expect("parameters");
                wire.compare(&user.get_member_groups(&parameters), request).await;
            }
            ("/me/changePassword", None) => {
                let parameters: Object<UserChangePassword> = serde_json::from_value(body).expect("parameters");
                assert!(parameters.extra.is_empty(), "all properties are typed: {parameters:?}");
                wire.compare(&service.me().change_password(&parameters), request).await;
            }
            ("/directoryObjects/getByIds", None) => {
                let parameters: Object<DirectoryObjectCollectionGetByIds> =
                    serde_json::from_value(body).expect("parameters");
                wire.compare(&service.directory_objects().get_by_ids(&parameters), request).await;
            }
            ("/me", Some("$select=id")) => wire.compare(&service.me().get().select(User::ID), request).await,
            ("/users", None) if is_get => wire.compare(&service.users().get(), request).await,
            ("/users", Some("$select=id,displayName,mail&$top=5")) => {
                let list = service.users().get().top(5).select((User::ID, User::DISPLAY_NAME, User::MAIL));
                wire.compare(&list, request).await;
            }
            ("/subscribedSkus", Some(_)) => {
                let list =
                    service.subscribed_skus().get().select((SubscribedSku::SKU_ID, SubscribedSku::SKU_PART_NUMBER));
                wire.compare(&list, request).await;
            }
            (path, None) if is_get && key_of(path).is_some_and(|key| key != ID) => {
                let key = key_of(path).unwrap_or_default();
                wire.compare(&service.users().by_id(decoded(key)).get(), request).await;
            }
            _ => continue,
        }
        compared.push(name);
    }
    println!("{} of {} recorded requests: {}", compared.len(), recorded.len(), compared.join(", "));
    assert!(compared.len() >= 24, "{compared:?}");
}

/// Returns the key in `/users/KEY`.
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
fn unset_parameters_are_not_sent() {
    let service = GraphService::new(client());
    let sent = |parameters: &UserAssignLicense| {
        let call = service.me().assign_license(parameters);
        String::from_utf8(call.request(client().root()).expect("a request").into_body().to_vec()).expect("text")
    };
    assert_eq!(sent(&empty()), "{}");
    let sku = "06ebc4ee-1bb5-47dd-8120-11324bc54e06".parse().expect("a GUID");
    let license = AssignedLicense { sku_id: Some(sku), ..empty() };
    let parameters = UserAssignLicense { add_licenses: Some(vec![license.into()]), ..empty() };
    assert_eq!(sent(&parameters), format!(r#"{{"addLicenses":[{{"skuId":"{sku}"}}]}}"#));
}
