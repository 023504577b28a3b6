//! Lists users by code that a macro generates, with the properties that are selected and no others.

use std::error::Error;

use graph_runtime::Client;
use stand_in_graph::StandIn;

graph_macros::graph! {
    metadata: "../../metadata/v1.0.csdl",
    select: ["microsoft.graph.user::{id, displayName, accountEnabled}"],
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A stand-in for Graph on this machine; with Graph itself the client gets a credential instead of a base URL.
    let stand_in = StandIn::start().await?;
    let service = graph::GraphService::new(Client::builder().base_url(stand_in.base_url()).build()?);

    for user in service.users().get().top(3).send().await? {
        println!("{}  {}", user.id.as_deref().unwrap_or("-"), user.display_name.as_deref().unwrap_or("-"));
    }
    // What was selected is what was asked for.
    println!("asked for: {}", stand_in.requests()[0].target);
    Ok(())
}
