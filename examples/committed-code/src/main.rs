//! Assigns a license to a user and revokes the user's sessions, with generated code that is committed.
//!
//! The command in the header of `src/graph.rs` generates the file; CI runs it with `--check`, which compares.
//! Building this crate generates nothing.

use graph_runtime::{Client, Error, Guid, empty};
use stand_in_graph::StandIn;

mod graph;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A small local server that imitates Graph. For Graph itself, give the client a credential and no base URL.
    let stand_in = StandIn::start().await?;
    let client = Client::builder().base_url(stand_in.base_url()).build()?;
    let service = graph::GraphService::new(client);

    let sku: Guid = "06ebc4ee-1bb5-47dd-8120-11324bc54e06".parse()?;
    assign_license(&service, "AdeleV@contoso.onmicrosoft.com", sku).await?;
    // The server responds with 404 for this user.
    assign_license(&service, "00000000-0000-0000-0000-000000000000", sku).await?;
    Ok(())
}

async fn assign_license(service: &graph::GraphService, id: &str, sku: Guid) -> Result<(), Error> {
    let user = service.users().by_id(id);
    let license = graph::AssignedLicense {
        sku_id: Some(sku),
        ..empty()
    };
    let parameters = graph::UserAssignLicense {
        add_licenses: Some(vec![license.into()]),
        remove_licenses: Some(Vec::new()),
    };
    match user.assign_license(&parameters).send().await {
        Ok(updated) => {
            let licenses = updated.assigned_licenses.as_ref().map_or(0, Vec::len);
            let revoked = user.revoke_sign_in_sessions().send().await?;
            println!("{id}: licenses: {licenses}, sessions revoked: {revoked}");
            Ok(())
        }
        Err(error) if error.is_not_found() => {
            println!("{id}: {error:#}");
            Ok(())
        }
        Err(error) => Err(error),
    }
}
