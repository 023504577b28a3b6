//! The scenarios of TripPin, the sample service of OData, with the profile from its metadata, in both versions.

mod batches;
mod changes;
mod derived;
mod queries;

use graph_runtime::{Body, Client, DateTimeOffset, Error, ServiceProfile, profile::ODataVersion};
use graph_tests::trippin::{
    Airline, Airport, AirportLocation, City, DefaultContainer, Flight, Location, Person, PersonGender, PlanItem, Trip,
};

use super::{SERVER, done};

/// Returns clients of tenants with this name, one for each version of OData.
///
/// The first has the profile that generated code reads from the metadata.
fn clients(tenant: &str) -> [Client; 2] {
    let builder = |version| Client::builder().base_url(format!("{}/trippin~{tenant}-{version}", SERVER.address()));
    let later = |profile: ServiceProfile| {
        let version = Some(ODataVersion::V4_01);
        profile.with_version(version).with_max_version(version)
    };
    [builder("4.0").build(), builder("4.01").adjust_profile(later).build()].map(|client| client.expect("a client"))
}

/// Returns services with the data of [`fill`], one for each version.
async fn filled(tenant: &str) -> [DefaultContainer; 2] {
    let services = clients(tenant).map(DefaultContainer::new);
    for service in &services {
        fill(service).await;
    }
    services
}

fn time(text: &str) -> DateTimeOffset {
    text.parse().expect("a time")
}

fn city(region: &str, name: &str) -> Body<City> {
    Body::new().set(City::COUNTRY_REGION, region).set(City::NAME, name).set(City::REGION, "")
}

fn person(name: &str, first: &str, gender: PersonGender) -> Body<Person, graph_runtime::ForCreate> {
    let home = Body::new().set(Location::ADDRESS, "187 Suffolk Ln.").set(Location::CITY, city("US", "Boise"));
    Body::for_create()
        .set(Person::USER_NAME, name)
        .set(Person::FIRST_NAME, first)
        .set(Person::LAST_NAME, "O'Neil & Co")
        .set(Person::EMAILS, [format!("{first}@example.com"), format!("{first}@contoso.com")])
        .set(Person::ADDRESS_INFO, [home])
        .set(Person::GENDER, gender)
}

fn trip(id: i32, name: &str, budget: f32) -> Body<Trip, graph_runtime::ForCreate> {
    Body::for_create()
        .set(Trip::TRIP_ID, id)
        .set(Trip::NAME, name)
        .set(Trip::BUDGET, budget)
        .set(Trip::STARTS_AT, time("2014-01-01T00:00:00Z"))
        .set(Trip::ENDS_AT, time("2014-02-01T00:00:00Z"))
        .set(Trip::TAGS, ["fun", "work"])
}

fn flight(id: i32, from: &str, to: &str) -> Body<Flight, graph_runtime::ForCreate> {
    Body::for_create()
        .set(Flight::PLAN_ITEM_ID, id)
        .set(Flight::FLIGHT_NUMBER, format!("AA{id}"))
        .set(Flight::DURATION, "PT1H30M".parse::<graph_runtime::Duration>().expect("a duration"))
        .bind(Flight::FROM, format!("/Airports('{from}')"))
        .bind(Flight::TO, format!("/Airports('{to}')"))
        .bind(Flight::AIRLINE, "/Airlines('AA')")
}

/// Creates two airlines, two airports, and three people with trips; the first of them is `Me`.
async fn fill(service: &DefaultContainer) {
    for (code, name) in [("AA", "American Airlines"), ("SQ", "Singapore Airlines")] {
        let airline = Body::for_create().set(Airline::AIRLINE_CODE, code).set(Airline::NAME, name);
        done(service.airlines().create(airline).send()).await;
    }
    for (code, iata, x, y) in [("KSFO", "SFO", -122.374_72, 37.618_88), ("ZSSS", "SHA", 121.336_11, 31.197_78)] {
        let location = Body::new()
            .set(AirportLocation::ADDRESS, "the airport")
            .set(AirportLocation::CITY, city("?", iata))
            .set(AirportLocation::LOC, serde_json::json!({ "type": "Point", "coordinates": [x, y] }));
        let airport = Body::for_create()
            .set(Airport::ICAO_CODE, code)
            .set(Airport::IATA_CODE, iata)
            .set(Airport::NAME, iata)
            .set(Airport::LOCATION, location);
        done(service.airports().create(airport).send()).await;
    }
    for (name, first, gender) in [
        ("russellwhyte", "Russell", PersonGender::Male),
        ("scott", "Scott", PersonGender::Male),
        ("o'neil/1", "Ronald", PersonGender::Unknown),
    ] {
        done(service.people().create(person(name, first, gender)).send()).await;
    }
    // Trips are created with their flights: OData 4.01, part 1, section 11.4.2.2.
    let trips = service.people().by_user_name("russellwhyte").trips();
    let flights = [flight(11, "KSFO", "ZSSS"), flight(12, "ZSSS", "KSFO")].map(Body::into_base::<PlanItem>);
    done(trips.create(trip(1, "Trip in US", 3000.5).set(Trip::PLAN_ITEMS, flights)).send()).await;
    done(trips.create(trip(2, "Trip to Shanghai", 100.0)).send()).await;
    done(service.people().by_user_name("scott").trips().create(trip(3, "Honeymoon", 800.0)).send()).await;
    let friends = service.people().by_user_name("russellwhyte").friends();
    for name in ["scott", "o'neil/1"] {
        done(friends.add_reference(super::seed::path("People", name)).send()).await;
    }
}

/// Returns the names of people, in order.
fn names(people: &[graph_runtime::Object<Person>]) -> Vec<&str> {
    people.iter().filter_map(|person| person.user_name.as_deref()).collect()
}

/// Fails unless a request was refused with this status.
#[track_caller]
fn assert_status<T>(result: Result<T, Error>, status: u16) {
    let error = result.err().expect("it is refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error:#}");
}
