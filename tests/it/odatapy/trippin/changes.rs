//! Writing: ETags, references, actions, media, work in the background, and tracked changes.

use graph_runtime::{Batch, Body, Change, Preference, UploadBody};
use graph_tests::trippin::{DefaultContainer, Person, PersonGender, PersonShareTrip, Photo, Trip};

use super::{assert_status, clients, done, filled, names, person, trip};
use crate::odatapy::seed::path;

#[needs::odatapy]
#[tokio::test]
async fn updates_and_conditions() {
    for service in filled("updates").await {
        let me = service.people().by_user_name("russellwhyte");
        let etag = done(me.get().send()).await.extra.etag().expect("an ETag");
        let name = |name: &str| Body::new().set(Person::FIRST_NAME, name);
        // Without a condition, an update is of what exists: `If-Match: *`.
        done(me.update(name("Russ")).send()).await;
        assert_status(me.update(name("late")).if_match(&etag).send().await, 412);
        assert_status(me.update(name("new")).if_none_match("*").send().await, 412);
        let updated = done(me.update(name("R.")).prefer(Preference::REPRESENTATION).send()).await.expect("the person");
        assert_eq!((updated.first_name.as_deref(), updated.user_name.as_deref()), (Some("R."), Some("russellwhyte")));
        done(service.me().update(name("Me").null(Person::GENDER)).send()).await;
        let read = done(me.get().send()).await;
        assert_eq!((read.first_name.as_deref(), read.gender.is_none()), (Some("Me"), true));
        assert!(read.emails.as_ref().is_some_and(|emails| emails.len() == 2), "an update keeps what is absent");
        assert_status(service.people().by_user_name("nobody").update(name("x")).send().await, 404);
        // The properties of an open type.
        done(me.update(Body::new().raw("Nickname", "Rusty".into())).send()).await;
        assert_eq!(done(me.get().send()).await.extra.value("Nickname"), Some("Rusty".into()));

        // The service requires an ETag, which a deletion has to state.
        let scott = service.people().by_user_name("scott");
        assert_status(scott.delete().if_match("W/\"0\"").send().await, 412);
        let etag = done(scott.get().send()).await.extra.etag().expect("an ETag");
        done(scott.delete().if_match(&etag).send()).await;
        assert_status(scott.get().send().await, 404);
        assert_status(service.people().create(person("russellwhyte", "x", PersonGender::Male)).send().await, 409);
        // Trips have no ETags.
        let trip = service.me().trips().by_trip_id(2);
        done(trip.update(Body::new().set(Trip::NAME, "renamed")).send()).await;
        done(trip.delete().send()).await;
        assert_eq!(done(service.me().trips().count().send()).await, 1);
        let created = service.people().create(person("new", "New", PersonGender::Female));
        let created = done(created.prefer(Preference::MINIMAL).send()).await;
        assert!(created.entity_id().is_some_and(|id| id.ends_with("/People('new')")) && created.entity().is_none());
    }
}

#[needs::odatapy]
#[tokio::test]
async fn references() {
    for service in filled("references").await {
        let friends = service.me().friends();
        let links = done(friends.list_references().send()).await;
        assert!(links[1].id.as_ref().is_some_and(|id| id.contains("/People(")), "{:?}", links[1].id);
        done(friends.remove_reference(path("People", "scott")).send()).await;
        assert_eq!(names(done(friends.get().send()).await.items()), ["o'neil/1"]);
    }
}

/// A media entity is created from its content: OData 4.01, part 1, section 11.4.7.1.
#[needs::odatapy]
#[tokio::test]
async fn media() {
    for client in clients("media") {
        let service = DefaultContainer::new(client.clone());
        super::fill(&service).await;
        let create = || service.photos().create_media(&b"\xff\xd8 one"[..]).content_type("image/jpeg");
        let photo = done(create().send()).await;
        let id = photo.id.expect("a key");
        let second = done(create().prefer(Preference::MINIMAL).send()).await;
        let expected = format!("/Photos({})", id + 1);
        assert!(second.entity_id().is_some_and(|id| id.ends_with(&expected)) && second.entity().is_none());
        let content = UploadBody::reader(4, &b"data"[..]);
        let third = done(service.photos().create_media(content).content_type("image/jpeg").send()).await;
        let read = done(service.photos().by_id(third.id.expect("a key")).download().send()).await;
        assert_eq!((&read.bytes()[..], read.media_type()), (&b"data"[..], Some("image/jpeg")));
        let photo = service.photos().by_id(id);
        assert_eq!(done(photo.download().send()).await.bytes()[..], b"\xff\xd8 one"[..]);
        done(photo.upload(&b"\xff\xd8 two"[..]).content_type("image/jpeg").send()).await;
        done(photo.update(Body::new().set(Photo::NAME, "Two")).send()).await;
        done(service.me().photo().set_reference(format!("/Photos({id})")).send()).await;
        let mine = service.me().photo();
        assert_eq!(done(mine.get().send()).await.name.as_deref(), Some("Two"));
        assert_eq!(done(mine.download().send()).await.bytes()[..], b"\xff\xd8 two"[..]);
        let link = done(mine.get_reference().send()).await;
        assert!(link.id.as_ref().is_some_and(|link| link.ends_with(&format!("/Photos({id})"))), "{:?}", link.id);
        done(mine.remove_reference().send()).await;
        assert_status(mine.get().send().await, 404);
        let mut batch = Batch::new(&client);
        let created = batch.add(create());
        let created = batch.send().await.take(created).unwrap_or_else(|error| panic!("{error:#}"));
        assert_eq!(created.id, Some(id + 3));
        assert_eq!(done(service.photos().count().send()).await, 4);
    }
}

/// `PUT` replaces all properties; an upsert creates what is missing: OData 4.01, part 1, sections 11.4.3 and 11.4.4.
#[needs::odatapy]
#[tokio::test]
async fn replacements_and_upserts() {
    for service in filled("replacements").await {
        let me = service.people().by_user_name("russellwhyte");
        let etag = done(me.get().send()).await.extra.etag().expect("an ETag");
        let whole = |first: &str| person("russellwhyte", first, PersonGender::Male).set(Person::EMAILS, [""; 0]);
        done(me.replace(whole("First")).if_match(&etag).send()).await;
        assert_status(me.replace(whole("late")).if_match(&etag).send().await, 412);
        assert_status(me.replace(whole("new")).if_none_match("*").send().await, 412);
        let short = Body::for_create().set(Person::FIRST_NAME, "Short").set(Person::LAST_NAME, "Name");
        let read = done(me.replace(short).prefer(Preference::REPRESENTATION).send()).await.expect("the person");
        assert_eq!((read.first_name.as_deref(), read.gender.is_none()), (Some("Short"), true), "absent is reset");

        let of = |name: &str| service.people().by_user_name(name);
        let new = |name: &str| person(name, "New", PersonGender::Female);
        // Updates and replacements are of what exists, unless they are upserts.
        assert_status(of("one").replace(new("one")).send().await, 404);
        assert_status(of("one").get().send().await, 404);
        done(of("one").replace(new("one")).upsert().send()).await;
        assert_eq!(done(of("one").get().send()).await.first_name.as_deref(), Some("New"));
        // An upsert of what exists needs an ETag here, because the service declares that changes do.
        assert_status(of("one").replace(new("one")).upsert().send().await, 428);
        // `If-None-Match: *` creates, and never replaces.
        done(of("two").replace(new("two")).if_none_match("*").send()).await;
        assert_status(of("two").replace(new("two")).if_none_match("*").send().await, 412);
        let names = Body::new().set(Person::FIRST_NAME, "Three").set(Person::LAST_NAME, "Updated");
        done(of("three").update(names).upsert().send()).await;
        assert_eq!(done(of("three").get().send()).await.last_name.as_deref(), Some("Updated"));
        // Trips have no ETags.
        let trips = service.me().trips();
        done(trips.by_trip_id(2).replace(trip(2, "replaced", 1.0)).send()).await;
        done(trips.by_trip_id(2).replace(trip(2, "again", 1.0)).upsert().send()).await;
        assert_eq!(done(trips.by_trip_id(2).get().send()).await.name.as_deref(), Some("again"));
    }
}

#[needs::odatapy]
#[tokio::test]
async fn actions() {
    for service in filled("actions").await {
        let share = PersonShareTrip { user_name: Some("scott".to_owned()), trip_id: Some(1) };
        done(service.me().share_trip(share).send()).await;
        let people = done(service.me().trips().by_trip_id(1).get_involved_people().send()).await;
        assert_eq!(names(people.items()), ["russellwhyte", "scott"]);
        done(service.reset_data_source().send()).await;
        assert_eq!(done(service.people().count().send()).await, 0);
        assert_status(service.me().get().send().await, 404);
    }
}

/// The service works in the background, and answers with `application/http` in 4.0 and 4.01.
#[needs::odatapy]
#[tokio::test]
async fn work_in_the_background() {
    for service in filled("background").await {
        let share = PersonShareTrip { user_name: Some("scott".to_owned()), trip_id: Some(2) };
        let mut work = done(service.me().share_trip(share).header("prefer", "respond-async").begin()).await;
        done(work.wait()).await;
        let created = service.me().trips().create(trip(7, "later", 1.0)).header("prefer", "respond-async");
        let created = done(done(created.begin()).await.result()).await;
        assert_eq!(created.name.as_deref(), Some("later"));
        let again = service.me().trips().create(trip(7, "later", 1.0)).header("prefer", "respond-async");
        assert_status(done(again.begin()).await.result().await, 409);
        assert_eq!(done(service.people().by_user_name("scott").trips().count().send()).await, 2);
    }
}

#[needs::odatapy]
#[tokio::test]
async fn tracked_changes() {
    for client in clients("tracked") {
        let service = DefaultContainer::new(client.clone());
        super::fill(&service).await;
        let all = done(service.people().get().header("prefer", "odata.track-changes").send()).await;
        let link = all.delta_link().expect("a link for later changes").to_owned();
        let people = service.people();
        let changes = Body::new().set(Person::FIRST_NAME, "changed");
        done(people.by_user_name("russellwhyte").update(changes).send()).await;
        done(people.by_user_name("scott").delete().if_match("*").send()).await;
        let mut changes = client.resume_delta::<Person>(link).items();
        let mut seen = Vec::new();
        while let Some(change) = changes.next().await {
            seen.push(match change.unwrap_or_else(|error| panic!("{error:#}")) {
                Change::Item(person) => format!("{:?} is {:?}", person.user_name, person.first_name),
                Change::Removed(removed) => format!("{} {}", removed.id().unwrap_or_default(), removed.reason),
                Change::Link(link) => format!("{link:?}"),
            });
        }
        assert_eq!(seen[0], "Some(\"russellwhyte\") is Some(\"changed\")");
        assert!(seen[1].ends_with("People('scott') deleted") && seen.len() == 2, "{seen:?}");
        assert!(changes.delta_link().is_some());
    }
}
