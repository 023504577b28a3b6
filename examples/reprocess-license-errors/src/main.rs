//! Reprocesses the license assignments of all users that have license errors.
//!
//! The program reads users page by page and reprocesses them in batches of 20, as fast as Graph allows. A journal
//! records which users are done, so an interrupted run can be resumed.

mod arguments;
mod credential;
mod job;
mod journal;
mod progress;
mod retry;
mod source;
mod summary;

use std::{error::Error, process::ExitCode, time::Duration};

use clap::Parser;
use graph_runtime::{CachedCredential, Client, ClientBuilder, StaticToken};
use stand_in_graph::{StandIn, Tenant};

use crate::{arguments::Arguments, credential::CommandCredential, job::Completion, retry::RetryPolicy};

graph_runtime::include_graph!();

type BoxError = Box<dyn Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(Completion::AllDone) => ExitCode::SUCCESS,
        Ok(Completion::SomeFailed) => ExitCode::from(1),
        Ok(Completion::Stopped(reason)) => {
            eprintln!("stopped: {reason}\nRun the same command again to resume.");
            ExitCode::from(3)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> Result<Completion, BoxError> {
    let token = std::env::var("GRAPH_TOKEN").ok().filter(|token| !token.is_empty());
    let builder = Client::builder().retry(RetryPolicy::default()).call_timeout(Duration::from_secs(3600));
    let builder = builder.user_agent("reprocess-license-errors/0.1");
    let graph = |builder: ClientBuilder| builder.cloud(arguments.cloud.into()).version(&arguments.version);
    // The local server stops when `_stand_in` is dropped.
    let (client, _stand_in) = match (&arguments.service, &arguments.token_command, token) {
        (Some(service), _, None) => (builder.base_url(service).build()?, None),
        (Some(service), _, Some(token)) => {
            (builder.base_url(service).credential(StaticToken::new(token)).build()?, None)
        }
        (None, Some(command), _) => {
            let credential = CachedCredential::new(CommandCredential::new(command)?);
            (graph(builder).credential(credential).build()?, None)
        }
        (None, None, Some(token)) => (graph(builder).credential(StaticToken::new(token)).build()?, None),
        (None, None, None) => {
            let users = arguments.stand_in_users;
            let stand_in = StandIn::with_tenant(Tenant { users, rate: Some(500) }).await?;
            eprintln!("There is no access token: calling a local server that imitates Microsoft Graph,");
            eprintln!("at {}, with {users} users. Nothing leaves this machine.\n", stand_in.base_url());
            (builder.base_url(stand_in.base_url()).build()?, Some(stand_in))
        }
    };
    job::run(arguments, &client).await
}
