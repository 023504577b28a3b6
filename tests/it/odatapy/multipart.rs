//! Batches in `multipart/mixed`, change sets in both formats, and what the profiles of the versions send.

use graph_runtime::{Batch, Body, Client, ErrorKind, Operation, Reference, ServiceProfile, profile::BindSyntax};
use graph_tests::tenant::{AgeGroup, GraphService, Group, User};

use super::{SERVER, done, ids, seed::path};

fn client(tenant: &str, profile: ServiceProfile) -> Client {
    let url = format!("{}/{tenant}", SERVER.address());
    Client::builder().base_url(url).profile(profile).build().expect("a client")
}

#[needs::odatapy]
#[tokio::test]
async fn the_profile_is_that_of_the_metadata() {
    let client = super::client("profile");
    let service = GraphService::new(client.clone());
    assert_eq!(*client.profile(), ServiceProfile::V4_0.with_guarded_deletions(true));
    let delta = service.users().delta();
    assert!(delta.request(client.root()).expect("a request").uri().path().ends_with("/users/tenant.delta()"));
}

fn user(id: &str) -> Body<User> {
    Body::new().set(User::ID, id).set(User::DISPLAY_NAME, format!("🦀 {id}"))
}

#[needs::odatapy]
#[tokio::test]
async fn queries_in_parts() {
    super::batches::compare_queries(&client("seeded", ServiceProfile::V4_0)).await;
}

/// A user, and a group that refers to it before it exists.
#[needs::odatapy]
#[tokio::test]
async fn change_sets() {
    for (tenant, profile) in [
        ("change-sets", ServiceProfile::V4_0),
        ("atomicity-groups", ServiceProfile::V4_01.with_bind_syntax(BindSyntax::Annotation)),
    ] {
        let client = client(tenant, profile);
        let service = GraphService::new(client.clone());
        let mut batch = Batch::new(&client);
        let before = batch.add(service.users().count());
        let (ada, group) = batch.change_set(|set| {
            let ada = set.add(service.users().create(user("ada")));
            let members: [Reference; 1] = [(&ada).into()];
            let group = set.add(service.groups().create(Body::new().set(Group::ID, "g").bind(Group::MEMBERS, members)));
            (ada, group)
        });
        let after = batch.add(service.users().count());
        let mut responses = batch.send().await;
        let created = responses.take(ada).unwrap_or_else(|error| panic!("{tenant}: {error:#}"));
        assert_eq!(created.display_name.as_deref(), Some("🦀 ada"), "{tenant}");
        responses.take(group).unwrap_or_else(|error| panic!("{tenant}: {error:#}"));
        assert_eq!(responses.take(before).map_err(drop), Ok(0), "{tenant}");
        assert_eq!(responses.take(after).map_err(drop), Ok(1), "{tenant}");
        let members = service.groups().by_id("g").members();
        assert_eq!(ids(members.as_user().get()).await, Ok(vec!["ada".to_owned()]), "{tenant}");

        // One change fails, and the other one is undone.
        let mut batch = Batch::new(&client);
        let (new, again) = batch.change_set(|set| {
            (set.add(service.users().create(user("bob"))), set.add(service.users().create(user("ada"))))
        });
        let independent = batch.add(service.users().by_id("ada").get());
        let mut responses = batch.send().await;
        for failed in [responses.take(new), responses.take(again)] {
            let error = failed.expect_err("the set failed");
            let is_known = error.is_conflict() || error.kind() == ErrorKind::FailedDependency;
            assert!(is_known, "{tenant}: {error:#}");
        }
        assert!(responses.take(independent).is_ok(), "{tenant}");
        assert_eq!(done(service.users().count().send()).await, 1, "{tenant}");
    }
}

/// What depends on a call is sent after it.
#[needs::odatapy]
#[tokio::test]
async fn dependencies_in_multipart() {
    let client = client("multipart-dependencies", ServiceProfile::V4_0);
    let service = GraphService::new(client.clone());
    let mut batch = Batch::new(&client);
    let created = batch.add(service.users().create(user("o'brien")));
    let group = batch.add(service.groups().create(Body::new().set(Group::ID, "g")));
    let members = service.groups().by_id("g").members();
    let add = batch.add_after(members.add_reference(path("users", "o'brien")), [created.id(), group.id()]);
    let list = batch.add_after(members.as_user().get(), [add.id()]);
    let again = batch.add_after(service.users().create(user("o'brien")), [created.id()]);
    let skipped = batch.add_after(service.users().by_id("o'brien").delete(), [again.id()]);
    let mut responses = batch.send().await;
    let listed = responses.take(list).unwrap_or_else(|error| panic!("{error:#}"));
    assert_eq!(super::ids_of(listed.items()), ["o'brien"]);
    assert!(responses.take(again).is_err_and(|error| error.is_conflict()));
    assert_eq!(responses.take(skipped).expect_err("skipped").kind(), ErrorKind::FailedDependency);
    assert_eq!(done(service.users().count().send()).await, 1);
}

/// The same code against both versions.
#[needs::odatapy]
#[tokio::test]
async fn updates_and_literals_of_both_versions() {
    for (tenant, profile) in [("v4-0", ServiceProfile::V4_0), ("v4-01", ServiceProfile::V4_01)] {
        let client = client(tenant, profile);
        let service = GraphService::new(client.clone());
        let ada = user("ada").set(User::AGE_GROUP, AgeGroup::Adult);
        done(service.users().create(ada).send()).await;
        let changes = Body::new().set(User::DISPLAY_NAME, "Ada");
        done(service.users().by_id("ada").update(changes.clone()).send()).await;
        let found = service.users().get().filter(User::AGE_GROUP.eq(AgeGroup::Adult) & User::DISPLAY_NAME.eq("Ada"));
        assert_eq!(ids(found).await, Ok(vec!["ada".to_owned()]), "{tenant}");
        // An update of what is missing creates nothing.
        let error = service.users().by_id("eve").update(changes).send().await.expect_err("there is no such user");
        assert!(error.is_not_found() || error.is_precondition_failed(), "{tenant}: {error:#}");
        assert_eq!(done(service.users().count().send()).await, 1, "{tenant}");
    }
}
