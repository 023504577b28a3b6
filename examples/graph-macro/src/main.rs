//! Lists users with code that the `graph!` macro generates. No build script is needed.

use std::error::Error;

use graph_runtime::Client;
use stand_in_graph::StandIn;

// A property list trims the type to those properties; requests then select only them. The module is for this crate, and
// calls a user a person.
graph_macros::graph! {
    metadata: "../../metadata/v1.0.csdl",
    select: ["microsoft.graph.user::{id, displayName, accountEnabled}"],
    module: pub(crate) directory,
    rename: { "microsoft.graph.user": Person },
}

use directory::{GraphService, Person};

fn line(person: &Person) -> String {
    let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    format!("{}  {}", shown(&person.id), shown(&person.display_name))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A small local server that imitates Graph. For Graph itself, give the client a credential and no base URL.
    let stand_in = StandIn::start().await?;
    let client = Client::builder().base_url(stand_in.base_url()).build()?;
    let service = GraphService::new(client);

    for user in service.users().get().top(3).send().await? {
        println!("{}", line(&user));
    }
    println!("requested: {}", stand_in.requests()[0].target);
    Ok(())
}
