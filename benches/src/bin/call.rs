//! A call over loopback through generated code, as a multiple of plain reqwest that sends the same request and reads the same struct.

use std::{error::Error, process::ExitCode, time::Duration};

use graph_benches::{
    Work, compare, loopback,
    readers::{derive, graph},
};
use graph_runtime::{Client, Guid, StaticToken};

const ID: &str = "11111111-2222-3333-4444-555555555555";
const ANSWER: &str = r##"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$entity","accountEnabled":true,"assignedLicenses":[{"disabledPlans":["11b0131d-43c8-4bbb-b2c8-e80f9a50834a"],"skuId":"c7df2760-2c81-4ef7-b578-5b5392b571df"}],"businessPhones":["+1 425 555 0109"],"city":"Redmond","companyName":"Contoso","displayName":"Adele Vance","id":"11111111-2222-3333-4444-555555555555","mail":"adele@contoso.com","userPrincipalName":"adele@contoso.com"}"##;

/// Calls in a round. Kinds take turns round by round; with fewer calls, what is timed is how cold each finds the processor's caches.
const CALLS: usize = 250;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let root = runtime.block_on(loopback::serve(ANSWER))?;
    let service =
        graph::GraphService::new(Client::builder().base_url(&root).credential(StaticToken::new("token")).build()?);
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
    let (by_hand, typed) = runtime.block_on(async { (plain(&client, &root).await, generated(&service).await) });
    if serde_json::to_value(by_hand?)?["displayName"] != serde_json::to_value(typed?)?["displayName"] {
        return Err("the two calls did not read the same".into());
    }
    println!("{CALLS} calls a round");
    let by_hand = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                plain(&client, &root).await?;
            }
            Ok::<(), reqwest::Error>(())
        })
    };
    let typed = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                generated(&service).await?;
            }
            Ok::<(), graph_runtime::Error>(())
        })
    };
    compare(151, vec![Work::new("plain reqwest, serde derive", by_hand), Work::new("generated", typed)]);
    Ok(())
}

async fn generated(service: &graph::GraphService) -> Result<graph::User, graph_runtime::Error> {
    service.users().by_id(ID).reprocess_license_assignment().send().await
}

async fn plain(client: &reqwest::Client, root: &str) -> Result<derive::User, reqwest::Error> {
    client
        .post(format!("{root}/users/{ID}/reprocessLicenseAssignment"))
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
