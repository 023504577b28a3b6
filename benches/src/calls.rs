//! The same call twice: with reqwest and serde derives, and through generated code.

use std::{error::Error, time::Duration};

use graph_runtime::{Client, Guid, Object, StaticToken};

use crate::{
    loopback,
    readers::{derive, graph},
};

const ID: &str = "11111111-2222-3333-4444-555555555555";
const RESPONSE: &str = r##"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$entity","accountEnabled":true,"assignedLicenses":[{"disabledPlans":["11b0131d-43c8-4bbb-b2c8-e80f9a50834a"],"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df"}],"businessPhones":["+1 425 555 0109"],"city":"Redmond","companyName":"Contoso","displayName":"Adele Vance","id":"11111111-2222-3333-4444-555555555555","mail":"adele@contoso.com","userPrincipalName":"adele@contoso.com"}"##;

/// A client that uses reqwest directly.
pub struct PlainClient {
    client: reqwest::Client,
    root: String,
}

/// Starts a server on the current runtime, creates both clients, and checks that they read the same user.
///
/// # Errors
///
/// Returns an error if the server cannot start, a call fails, or the users differ.
pub async fn start() -> Result<(PlainClient, graph::GraphService), Box<dyn Error>> {
    let root = loopback::serve(RESPONSE).await?;
    let service =
        graph::GraphService::new(Client::builder().base_url(&root).credential(StaticToken::new("token")).build()?);
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
    let plain_client = PlainClient { client, root };
    let (first, second) = (plain(&plain_client).await?, generated(&service).await?);
    if serde_json::to_value(first)?["displayName"] != serde_json::to_value(second)?["displayName"] {
        return Err("the two clients read different users".into());
    }
    Ok((plain_client, service))
}

/// Makes the call through generated code.
///
/// # Errors
///
/// Returns the error of the call.
pub async fn generated(service: &graph::GraphService) -> Result<Object<graph::User>, graph_runtime::Error> {
    service.users().by_id(ID).reprocess_license_assignment().send().await
}

/// Makes the call with reqwest.
///
/// # Errors
///
/// Returns the error of the call.
pub async fn plain(plain_client: &PlainClient) -> Result<derive::User, reqwest::Error> {
    plain_client
        .client
        .post(format!("{}/users/{ID}/reprocessLicenseAssignment", plain_client.root))
        .header("accept", "application/json")
        .header("content-length", "0")
        .header("client-request-id", Guid::new_v4().to_string())
        .header("user-agent", concat!("graph-runtime/", env!("CARGO_PKG_VERSION")))
        .bearer_auth("token")
        .timeout(Duration::from_secs(100))
        .send()
        .await?
        .json()
        .await
}
