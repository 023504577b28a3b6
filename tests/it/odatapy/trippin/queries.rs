//! Reading: filters, nested expansions, singletons, functions and derived types.

use graph_runtime::{Filter, Object, query::Expression};
use graph_tests::trippin::{Airport, Event, Flight, Person, PersonGender, PlanItem, Trip};

use super::{assert_status, done, filled, names};

#[needs::odatapy]
#[tokio::test]
async fn filters_and_windows() {
    for service in filled("filters").await {
        let found = async |filter: Filter<Person>| {
            let page = done(service.people().get().filter(filter).order_by(Person::USER_NAME).send()).await;
            names(page.items()).join(" ")
        };
        assert_eq!(found(Person::FIRST_NAME.eq("Scott")).await, "scott");
        assert_eq!(found(Person::GENDER.eq(PersonGender::Male)).await, "russellwhyte scott");
        assert_eq!(found(Person::GENDER.is_in([PersonGender::Unknown, PersonGender::Female])).await, "o'neil/1");
        assert_eq!(found(Person::LAST_NAME.contains("'Neil &") & !Person::FIRST_NAME.starts_with("R")).await, "scott");
        assert_eq!(
            found(Person::EMAILS.any(Expression::<String, String>::item().ends_with("ld@contoso.com"))).await,
            "o'neil/1"
        );
        assert_eq!(found(Person::TRIPS.any(Trip::BUDGET.gt(500.0f32))).await, "russellwhyte scott");
        assert_eq!(found(Person::FRIENDS.any(Person::USER_NAME.eq("o'neil/1"))).await, "russellwhyte");
        assert_eq!(found(Person::USER_NAME.eq("o'neil/1")).await, "o'neil/1");

        let page =
            done(service.people().get().order_by(Person::FIRST_NAME.desc()).skip(1).top(1).with_count().send()).await;
        assert_eq!((names(page.items()), page.count()), (vec!["russellwhyte"], Some(3)));
        assert_eq!(done(service.people().count().filter(Person::GENDER.eq(PersonGender::Male)).send()).await, 2);
        let pages = service.people().get().select(Person::USER_NAME).header("prefer", "odata.maxpagesize=2");
        let people: Vec<Object<Person>> = done(pages.items().try_collect()).await;
        assert_eq!(names(&people), ["russellwhyte", "scott", "o'neil/1"]);
        assert!(people.iter().all(|person| person.first_name.is_none()));

        let person = done(service.people().by_user_name("o'neil/1").get().send()).await;
        let home = person.address_info.as_ref().and_then(|homes| homes.first()).expect("an address");
        assert_eq!(home.city.as_ref().and_then(|city| city.name.as_deref()), Some("Boise"));
        assert_eq!(person.gender, Some(PersonGender::Unknown.into()));
        assert!(person.extra.etag().is_some());
        assert_status(service.people().by_user_name("nobody").get().send().await, 404);
    }
}

#[needs::odatapy]
#[tokio::test]
async fn nested_expansions() {
    for service in filled("expansions").await {
        let flights = Trip::PLAN_ITEMS.order_by(PlanItem::PLAN_ITEM_ID.desc());
        let trips = Person::TRIPS.filter(Trip::NAME.contains("US")).expand(flights);
        let friends = Person::FRIENDS.select(Person::USER_NAME).expand(Person::TRIPS.select(Trip::NAME));
        let person = done(service.me().get().expand((trips, friends)).send()).await;
        let trips = Person::TRIPS.read(&person).expect("trips").expect("they are read");
        assert_eq!(trips.iter().map(|trip| trip.name.as_deref()).collect::<Vec<_>>(), [Some("Trip in US")]);
        let items = Trip::PLAN_ITEMS.read_as::<Flight>(&trips[0]).expect("items").expect("they are read");
        assert_eq!(
            items.iter().map(|item| item.flight_number.as_deref()).collect::<Vec<_>>(),
            [Some("AA12"), Some("AA11")]
        );
        let duration = items[0].duration.as_ref().map(ToString::to_string);
        assert!(duration.is_some_and(|duration| duration.starts_with("PT1H30M")));
        let friends = Person::FRIENDS.read(&person).expect("friends").expect("they are read");
        assert_eq!(names(&friends), ["scott", "o'neil/1"]);
        let trips = Person::TRIPS.read(&friends[0]).expect("trips").expect("they are read");
        assert_eq!(trips[0].name.as_deref(), Some("Honeymoon"));
    }
}

#[needs::odatapy]
#[tokio::test]
async fn singletons_and_navigation() {
    for service in filled("navigation").await {
        let me = done(service.me().get().send()).await;
        assert_eq!(me.user_name.as_deref(), Some("russellwhyte"));
        let trip = service.me().trips().by_trip_id(1);
        assert_eq!(done(trip.get().send()).await.budget, Some(3000.5));
        assert_eq!(done(trip.plan_items().count().send()).await, 2);
        let flight = trip.plan_items().by_plan_item_id(11).as_flight();
        assert_eq!(done(flight.airline().get().send()).await.name.as_deref(), Some("American Airlines"));
        let airport = done(flight.to().get().send()).await;
        assert_eq!(airport.iata_code.as_deref(), Some("SHA"));
        let location = airport.location.as_ref().expect("a location");
        assert_eq!(location.loc.as_ref().and_then(|loc| loc["coordinates"][1].as_f64()), Some(31.197_78));
        assert_eq!(done(service.me().friends().get().send()).await.len(), 2);
        assert_status(service.me().photo().get().send().await, 404);
    }
}

#[needs::odatapy]
#[tokio::test]
async fn functions() {
    for service in filled("functions").await {
        let nearest = async |lat: f64, lon: f64| done(service.get_nearest_airport(lat, lon).send()).await.name.clone();
        assert_eq!(nearest(33.0, -118.0).await.as_deref(), Some("SFO"));
        assert_eq!(nearest(-1e-7, 1e2).await.as_deref(), Some("SHA"));
        let name = service.get_nearest_airport(33.0, -118.0).select((Airport::NAME,));
        assert_eq!(done(name.send()).await.iata_code, None);

        let me = service.me();
        assert_eq!(done(me.get_favorite_airline().send()).await.airline_code.as_deref(), Some("AA"));
        let trips = done(me.get_friends_trips("scott").send()).await;
        assert_eq!(trips.iter().map(|trip| trip.trip_id).collect::<Vec<_>>(), [Some(3)]);
        assert_eq!(done(me.get_friends_trips("o'neil/1").send()).await.len(), 0);
        assert_eq!(done(me.get_friends_trips_result("scott").count().send()).await, 1);
        let people = done(me.trips().by_trip_id(1).get_involved_people().send()).await;
        assert_eq!(names(people.items()), ["russellwhyte"]);
    }
}

#[needs::odatapy]
#[tokio::test]
async fn derived_types() {
    for service in filled("derived").await {
        let items = service.me().trips().by_trip_id(1).plan_items();
        let flights = done(items.as_flight().get().filter(Flight::FLIGHT_NUMBER.eq("AA12")).send()).await;
        assert_eq!(flights.iter().map(|flight| flight.plan_item_id).collect::<Vec<_>>(), [Some(12)]);
        assert_eq!(done(items.as_event().count().send()).await, 0);
        let all = done(items.get().filter(Filter::is_of::<Flight>() & !Filter::is_of::<Event>()).send()).await;
        assert_eq!(all.len(), 2);
        assert!(all[0].extra.odata_type().is_some_and(|name| name.ends_with(".TripPin.Flight")));
        assert_status(items.by_plan_item_id(11).as_event().get().send().await, 404);
    }
}
