//! A call over loopback through generated code, as a multiple of plain reqwest that sends the same request and reads the same struct.

use std::{error::Error, process::ExitCode};

use graph_benches::{
    Work,
    calls::{self, generated, plain},
    compare,
};

/// Calls in a round. Kinds take turns round by round; with fewer calls, what is timed is how cold each finds the processor's caches.
const CALLS: usize = 250;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (client, service) = runtime.block_on(calls::begin())?;
    println!("{CALLS} calls a round");
    let by_hand = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                plain(&client).await?;
            }
            Ok::<(), reqwest::Error>(())
        })
    };
    let typed = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                generated(&service).await?;
            }
            Ok::<(), graph_runtime::Error>(())
        })
    };
    compare(151, vec![Work::new("plain reqwest, serde derive", by_hand), Work::new("generated", typed)]);
    Ok(())
}
