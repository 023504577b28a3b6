//! Reprocesses the license assignments of one user and prints the user that Graph returns.
//!
//! With `GRAPH_TOKEN` set, the program calls Microsoft Graph. Without it, the program starts `stand-in-graph`, a small
//! local server that imitates Graph, and calls that.

mod report;

use std::{error::Error, process::ExitCode};

use clap::{Parser, ValueEnum};
use graph_runtime::{Client, Cloud, Operation, StaticToken};
use stand_in_graph::StandIn;

graph_runtime::include_graph!();

/// Reprocess the license assignments of a user.
#[derive(Parser)]
#[command(after_help = "Set GRAPH_TOKEN to an access token with User.ReadWrite.All to call Microsoft Graph.")]
struct Arguments {
    /// The id or user principal name of the user.
    #[arg(long)]
    user: String,
    /// The national cloud.
    #[arg(long, value_enum, default_value = "global")]
    cloud: CloudName,
    /// The version of Graph.
    #[arg(long, default_value = "v1.0")]
    version: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum CloudName {
    Global,
    Usgov,
    UsgovDod,
    China,
}

impl From<CloudName> for Cloud {
    fn from(name: CloudName) -> Self {
        match name {
            CloudName::Global => Self::Global,
            CloudName::Usgov => Self::UsGovernment,
            CloudName::UsgovDod => Self::UsGovernmentDod,
            CloudName::China => Self::China,
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let token = std::env::var("GRAPH_TOKEN").ok().filter(|token| !token.is_empty());
    // The local server stops when `_stand_in` is dropped.
    let (client, _stand_in) = match token {
        Some(token) => {
            let builder = Client::builder().cloud(arguments.cloud.into()).version(&arguments.version);
            (builder.credential(StaticToken::new(token)).build()?, None)
        }
        None => {
            let stand_in = StandIn::start().await?;
            println!("GRAPH_TOKEN is not set: calling a local server that imitates Microsoft Graph,");
            println!("at {}. Nothing leaves this machine.\n", stand_in.base_url());
            (Client::builder().base_url(stand_in.base_url()).build()?, Some(stand_in))
        }
    };

    let service = graph::GraphService::new(client.clone());
    let call = service.users().by_id(&arguments.user).reprocess_license_assignment();

    // `call.send().await?` is enough. The three steps below also show the request and the status.
    let request = call.request(client.root())?;
    println!("{} {} HTTP/1.1", request.method(), request.uri().path());
    let response = client.exchange(&call).await?;
    println!("{}\n", response.status());
    let user = call.read(response)?;

    report::print(&user);
    Ok(())
}
