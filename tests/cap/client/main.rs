//! The client of the end-to-end test: generated from the server's own `$metadata`, it does what an application would, and prints a line
//! for each thing that went as it should. It is compiled by `tests/it/cap.rs`, against the server whose address is the argument.

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

/// What went wrong; the test prints it.
pub type Problem = Box<dyn std::error::Error + Send + Sync>;

/// A service on the server, with keys as segments or in parentheses.
pub fn directory(address: &str, syntax: KeySyntax) -> Result<Directory, Problem> {
    Ok(Directory::new(client(address, syntax)?))
}

/// A client of the server.
pub fn client(address: &str, syntax: KeySyntax) -> Result<Client, Problem> {
    Ok(Client::builder().base_url(address).key_syntax(syntax).build()?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Problem> {
    let address = std::env::args().nth(1).ok_or("the server's address is the argument")?;
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
    println!("ok batches that are split");
    throttling::retries(&client).await?;
    println!("ok refused for now");
    Ok(())
}
