//! One call in two ways: by hand with reqwest and serde's derives, and through generated code.

use std::{error::Error, time::Duration};

use graph_runtime::{Client, Guid, Object, StaticToken};

use crate::{
    loopback,
    readers::{derive, graph},
};

const ID: &str = "11111111-2222-3333-4444-555555555555";
const ANSWER: &str = r##"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$entity","accountEnabled":true,"assignedLicenses":[{"disabledPlans":["11b0131d-43c8-4bbb-b2c8-e80f9a50834a"],"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df"}],"businessPhones":["+1 425 555 0109"],"city":"Redmond","companyName":"Contoso","displayName":"Adele Vance","id":"11111111-2222-3333-4444-555555555555","mail":"adele@contoso.com","userPrincipalName":"adele@contoso.com"}"##;

/// What sends by hand.
pub struct Plain {
    client: reqwest::Client,
    root: String,
}

/// Starts a server in this runtime, and makes a client of each kind that have been seen to read the same.
///
/// # Errors
///
/// Where that does not work.
pub async fn begin() -> Result<(Plain, graph::GraphService), Box<dyn Error>> {
    let root = loopback::serve(ANSWER).await?;
    let service =
        graph::GraphService::new(Client::builder().base_url(&root).credential(StaticToken::new("token")).build()?);
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
    let by_hand = Plain { client, root };
    let (one, other) = (plain(&by_hand).await?, generated(&service).await?);
    if serde_json::to_value(one)?["displayName"] != serde_json::to_value(other)?["displayName"] {
        return Err("the two calls did not read the same".into());
    }
    Ok((by_hand, service))
}

/// A call through generated code.
///
/// # Errors
///
/// Those of the call.
pub async fn generated(service: &graph::GraphService) -> Result<Object<graph::User>, graph_runtime::Error> {
    service.users().by_id(ID).reprocess_license_assignment().send().await
}

/// The same request by hand.
///
/// # Errors
///
/// Those of the call.
pub async fn plain(by_hand: &Plain) -> Result<derive::User, reqwest::Error> {
    by_hand
        .client
        .post(format!("{}/users/{ID}/reprocessLicenseAssignment", by_hand.root))
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
