//! Lists users with code that the `graph!` macro generates. No build script is needed.

use std::error::Error;

use graph_runtime::Client;
use stand_in_graph::StandIn;

// A property list trims the type to those properties; requests then select only them.
graph_macros::graph! {
    metadata: "../../metadata/v1.0.csdl",
    select: ["microsoft.graph.user::{id, displayName, accountEnabled}"],
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A small local server that imitates Graph. For Graph itself, give the client a credential and no base URL.
    let stand_in = StandIn::start().await?;
    let client = Client::builder().base_url(stand_in.base_url()).build()?;
    let service = graph::GraphService::new(client);

    for user in service.users().get().top(3).send().await? {
        println!("{}  {}", user.id.as_deref().unwrap_or("-"), user.display_name.as_deref().unwrap_or("-"));
    }
    println!("requested: {}", stand_in.requests()[0].target);
    Ok(())
}
