//! JSON batches, with calls that depend on each other.

use graph_runtime::{Batch, Body, Client, ErrorKind, profile::BatchFormat};
use graph_tests::tenant::{GraphService, Group, User};

use super::{Comparison, Seeded, client_with, done, ids_of, seed, seed::path};

fn json_client(tenant: &str) -> Client {
    client_with(tenant, |profile| profile.with_batch_format(BatchFormat::Json).with_batch_size(20))
}

#[needs::odatapy]
#[tokio::test]
async fn queries() {
    compare_queries(&json_client("seeded")).await;
}

/// Compares what queries find in batches of a client, for either format.
pub(super) async fn compare_queries(client: &Client) {
    let mut all = Comparison::of(super::seeded());
    // Fills the tenant.
    let service = GraphService::new(client.clone());
    let seed = all.seed;
    let mut batch = Batch::new(client);
    let users: Vec<_> = seed.users.iter().map(|user| batch.add(service.users().by_id(user.id()).get())).collect();
    let named = batch.add(service.users().get().filter(User::DISPLAY_NAME.eq("100% #1 & Co")));
    let missing = batch.add(service.users().by_id("missing").get());
    let count = batch.add(service.groups().count());
    // A batch has at most 20 calls; the client sends several.
    let mut responses = batch.send().await;
    for (ticket, user) in users.into_iter().zip(&seed.users) {
        let found = responses.take(ticket).unwrap_or_else(|error| panic!("{error:#}"));
        all.equal("a user", found.display_name.clone(), user.display_name.clone());
    }
    let found = responses.take(named).unwrap_or_else(|error| panic!("{error:#}"));
    let is_named = |user: &&User| user.display_name.as_deref() == Some("100% #1 & Co");
    let expected = User::of(seed).into_iter().filter(is_named).map(|user| user.id()).collect();
    all.equal("a filter", ids_of(found.items()), expected);
    all.equal("missing", responses.take(missing).is_err_and(|error| error.is_not_found()), true);
    all.equal("count", responses.take(count).unwrap_or_else(|error| panic!("{error:#}")), 8);
    all.finish(43);
}

#[needs::odatapy]
#[tokio::test]
async fn dependencies() {
    let client = json_client("dependencies");
    let service = GraphService::new(client.clone());
    let mut batch = Batch::new(&client);
    let user = Body::new().set(User::ID, "o'brien").set(User::DISPLAY_NAME, "\"🦀\" & Co");
    let user = batch.add(service.users().create(user));
    let group = batch.add(service.groups().create(Body::new().set(Group::ID, "g")));
    let members = service.groups().by_id("g").members();
    let add = batch.add_after(members.add_reference(path("users", "o'brien")), [user.id(), group.id()]);
    let list = batch.add_after(members.as_user().get(), [add.id()]);
    let mut responses = batch.send().await;
    let created = responses.take(user).unwrap_or_else(|error| panic!("{error:#}"));
    assert_eq!(created.display_name.as_deref(), Some("\"🦀\" & Co"));
    responses.take(group).unwrap_or_else(|error| panic!("{error:#}"));
    responses.take(add).unwrap_or_else(|error| panic!("{error:#}"));
    let listed = responses.take(list).unwrap_or_else(|error| panic!("{error:#}"));
    assert_eq!(ids_of(listed.items()), ["o'brien"]);

    // What depends on a call that fails is not executed.
    let mut batch = Batch::new(&client);
    let again = batch.add(service.users().create(Body::new().set(User::ID, "o'brien")));
    let delete = batch.add_after(service.users().by_id("o'brien").delete(), [again.id()]);
    let independent = batch.add(service.users().by_id("o'brien").get());
    let mut responses = batch.send().await;
    assert!(responses.take(again).is_err_and(|error| error.is_conflict()));
    let error = responses.take(delete).expect_err("its dependency failed");
    assert_eq!(error.kind(), ErrorKind::FailedDependency, "{error:#}");
    assert_eq!(responses.take(independent).unwrap_or_else(|error| panic!("{error:#}")).id(), "o'brien");
    assert_eq!(done(service.users().count().send()).await, 1);
}

/// A batch of creates, and of updates with ETags.
#[needs::odatapy]
#[tokio::test]
async fn changes() {
    let client = json_client("batch");
    let service = GraphService::new(client.clone());
    let seed = seed::Seed::get();
    let mut batch = Batch::new(&client);
    let created: Vec<_> =
        seed.groups.iter().map(|group| batch.add(service.groups().create(seed::body(group)))).collect();
    let mut responses = batch.send().await;
    let mut batch = Batch::new(&client);
    let mut updates = Vec::new();
    for (ticket, group) in created.into_iter().zip(&seed.groups) {
        let created = responses.take(ticket).unwrap_or_else(|error| panic!("{error:#}"));
        assert_eq!(created.description, group.description);
        let update = service.groups().by_id(group.id()).update(Body::new().null(Group::DESCRIPTION));
        updates.push(batch.add(update.if_match(&created.extra.etag().expect("an ETag"))));
        // Without the `If-Match: *` of other updates.
        let untagged = service.groups().by_id(group.id()).update(Body::new().null(Group::DISPLAY_NAME)).upsert();
        updates.push(batch.add(untagged));
    }
    let mut responses = batch.send().await;
    for (index, ticket) in updates.into_iter().enumerate() {
        let outcome = responses.take(ticket).map(drop).map_err(|error| error.status().map(|status| status.as_u16()));
        assert_eq!(outcome, if index % 2 == 0 { Ok(()) } else { Err(Some(428)) });
    }
    let groups = done(service.groups().get().send()).await;
    assert!(groups.items().iter().all(|group| group.description.is_none()));
}
