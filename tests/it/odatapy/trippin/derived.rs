//! Properties that only a derived type has, where the items are of its base type.

use graph_runtime::{Page, Projection};
use graph_tests::trippin::{Airline, Flight, PlanItem, PublicTransportation, Trip};

use super::{done, filled};

#[derive(Projection)]
#[projection(Trip)]
struct Journey {
    trip_id: i32,
    plan_items: Page<Leg>,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(Flight)]
struct Leg {
    plan_item_id: i32,
    flight_number: Option<String>,
    airline: Option<Carrier>,
}

#[derive(Debug, PartialEq, Projection)]
#[projection(Airline)]
struct Carrier {
    name: String,
}

/// Returns what is read of a flight that [`fill`](super::fill) creates.
fn leg(id: i32) -> Leg {
    let airline = Some(Carrier { name: "American Airlines".to_owned() });
    Leg { plan_item_id: id, flight_number: Some(format!("AA{id}")), airline }
}

#[needs::odatapy]
#[tokio::test]
async fn projections() {
    for service in filled("derived-projections").await {
        let trips = service.me().trips();
        let journeys = done(trips.get().order_by(Trip::TRIP_ID).project::<Journey>().send()).await;
        let found: Vec<(i32, &[Leg])> =
            journeys.iter().map(|journey| (journey.trip_id, journey.plan_items.items())).collect();
        assert_eq!(found, [(1, &[leg(11), leg(12)][..]), (2, &[])]);

        let journeys = trips.get().project::<Journey>().refine(Trip::PLAN_ITEMS, |items| {
            items
                .filter(Flight::FLIGHT_NUMBER.eq("AA12") & Flight::PLAN_ITEM_ID.gt(1))
                .order_by((Flight::FLIGHT_NUMBER.desc(), Flight::PLAN_ITEM_ID))
        });
        let journeys = done(journeys.send()).await;
        assert_eq!(journeys.iter().flat_map(|journey| journey.plan_items.items()).collect::<Vec<_>>(), [&leg(12)]);

        let items = trips.by_trip_id(1).plan_items();
        let legs = done(items.get().order_by(PlanItem::PLAN_ITEM_ID).project::<Leg>().send()).await;
        assert_eq!(legs.items(), [leg(11), leg(12)]);
        assert_eq!(done(items.by_plan_item_id(11).get().project::<Leg>().send()).await, leg(11));
        assert_eq!(done(items.by_plan_item_id(11).as_flight().get().project::<Leg>().send()).await, leg(11));
    }
}

#[needs::odatapy]
#[tokio::test]
async fn selections() {
    for service in filled("derived-selections").await {
        let trips = service.me().trips();
        let properties = || (PlanItem::PLAN_ITEM_ID, Flight::FLIGHT_NUMBER, PublicTransportation::SEAT_NUMBER);
        let items = trips.by_trip_id(1).plan_items();
        let list = done(items.get().select(properties()).order_by(PlanItem::PLAN_ITEM_ID).send()).await;
        let number = |item: &graph_runtime::Object<PlanItem>| item.extra.value("FlightNumber");
        assert_eq!(list.iter().map(number).collect::<Vec<_>>(), [Some("AA11".into()), Some("AA12".into())]);
        assert!(list.iter().all(|item| item.plan_item_id.is_some() && item.duration.is_none()));

        let expanded = Trip::PLAN_ITEMS.select(properties()).order_by(PlanItem::PLAN_ITEM_ID);
        let trip = done(trips.by_trip_id(1).get().expand(expanded).send()).await;
        let flights = Trip::PLAN_ITEMS.read_as::<Flight>(&trip).expect("items").expect("they are read");
        let numbers: Vec<Option<&str>> = flights.iter().map(|flight| flight.flight_number.as_deref()).collect();
        assert_eq!(numbers, [Some("AA11"), Some("AA12")]);
        assert!(flights.iter().all(|flight| flight.duration.is_none()));
    }
}
