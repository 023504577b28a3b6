//! Measures concurrent calls over loopback from 64 tasks, relative to plain reqwest.
//!
//! The time is wall time on all cores, and includes the work of the server.

use std::{error::Error, future::Future, sync::Arc};

use graph_benches::{
    Work,
    calls::{self, generated, plain},
    compare_wall_time,
};

/// The number of tasks, each of which makes one call after another.
const TASKS: usize = 64;
/// The number of calls of each task in a round.
const CALLS: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (client, service) = runtime.block_on(calls::start())?;
    let (client, service) = (Arc::new(client), Arc::new(service));
    println!("{TASKS} tasks, {CALLS} calls per task and round");
    let plain_calls =
        || runtime.block_on(run_tasks(client.clone(), |client| async move { plain(&client).await.is_ok() }));
    let generated_calls = || {
        runtime.block_on(run_tasks(service.clone(), |service| async move { generated(&service).await.is_ok() }));
    };
    let floor = "plain reqwest, serde derive";
    let times = compare_wall_time(51, vec![Work::new(floor, plain_calls), Work::new("generated", generated_calls)]);
    times.row("calls of 64 tasks over loopback, wall time / plain reqwest", "generated", floor, Some(1.05));
    Ok(())
}

/// Runs all tasks to completion.
async fn run_tasks<C, F>(with: Arc<C>, call: fn(Arc<C>) -> F)
where
    C: Send + Sync + 'static,
    F: Future<Output = bool> + Send + 'static,
{
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let with = with.clone();
            tokio::spawn(async move {
                for _ in 0..CALLS {
                    assert!(call(with.clone()).await, "a call failed");
                }
            })
        })
        .collect();
    for task in tasks {
        assert!(task.await.is_ok(), "a call failed");
    }
}
