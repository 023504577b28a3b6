//! Throttling.

use graph_runtime::{CallOptions, Client, NoRetry};

use crate::{
    Problem,
    graph::{EntityContainer, FailWith},
};

fn fail(status: i32, times: i32) -> FailWith {
    FailWith { status: Some(status), retry_after: Some(0), times: Some(times), ..Default::default() }
}

/// Retries a call as the service requests, unless retries are disabled.
pub async fn retries(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    for status in [429, 503] {
        assert_eq!(service.fail_with(&fail(status, 2)).send().await?, "after 2");
    }
    let once = service.fail_with(&fail(429, 1)).with_options(CallOptions::default().retry(NoRetry));
    let error = once.send().await.expect_err("throttled");
    assert!(error.is_throttled(), "{error}");
    assert_eq!(service.fail_with(&fail(429, 1)).send().await?, "after 1");
    Ok(())
}
