//! Measures a call over loopback, relative to plain reqwest that sends the same request and reads the same struct.

use std::{error::Error, process::ExitCode};

use graph_benches::{
    Work,
    calls::{self, generated, plain},
    compare,
};

/// The number of calls in a round. With fewer, cold caches after each switch between the two kinds dominate.
const CALLS: usize = 250;

fn main() -> ExitCode {
    graph_benches::exit_code(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (client, service) = runtime.block_on(calls::start())?;
    println!("{CALLS} calls per round");
    let plain_calls = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                plain(&client).await?;
            }
            Ok::<(), reqwest::Error>(())
        })
    };
    let generated_calls = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                generated(&service).await?;
            }
            Ok::<(), graph_runtime::Error>(())
        })
    };
    let floor = "plain reqwest, serde derive";
    let times = compare(151, vec![Work::new(floor, plain_calls), Work::new("generated", generated_calls)]);
    times.row("call over loopback / plain reqwest", "generated", floor, Some(1.05));
    Ok(())
}
