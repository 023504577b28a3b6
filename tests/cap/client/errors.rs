//! Errors of the server.

use graph_runtime::Client;

use crate::{Problem, graph::EntityContainer};

/// Reads a user that does not exist.
pub async fn envelopes(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let error = service.users().by_id("nobody").get().send().await.expect_err("not found");
    assert!(error.is_not_found(), "{error}");
    let Some(problem) = error.service_error() else { return Err(error.into()) };
    assert_eq!(problem.code(), Some("404"));
    Ok(())
}
