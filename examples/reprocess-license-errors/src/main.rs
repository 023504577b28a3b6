//! Reprocesses the license assignments of users that have license errors.
//!
//! Users are found page by page and reprocessed in batches of twenty, as fast as Graph allows. What is done is written to a journal, so a
//! run that was broken off goes on where it stopped.

mod arguments;
mod credential;
mod job;
mod journal;
mod patience;
mod progress;
mod source;
mod summary;

use std::{error::Error, process::ExitCode};

use clap::Parser;
use graph_runtime::{CachedCredential, Client, ClientBuilder, StaticToken};
use stand_in_graph::{StandIn, Tenant};

use crate::{arguments::Arguments, credential::CommandCredential, job::Ending, patience::Patience};

graph_runtime::include_graph!();

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(Ending::AllDone) => ExitCode::SUCCESS,
        Ok(Ending::SomeFailed) => ExitCode::from(1),
        Ok(Ending::Stopped(why)) => {
            eprintln!("stopped: {why}\nThe same command goes on from here.");
            ExitCode::from(3)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let token = std::env::var("GRAPH_TOKEN").ok().filter(|token| !token.is_empty());
    let builder = Client::builder().retry(Patience::default()).user_agent("reprocess-license-errors/0.1");
    let cloud = |builder: ClientBuilder| builder.cloud(arguments.cloud.into()).version(&arguments.version);
    // The stand-in stops when it is dropped, so it is kept until the end.
    let (client, _stand_in) = match (&arguments.service, &arguments.token_command, token) {
        (Some(service), _, None) => (builder.base_url(service).build()?, None),
        (Some(service), _, Some(token)) => {
            (builder.base_url(service).credential(StaticToken::new(token)).build()?, None)
        }
        (None, Some(command), _) => {
            let credential = CachedCredential::new(CommandCredential::new(command)?);
            (cloud(builder).credential(credential).build()?, None)
        }
        (None, None, Some(token)) => (cloud(builder).credential(StaticToken::new(token)).build()?, None),
        (None, None, None) => {
            let stand_in = StandIn::with(Tenant { users: arguments.stand_in_users, rate: Some(500) }).await?;
            eprintln!(
                "There is no token, so this is not Microsoft Graph: a stand-in for it runs at {}",
                stand_in.base_url()
            );
            eprintln!(
                "for as long as this program does, with {} users. Nothing leaves this machine.\n",
                arguments.stand_in_users
            );
            (builder.base_url(stand_in.base_url()).build()?, Some(stand_in))
        }
    };
    job::run(arguments, &client).await
}
