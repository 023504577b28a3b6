//! Calls over loopback, 64 at a time, through generated code and with plain reqwest: calls a second on all cores that there are, the server's
//! work among them.

use std::{error::Error, future::Future, sync::Arc};

use graph_benches::{
    Work,
    calls::{self, generated, plain},
    compare_elapsed,
};

/// Tasks that call, one call after another.
const TASKS: usize = 64;
/// Calls of each in a round.
const CALLS: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (client, service) = runtime.block_on(calls::begin())?;
    let (client, service) = (Arc::new(client), Arc::new(service));
    println!("{TASKS} tasks, {CALLS} calls of each a round");
    let by_hand = || runtime.block_on(together(client.clone(), |client| async move { plain(&client).await.is_ok() }));
    let typed = || {
        runtime.block_on(together(service.clone(), |service| async move { generated(&service).await.is_ok() }));
    };
    compare_elapsed(51, vec![Work::new("plain reqwest, serde derive", by_hand), Work::new("generated", typed)]);
    Ok(())
}

/// Runs all tasks to their end.
async fn together<C, F>(with: Arc<C>, call: fn(Arc<C>) -> F)
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
