//! Gives a user a license and signs the user out everywhere, through code that was generated once and committed.
//!
//! `src/graph.rs` is written by the command in its header; with `--check` the same command compares instead, which is what CI
//! does. Nothing is generated when this crate is built.

use graph_runtime::{Client, Error, Guid, empty};
use stand_in_graph::StandIn;

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, deprecated)]
mod graph;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A stand-in for Graph on this machine; with Graph itself the client gets a credential instead of a base URL.
    let stand_in = StandIn::start().await?;
    let service = graph::GraphService::new(Client::builder().base_url(stand_in.base_url()).build()?);

    let sku: Guid = "06ebc4ee-1bb5-47dd-8120-11324bc54e06".parse()?;
    assign(&service, "AdeleV@contoso.onmicrosoft.com", sku).await?;
    // This user is one that the stand-in does not know.
    assign(&service, "00000000-0000-0000-0000-000000000000", sku).await?;
    Ok(())
}

async fn assign(service: &graph::GraphService, name: &str, sku: Guid) -> Result<(), Error> {
    let user = service.users().by_id(name);
    let parameters = graph::UserAssignLicense {
        add_licenses: Some(vec![graph::AssignedLicense { sku_id: Some(sku), ..empty() }.into()]),
        remove_licenses: Some(Vec::new()),
    };
    match user.assign_license(&parameters).send().await {
        Ok(changed) => {
            let licenses = changed.assigned_licenses.as_ref().map_or(0, Vec::len);
            let signed_out = user.revoke_sign_in_sessions().send().await?;
            println!("{name}: {licenses} license, signed out: {signed_out}");
            Ok(())
        }
        Err(error) if error.is_not_found() => {
            println!("{name}: {error:#}");
            Ok(())
        }
        Err(error) => Err(error),
    }
}
