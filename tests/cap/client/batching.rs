//! Batches.

use graph_runtime::{Batch, Body, Client, ErrorKind};

use crate::{
    Problem,
    graph::{Counters, EntityContainer, Users},
};

/// Reading, changing and calling in one request; what depends on something that fails is not done.
pub async fn dependencies(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let mut batch = Batch::new(client);
    let made = batch.add(service.counters().create(Body::new().set(Counters::NUMBER, 8).set(Counters::LABEL, "eight")));
    let read = batch.add_after(service.counters().by_number(8).get(), [made.id()]);
    let list = batch.add(service.users().get().filter(Users::ID.eq("ada")).select(Users::ID));
    let action = batch.add(service.users().by_id("heidi").reprocess_license_assignment());
    let missing = batch.add(service.users().by_id("nobody").get());
    let after = batch.add_after(service.users().by_id("eve").get(), [missing.id()]);
    let mut answers = batch.send().await;
    assert_eq!(answers.take(made)?.number, Some(8));
    assert_eq!(answers.take(read)?.label.as_deref(), Some("eight"));
    assert_eq!(answers.take(list)?.items().len(), 1);
    assert_eq!(answers.take(action)?.id.as_deref(), Some("heidi"));
    assert!(answers.take(missing).is_err_and(|error| error.is_not_found()));
    let failed = answers.take(after).expect_err("the call before it fails");
    assert_eq!(failed.kind(), ErrorKind::FailedDependency, "{failed:#}");
    Ok(())
}

/// More calls than fit into one request, in the caller's order.
pub async fn many(client: &Client) -> Result<(), Problem> {
    let service = EntityContainer::new(client.clone());
    let ids = ["ada", "bob", "carol", "dan", "eve", "o'brien", "grace"].into_iter().cycle().take(50);
    let calls: Vec<_> = ids.clone().map(|id| service.users().by_id(id).get()).collect();
    let answers = client.execute_all(calls).await;
    assert_eq!(answers.len(), 50);
    for (answer, id) in answers.into_iter().zip(ids) {
        assert_eq!(answer?.id.as_deref(), Some(id));
    }
    Ok(())
}
