//! Calls requests of all crates against a server on loopback.

mod server;

use graph_runtime::{Body, Client, Object};
use server::Server;
use split_sdk::{
    flights, people,
    types::{Airline, Airport, City, Event, Flight, Location, Person, PersonGender, Trip},
};

async fn client() -> (Server, Client) {
    let server = Server::start().await.expect("a port on loopback");
    let client = Client::builder().base_url(&server.base_url).build().expect("a client");
    (server, client)
}

/// Types of one crate are the results, properties, enumerations and constants of others.
#[tokio::test]
async fn values_have_the_same_types_in_all_crates() {
    let (server, client) = client().await;
    let people = people::DefaultContainer::new(client.clone());
    let page = people
        .people()
        .get()
        .select((Person::USER_NAME, Person::ADDRESS_INFO))
        .filter(
            Person::GENDER.eq(PersonGender::Male)
                & Person::ADDRESS_INFO.any(Location::CITY.then(City::NAME).eq("Boise")),
        )
        .expand(Person::TRIPS)
        .send()
        .await
        .expect("people");
    let person: &Object<Person> = &page[0];
    let home: &Object<City> = person.address_info.as_ref().and_then(|all| all[0].city.as_ref()).expect("a city");

    let flights = flights::DefaultContainer::new(client);
    let airport: Object<Airport> = flights.airports().by_icao_code("KSFO").get().send().await.expect("an airport");
    let there = airport.location.as_ref().and_then(|location| location.city.as_ref()).expect("a city");
    // Both are of the type of the shared crate, so they can be compared and exchanged.
    assert!(home != there);
    assert_eq!((home.name.as_deref(), there.name.as_deref()), (Some("Boise"), Some("San Francisco")));

    let requests = server.requests();
    let query = "$filter=Gender%20eq%20Microsoft.OData.SampleService.Models.TripPin.PersonGender%27Male%27";
    assert!(
        requests[0].contains("$select=UserName,AddressInfo") && requests[0].contains("$expand=Trips"),
        "{requests:?}"
    );
    assert!(requests[0].contains(query), "{requests:?}");
    assert_eq!(requests[1], "GET /trippin/Airports('KSFO')");
}

#[tokio::test]
async fn bodies_are_made_of_shared_types() {
    let (server, client) = client().await;
    let people = people::DefaultContainer::new(client).people();
    let boise = City { name: Some("Boise".to_owned()), ..Default::default() };
    let home = Location { city: Some(boise.into()), ..Default::default() };
    let body = Body::new()
        .set(Person::FIRST_NAME, "New")
        .set(Person::GENDER, PersonGender::Female)
        .set(Person::ADDRESS_INFO, [home]);
    let created = people.create(body).send().await.expect("a person");
    assert_eq!(created.user_name.as_deref(), Some("new"));
    let trip = Body::new().set(Trip::NAME, "Fishing");
    people.by_user_name("new").trips().create(trip).send().await.expect("a trip");
    assert_eq!(
        server.requests(),
        [
            r#"POST /trippin/People {"FirstName":"New","Gender":"Female","AddressInfo":[{"City":{"Name":"Boise"}}]}"#,
            r#"POST /trippin/People('new')/Trips {"Name":"Fishing"}"#,
        ]
    );
}

#[tokio::test]
async fn derived_types_of_another_crate_are_told_apart() {
    let (_server, client) = client().await;
    let trips = people::DefaultContainer::new(client).people().by_user_name("russell").trips();
    let page = trips.by_trip_id(3).plan_items().get().send().await.expect("plan items");
    let mut names = Vec::new();
    for item in page {
        match people::AnyPlanItem::from(item) {
            people::AnyPlanItem::Flight(flight) => {
                let flight: Object<Flight> = flight;
                names.push(flight.flight_number.clone());
            }
            people::AnyPlanItem::Event(event) => {
                let event: Object<Event> = event;
                names.push(event.description.clone());
            }
            people::AnyPlanItem::Other(_) => names.push(None),
        }
    }
    assert_eq!(names, [Some("VA 1".to_owned()), Some("Dinner".to_owned())]);
}

/// The method leads to a request builder of the other crate, which has the requests that are selected there.
#[tokio::test]
async fn paths_continue_in_another_crate() {
    let (server, client) = client().await;
    let trips = people::DefaultContainer::new(client).people().by_user_name("russell").trips();
    let flight = trips.by_trip_id(3).plan_items().by_plan_item_id(11).as_flight();
    let airline: flights::AirlineRequestBuilder = flight.airline();
    let airline: Object<Airline> = airline.get().select(Airline::NAME).send().await.expect("an airline");
    assert_eq!(airline.name.as_deref(), Some("Virgin"));
    assert_eq!(
        server.requests(),
        ["GET /trippin/People('russell')/Trips(3)/PlanItems(11)/Microsoft.OData.SampleService.Models.TripPin.Flight\
          /Airline?$select=Name"]
    );
}
