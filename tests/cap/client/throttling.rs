//! What is refused for now.

use graph_runtime::{CallOptions, Client, NoRetry};

use crate::{
    Problem,
    graph::{EntityContainer, FailWith},
};

fn refuse(status: i32, times: i32) -> FailWith {
    FailWith { status: Some(status), retry_after: Some(0), times: Some(times), ..Default::default() }
}

/// Calls are tried again as the service says, and no more often.
pub async fn retries(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    for status in [429, 503] {
        assert_eq!(service.fail_with(&refuse(status, 2)).send().await?, "after 2");
    }
    let once = service.fail_with(&refuse(429, 1)).with_options(CallOptions::default().retry(NoRetry));
    let refused = once.send().await.expect_err("it is refused");
    assert!(refused.is_throttled(), "{refused}");
    assert_eq!(service.fail_with(&refuse(429, 1)).send().await?, "after 1");
    Ok(())
}
