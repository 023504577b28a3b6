//! Reprocesses the group-based license assignments of one user and shows the user that comes back.
//!
//! With `GRAPH_TOKEN` set it calls Microsoft Graph. Without a token it starts a stand-in for Graph on this machine and calls that.

mod report;

use std::{error::Error, process::ExitCode};

use clap::{Parser, ValueEnum};
use graph_runtime::{Client, Cloud, Operation, StaticToken};
use stand_in_graph::StandIn;

graph_runtime::include_graph!();

/// Reprocess the group-based license assignments of a user.
#[derive(Parser)]
#[command(after_help = "Set GRAPH_TOKEN to a token with User.ReadWrite.All to call Microsoft Graph itself.")]
struct Arguments {
    /// The user's id, or user principal name.
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
    // The stand-in stops when it is dropped, so it is kept until the end.
    let (client, _stand_in) = match token {
        Some(token) => {
            let builder = Client::builder().cloud(arguments.cloud.into()).version(&arguments.version);
            (builder.credential(StaticToken::new(token)).build()?, None)
        }
        None => {
            let stand_in = StandIn::start().await?;
            println!("GRAPH_TOKEN is not set, so this is not Microsoft Graph: a stand-in for it runs at");
            println!("{} for as long as this program does. Nothing leaves this machine.\n", stand_in.base_url());
            (Client::builder().base_url(stand_in.base_url()).build()?, Some(stand_in))
        }
    };

    let service = graph::GraphService::new(client.clone());
    let call = service.users().by_id(&arguments.user).reprocess_license_assignment();

    // `call.send().await` is all that is needed; here the request and the status are shown as well.
    let request = call.request(client.root())?;
    println!("{} {} HTTP/1.1", request.method(), request.uri().path());
    let response = client.exchange(&call).await?;
    println!("{}\n", response.status());
    let user = call.read(response)?;
    report::print(&user);
    Ok(())
}
