//! The client of the end-to-end test, with code generated from the `$metadata` of the server.
//!
//! It makes the calls of an application, and prints a line for each group of calls that succeeds. `tests/it/cap.rs`
//! compiles and runs it with the address of the server as its argument.

mod batching;
mod calls;
mod changing;
mod errors;
mod profile;
mod querying;
mod reading;
mod throttling;

#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types, unused_imports)]
mod graph {
    include!("graph.rs");
}

use graph::EntityContainer as Directory;
use graph_runtime::Client;

/// An error, which the test prints.
pub type Problem = Box<dyn std::error::Error + Send + Sync>;

/// Returns a client of the server. How it speaks OData is read from its metadata.
pub fn client(address: &str) -> Result<Client, Problem> {
    Ok(Client::builder().base_url(address).build()?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Problem> {
    let address = std::env::args().nth(1).ok_or("usage: client ADDRESS")?;
    let client = client(&address)?;
    let service = Directory::new(client.clone());
    profile::of_metadata(&client, &service).await?;
    println!("ok the profile of the metadata");
    reading::keys(&service).await?;
    println!("ok keys");
    calls::bound_actions(&service).await?;
    println!("ok bound actions");
    reading::lists_and_pages(&client).await?;
    println!("ok lists and pages");
    reading::navigation(&client).await?;
    println!("ok navigation");
    errors::envelopes(&client).await?;
    println!("ok error envelopes");
    querying::filters(&client).await?;
    println!("ok filters");
    querying::windows(&client).await?;
    println!("ok order, windows, counts");
    querying::expansions(&client).await?;
    println!("ok expansions");
    changing::bodies(&client).await?;
    println!("ok bodies");
    changing::entity_tags(&client).await?;
    println!("ok entity tags");
    batching::dependencies(&client).await?;
    println!("ok batches with dependencies");
    batching::many(&client).await?;
    println!("ok split batches");
    throttling::retries(&client).await?;
    println!("ok throttling");
    Ok(())
}
