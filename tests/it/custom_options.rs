//! Query options and headers that a service requires, as arguments.

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/custom_options.rs"]
mod custom_options;

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/calendar.rs"]
mod calendar;

#[rustfmt::skip]
#[allow(missing_docs, clippy::all, dead_code, non_camel_case_types)]
#[path = "../golden/addresses.rs"]
mod addresses;

use graph_codegen::{Builder, chain::Chains, selection::Method};
use graph_runtime::{Batch, Body, Client, DateTimeOffset, Operation};
use stand_in_graph::StandIn;

const START: &str = "2026-01-01T00:00:00+01:00";
const END: &str = "2026-02-01T00:00:00Z";
const VIEW: &str = "endDateTime=2026-02-01T00%3A00%3A00Z&startDateTime=2026-01-01T00%3A00%3A00%2B01%3A00";

fn client() -> Client {
    Client::builder().base_url("http://127.0.0.1:9/v1.0").build().expect("a client")
}

fn target(client: &Client, operation: &impl Operation) -> String {
    let request = operation.request(client.root()).expect("a request");
    let uri = request.uri().to_string();
    format!("{} {}", request.method(), uri.strip_prefix(client.root().as_str()).unwrap_or(&uri))
}

/// From CSDL, which does not declare the options, and from OpenAPI, which does.
#[test]
fn a_calendar_view_takes_its_period() {
    let client = client();
    let me = addresses::GraphService::new(client.clone()).me();
    let view = me.calendar_view(START, END);
    assert_eq!(target(&client, &view.get()), format!("GET /me/calendarView?{VIEW}"));
    assert_eq!(target(&client, &view.get().top(5)), format!("GET /me/calendarView?$top=5&{VIEW}"));
    assert_eq!(target(&client, &view.delta()), format!("GET /me/calendarView/delta()?{VIEW}"));
    assert_eq!(target(&client, &view.count()), format!("GET /me/calendarView/$count?{VIEW}"));
    assert_eq!(target(&client, &view.by_id("e").get()), "GET /me/calendarView/e");
    assert_eq!(target(&client, &view.create(Body::new())), "POST /me/calendarView");
    let instances = me.events().by_id("e").instances(START, END).get();
    assert_eq!(target(&client, &instances), format!("GET /me/events/e/instances?{VIEW}"));
    assert_eq!(target(&client, &me.events().delta()), "GET /me/events/delta()");
    let of_calendar = me.calendar().calendar_view(START, END).get();
    assert_eq!(target(&client, &of_calendar), format!("GET /me/calendar/calendarView?{VIEW}"));

    let user = calendar::GraphService::new(client.clone()).users().by_id("u");
    assert_eq!(target(&client, &user.calendar_view(START, END).get()), format!("GET /users/u/calendarView?{VIEW}"));
    let delta = user.calendar_view(START, END).delta();
    assert_eq!(target(&client, &delta), format!("GET /users/u/calendarView/delta()?{VIEW}"));
}

#[test]
fn an_option_of_the_request_takes_precedence() {
    let client = client();
    let view = addresses::GraphService::new(client.clone()).me().calendar_view("a", "b");
    let get = view.get().query_option("endDateTime", "c");
    assert_eq!(target(&client, &get), "GET /me/calendarView?endDateTime=c&startDateTime=a");
}

#[test]
fn options_of_operations_and_types_are_arguments_of_requests() {
    let client = client();
    let stations = custom_options::Tides::new(client.clone()).stations();
    let from: DateTimeOffset = "2026-01-01T00:00:00Z".parse().expect("an instant");
    let levels = stations.by_id(7).levels(from, "a&b", "mean");
    let list = levels.get();
    assert_eq!(target(&client, &list), "GET /stations(7)/levels?from=2026-01-01T00%3A00%3A00Z&resource=a%26b");
    assert_eq!(list.request(client.root()).expect("a request").headers()["x-datum"], "mean");
    let highest = levels.highest(3, "2");
    assert_eq!(
        target(&client, &highest),
        "GET /stations(7)/levels/tides.highest(days=3)?days=2&from=2026-01-01T00%3A00%3A00Z&resource=a%26b"
    );
    let create = levels.create(Body::new()).query_option("observer", "me");
    assert_eq!(target(&client, &create), "POST /stations(7)/levels?observer=me");
    assert!(!create.request(client.root()).expect("a request").headers().contains_key("x-datum"));
    let delete = stations.by_id(7).delete("closed").request(client.root()).expect("a request");
    assert_eq!(delete.headers()["x-reason"], "closed");
    let calibrate = stations.by_id(7).calibrate(custom_options::StationCalibrate::default(), true);
    assert_eq!(target(&client, &calibrate), "POST /stations(7)/tides.calibrate?parameters=true");

    // A client has the profile of one service.
    let client = self::client();
    let user = calendar::GraphService::new(client.clone()).users().by_id("u");
    assert_eq!(target(&client, &user.events(5).get()), "GET /users/u/events?limit=5");
    let clear = user.clear("etag").request(client.root()).expect("a request");
    assert_eq!(clear.headers()["if-match"], "etag");
}

#[tokio::test]
async fn a_calendar_view_on_the_wire() {
    let stand_in = StandIn::start().await.expect("a port");
    let client = Client::builder().base_url(stand_in.base_url()).build().expect("a client");
    let view = addresses::GraphService::new(client.clone()).me().calendar_view(START, END);
    // The responses do not matter.
    let _ = view.get().send().await;
    let mut batch = Batch::new(&client);
    let ticket = batch.add(view.delta());
    assert_eq!(format!("{batch:?}"), "[\"GET /me/calendarView/delta()\"]");
    let _ = batch.send().await.take(ticket);
    let requests = stand_in.requests();
    assert_eq!(requests[0].target, format!("/v1.0/me/calendarView?{VIEW}"));
    let body = String::from_utf8_lossy(&requests[1].body).into_owned();
    assert!(body.contains(&format!(r#""url":"/me/calendarView/delta()?{VIEW}""#)), "{body}");
}

#[test]
fn a_header_that_http_does_not_allow_is_an_error_that_does_not_show_its_value() {
    let client = client();
    let stations = custom_options::Tides::new(client.clone()).stations();
    let problem = stations.by_id(7).delete("secret\r\nx: y").request(client.root()).expect_err("not a header");
    assert!(!format!("{problem} {problem:?}").contains("secret"));
}

#[test]
fn resolve_prints_the_arguments() {
    let documents = concat!(env!("CARGO_MANIFEST_DIR"), "/documents/");
    for (document, method, path, expression) in [
        (
            "addresses.csdl",
            Method::Get,
            "/me/calendarView?startDateTime={start}&endDateTime={end}",
            "service.me().calendar_view(start_date_time, end_date_time).get()",
        ),
        (
            "addresses.csdl",
            Method::Get,
            "/users/{id}/events/{id}/instances",
            "service.users().by_id(user_id).events().by_id(event_id).instances(start_date_time, end_date_time).get()",
        ),
        (
            "calendar.yml",
            Method::Get,
            "/users/{id}/calendarView/delta",
            "service.users().by_id(user_id).calendar_view(start_date_time, end_date_time).delta()",
        ),
        ("calendar.yml", Method::Post, "/users/{id}/clear", "service.users().by_id(user_id).clear(if_match)"),
        ("custom_options.csdl", Method::Delete, "/stations/7", "service.stations().by_id(station_id).delete(x_reason)"),
    ] {
        let planned = Builder::new().metadata(format!("{documents}{document}")).select("/**").plan().expect("a plan");
        let chains = Chains::new(&planned.selected.resolved.model, &planned.package);
        let chain = chains.find(method, path).unwrap_or_else(|diagnostic| panic!("{path}: {}", diagnostic.message));
        assert_eq!(chain.expression, expression);
        let option = chain.arguments.iter().find(|argument| argument.name == "start_date_time");
        assert!(option.is_none_or(|argument| argument.rust_type == "&str"), "{:?}", chain.arguments);
    }
}
