//! Batches in the format of the version, with change sets and references to new entities.

use graph_runtime::{Batch, Body, Client, ErrorKind, profile::BatchFormat};
use graph_tests::trippin::{DefaultContainer, Person, PersonGender, PlanItem};

use super::{clients, done, names, person, trip};

/// Clients for each format and version.
fn formats(tenant: &str) -> Vec<Client> {
    let mut all = Vec::new();
    for format in [BatchFormat::Multipart, BatchFormat::Json, BatchFormat::None] {
        let clients = clients(&format!("{tenant}-{format:?}"));
        let roots = clients.iter().map(|client| client.root().as_str().to_owned());
        for (client, root) in clients.iter().zip(roots) {
            let _ = DefaultContainer::new(client.clone());
            let profile = client.profile().clone().with_batch_format(format);
            all.push(Client::builder().base_url(root).profile(profile).build().expect("a client"));
        }
    }
    all
}

/// A person, a trip of the person, and a flight of the trip, before any of them has an address.
#[needs::odatapy]
#[tokio::test]
async fn paths_begin_with_new_entities() {
    for client in formats("tickets") {
        let service = DefaultContainer::new(client.clone());
        let mut batch = Batch::new(&client);
        let new = batch.add(service.people().create(person("o'neil/2", "New", PersonGender::Female)));
        let trips = service.people().by_user_name(&new).trips();
        let first = batch.add(trips.create(trip(1, "first", 1.0)));
        let item = trips.by_trip_id(&first).plan_items();
        let item = batch.add(item.create(Body::for_create().set(PlanItem::PLAN_ITEM_ID, 5)));
        let update = service.people().by_user_name(&new).update(Body::new().set(Person::FIRST_NAME, "changed"));
        let update = batch.add(update);
        let read = batch.add_after(service.people().by_user_name(&new).get(), [update.id()]);
        let mut responses = batch.send().await;
        let format = client.profile().batch_format();
        responses.take(new).unwrap_or_else(|error| panic!("{format:?}: {error:#}"));
        responses.take(first).unwrap_or_else(|error| panic!("{format:?}: {error:#}"));
        responses.take(item).unwrap_or_else(|error| panic!("{format:?}: {error:#}"));
        responses.take(update).unwrap_or_else(|error| panic!("{format:?}: {error:#}"));
        let read = responses.take(read).unwrap_or_else(|error| panic!("{format:?}: {error:#}"));
        assert_eq!(read.first_name.as_deref(), Some("changed"));
        let trip = service.people().by_user_name("o'neil/2").trips().by_trip_id(1);
        assert_eq!(done(trip.plan_items().count().send()).await, 1);
    }
}

#[needs::odatapy]
#[tokio::test]
async fn change_sets() {
    for client in formats("sets") {
        if client.profile().batch_format() == BatchFormat::None {
            continue;
        }
        let service = DefaultContainer::new(client.clone());
        let create = |name: &str| service.people().create(person(name, "New", PersonGender::Male));
        let mut batch = Batch::new(&client);
        let (new, trip_of_new) = batch.change_set(|set| {
            let new = set.add(create("new"));
            let trip = set.add(service.people().by_user_name(&new).trips().create(trip(1, "first", 1.0)));
            (new, trip)
        });
        let count = batch.add_after(service.people().count(), [new.id()]);
        let mut responses = batch.send().await;
        responses.take(new).unwrap_or_else(|error| panic!("{error:#}"));
        responses.take(trip_of_new).unwrap_or_else(|error| panic!("{error:#}"));
        assert_eq!(responses.take(count).unwrap_or_else(|error| panic!("{error:#}")), 1);

        // The second change fails, so that the first is undone.
        let mut batch = Batch::new(&client);
        let (other, again) = batch.change_set(|set| (set.add(create("other")), set.add(create("new"))));
        let dependent = batch.add(service.people().by_user_name(&other).get());
        let mut responses = batch.send().await;
        for failed in [responses.take(other), responses.take(again)] {
            let error = failed.expect_err("the set failed");
            assert!(error.is_conflict() || error.kind() == ErrorKind::FailedDependency, "{error:#}");
        }
        let error = responses.take(dependent).expect_err("it depends on the set");
        assert_eq!(error.kind(), ErrorKind::FailedDependency, "{error:#}");
        assert_eq!(names(done(service.people().get().send()).await.items()), ["new"]);
    }
}
