//! The client of the end-to-end test, with code generated from the `$metadata` of the server.
//!
//! It makes the calls of an application, and prints a line for each group of calls that succeeds. `tests/it/cap.rs`
//! compiles and runs it with the address of the server as its argument.

mod batching;
mod calls;
mod changing;
mod errors;
mod querying;
mod reading;
mod throttling;

#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types, unused_imports)]
mod graph {
    include!("graph.rs");
}

use graph::EntityContainer as Directory;
use graph_runtime::{Client, KeySyntax};

/// An error, which the test prints.
pub type Problem = Box<dyn std::error::Error + Send + Sync>;

/// Returns the service with keys as segments or in parentheses.
pub fn directory(address: &str, syntax: KeySyntax) -> Result<Directory, Problem> {
    Ok(Directory::new(client(address, syntax)?))
}

/// Returns a client of the server.
pub fn client(address: &str, syntax: KeySyntax) -> Result<Client, Problem> {
    Ok(Client::builder().base_url(address).key_syntax(syntax).build()?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Problem> {
    let address = std::env::args().nth(1).ok_or("usage: client ADDRESS")?;
    for (name, syntax) in [("segments", KeySyntax::Segment), ("parentheses", KeySyntax::Parentheses)] {
        let service = directory(&address, syntax)?;
        reading::keys(&service).await?;
        println!("ok keys as {name}");
        calls::bound_actions(&service).await?;
        println!("ok bound actions with keys as {name}");
    }
    let client = client(&address, KeySyntax::Segment)?;
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
