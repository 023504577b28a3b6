//! Batches.

use graph_runtime::{Batch, Body, Client, ErrorKind};

use crate::{
    Problem,
    graph::{Counters, EntityContainer, Users},
};

/// Reads, creates and calls in one batch. A call that depends on a failed call is not executed.
pub async fn dependencies(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let mut batch = Batch::new(client);
    let body = Body::new().set(Counters::NUMBER, 8).set(Counters::LABEL, "eight");
    let created = batch.add(service.counters().create(body));
    let read = batch.add_after(service.counters().by_number(8).get(), [created.id()]);
    let list = batch.add(service.users().get().filter(Users::ID.eq("ada")).select(Users::ID));
    let action = batch.add(service.users().by_id("heidi").reprocess_license_assignment());
    let missing = batch.add(service.users().by_id("nobody").get());
    let after = batch.add_after(service.users().by_id("eve").get(), [missing.id()]);
    let mut responses = batch.send().await;
    assert_eq!(responses.take(created)?.number, Some(8));
    assert_eq!(responses.take(read)?.label.as_deref(), Some("eight"));
    assert_eq!(responses.take(list)?.items().len(), 1);
    assert_eq!(responses.take(action)?.id.as_deref(), Some("heidi"));
    assert!(responses.take(missing).is_err_and(|error| error.is_not_found()));
    let failed = responses.take(after).expect_err("the call before it fails");
    assert_eq!(failed.kind(), ErrorKind::FailedDependency, "{failed:#}");
    Ok(())
}

/// Sends more calls than one batch can hold. The responses are in the order of the calls.
pub async fn many(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let ids = ["ada", "bob", "carol", "dan", "eve", "o'brien", "grace"].into_iter().cycle().take(50);
    let calls: Vec<_> = ids.clone().map(|id| service.users().by_id(id).get()).collect();
    let responses = client.execute_all(calls).await;
    assert_eq!(responses.len(), 50);
    for (response, id) in responses.into_iter().zip(ids) {
        assert_eq!(response?.id.as_deref(), Some(id));
    }
    Ok(())
}
